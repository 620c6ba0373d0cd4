import { Controller, Get, OperationId, Queries, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { qualities, qualityNamed, type QualityNumber } from '#activities/domain/qualities';
import { shiftNight } from '#activities/domain/nights';
import { qualityPoints } from '#activities/store/archive/quality-records';
import { callerOf } from '../access/auth.js';
import { scopeOf } from '../access/visible.js';
import type { Context } from '../context.js';
import { filtersOf } from '../file-filters.js';
import { declaredQuality, type DeclaredQuality } from './quality-view.js';

/** A number that the steps measure about a frame or a spectrum. */
export interface QualityNumberView extends DeclaredQuality {
  /** Of the card in a product's header. */
  keyword: string;
  /** What to think and do when it is beyond a bound. */
  advice: string | null;
}

export interface TrendQuery {
  /** Of a quality number, as `/api/qualities/` lists them. */
  name: string;
  /** YYYYMMDD; list or range, `20260801..20260831`. The last 90 nights with files when not given. */
  night?: string[];
  /** SOAR id; list. */
  proposal_id?: string[];
  /** bias, flat, arc, spectrum, image or other; list. */
  kind?: string[];
  /** 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
  data_type?: string[];
  /** List. */
  wavmode?: string[];
  /** List. */
  grating?: string[];
}

/** A quality number over time. */
export interface QualityTrend extends DeclaredQuality {
  /** In the order in which the frames were taken; the newest 2000. */
  points: {
    /** @isInt */
    file_id: number;
    file_name: string;
    night: string | null;
    /** Start of the exposure, ISO 8601. */
    observed_at: string | null;
    kind: string;
    data_type: string;
    target: number | null;
    wavmode: string;
    value: number;
    /** Is it beyond a bound? */
    flagged: boolean;
  }[];
  /** Are there older ones? */
  more: boolean;
}

const MOST_POINTS = 2000;
const USUAL_NIGHTS = 90;

@Route('api/qualities')
@Tags('api')
@Security('token')
export class QualitiesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Every quality number in the order in which a frame meets them.
   * @summary List the quality numbers and their bounds
   */
  @Get()
  @OperationId('api_qualities_list')
  listQualities(): QualityNumberView[] {
    return Object.entries<QualityNumber>(qualities).map(([name, number]) => ({ ...declaredQuality(name, number), keyword: number.keyword, advice: number.advice ?? null }));
  }

  /**
   * One quality number of the current files that the caller may see, as it went on over the nights, with its bounds.
   * @summary Get the trend of a quality number
   */
  @Get('trend')
  @OperationId('api_qualities_trend_list')
  async getTrend(@Request() request: KoaRequest, @Queries() asked: TrendQuery): Promise<QualityTrend> {
    const { name, ...query } = asked;
    const known = qualityNamed(name);
    if (!known) throw new ReductionError('request-invalid', `name: there is no quality number "${name.slice(0, 40)}"; they are listed at /api/qualities/.`, { parameter: 'name' });
    const caller = callerOf(request);
    const { database, counts } = this.#context;
    const given = filtersOf(query, caller);
    const cube = await counts.current();
    const latest = given.nights ? '' : cube.nights.reduce((newest, night) => (night > newest ? night : newest), '');
    const filters = latest === '' ? given : { ...given, nights: [{ from: shiftNight(latest, -USUAL_NIGHTS), to: latest }] };
    const points = await qualityPoints(database, cube, { name, filters, scope: scopeOf(caller), limit: MOST_POINTS + 1 });
    return {
      ...declaredQuality(name, known),
      points: points.slice(-MOST_POINTS).map(({ id, fileName, night, observedAt, kind, dataType, target, wavmode, value }) => ({
        file_id: id, file_name: fileName, night, observed_at: observedAt, kind, data_type: String(dataType), target, wavmode, value,
        flagged: value < (known.atLeast ?? -Infinity) || value > (known.atMost ?? Infinity),
      })), // prettier-ignore
      more: points.length > MOST_POINTS,
    };
  }
}
