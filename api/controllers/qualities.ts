import { Controller, Get, OperationId, Response, Route, Security, Tags } from '@tsoa/runtime';
import { qualities, type QualityNumber } from '#activities/domain/qualities';
import type { ProblemDocument } from '../problem.js';

/** A number that the steps measure about a frame or a spectrum. */
export interface QualityNumberView {
  name: string;
  /** Empty for a count or a ratio. */
  unit: string;
  meaning: string;
  /** Of the card in a product's header. */
  keyword: string;
  at_least: number | null;
  at_most: number | null;
  /** Where the bounds come from, or why it has none. */
  source: string;
  /** What to think and do when it is beyond a bound. */
  advice: string | null;
}

@Route('api/qualities')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
export class QualitiesController extends Controller {
  /**
   * Every quality number in the order in which a frame meets them.
   * @summary List the quality numbers and their bounds
   */
  @Get()
  @OperationId('api_qualities_list')
  listQualities(): QualityNumberView[] {
    return Object.entries<QualityNumber>(qualities).map(([name, { unit, meaning, keyword, atLeast = null, atMost = null, source, advice = null }]) => ({
      name,
      unit,
      meaning,
      keyword,
      at_least: atLeast,
      at_most: atMost,
      source,
      advice,
    }));
  }
}
