import { Controller, Get, OperationId, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { partners, type Partner } from '#activities/domain/partners';
import { semesterAfter, semesterNamed, semesterOf, type Semester } from '#activities/domain/semesters';
import { nextSoarId, semestersOfProposals } from '#activities/store/proposal-records';
import { withStoreFailures } from '#activities/store/failures';
import { callerOf } from '../access/auth.js';
import { visibleProposals } from '../access/visible-proposals.js';
import type { Context } from '../context.js';

export interface SemesterView {
  /** `2026B` */
  name: string;
  /** First day, YYYY-MM-DD. */
  begins: string;
  /** Last day. */
  ends: string;
  current: boolean;
  /**
   * Proposals of it that the caller may see.
   * @isInt
   */
  proposals: number;
  /** The next SOAR id that nobody has, for staff who register a proposal. */
  next_soar_id?: string;
}

export interface PartnerView {
  name: Partner;
  title: string;
}

@Route('api')
@Tags('api')
@Security('token')
export class SemestersController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The current semester, the next one, and every one that a proposal of the caller is of; the newest first.
   * @summary Get a list of semesters
   */
  @Get('semesters')
  @OperationId('api_semesters_list')
  async listSemesters(@Request() request: KoaRequest): Promise<SemesterView[]> {
    const caller = callerOf(request);
    const { database } = this.#context;
    const current = semesterOf(new Date());
    const counts = await withStoreFailures(() => semestersOfProposals(visibleProposals(database, caller).clearWithGraph()));
    const known = new Map<string, Semester>([current, semesterAfter(current), ...[...counts.keys()].map(semesterNamed)].map((semester) => [semester.name, semester]));
    const newest = [...known.values()].sort((a, b) => (a.begins < b.begins ? 1 : -1));
    const registers = caller.ability.can('create', 'Proposal');
    return Promise.all(
      newest.map(async (semester) => ({
        ...semester,
        current: semester.name === current.name,
        proposals: counts.get(semester.name) ?? 0,
        ...(registers ? { next_soar_id: await nextSoarId(database, semester) } : {}),
      })),
    );
  }

  /** @summary Get a list of partners */
  @Get('partners')
  @OperationId('api_partners_list')
  listPartners(): PartnerView[] {
    return Object.entries(partners).map(([name, title]) => ({ name: name as Partner, title }));
  }
}
