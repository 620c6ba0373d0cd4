import { Body, Controller, Middlewares, OperationId, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { masterGroups, usualMinimum, type KnownGroup } from '#activities/store/master-groups';
import type { StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { visibleFile, visibleFiles } from '../access/visible.js';
import { decideByHand, wakeMasters, type ManualChoiceView } from '../by-hand.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { idsOf, type FilesRequest } from './files-request.js';

export interface BuildMastersRequest extends FilesRequest {
  /**
   * Every group of bias frames and flats of this night that the caller sees; evening date, YYYYMMDD.
   * @pattern ^\d{8}$
   */
  night?: string;
  /** Only masters of this kind. */
  purpose?: 'bias' | 'flat';
  /**
   * Build it of so few frames, although the settings ask for more; what is made of fewer is flagged. For a master that serves everybody only staff may.
   * @isInt
   * @minimum 1
   * @maximum 99
   */
  minimum?: number;
  /**
   * Why; needed with `minimum`.
   * @maxLength 500
   */
  reason?: string;
}

export interface MasterView {
  purpose: 'bias' | 'flat';
  night: string;
  /** What its frames have in common. */
  configuration: string;
  /** The proposal whose frames it is made of and which it serves alone; null when it serves everybody. */
  proposal_id: string | null;
  /**
   * Frames that are there.
   * @isInt
   */
  frames: number;
  /**
   * Frames that the settings ask for.
   * @isInt
   */
  usual_minimum: number;
  /** What was decided about fewer; null when nothing was. */
  decision: ManualChoiceView | null;
  workflow_id: string;
}

export interface BuildMastersAnswer {
  results: MasterView[];
}

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
@Response<ProblemDocument>(403, 'Only staff decide about a master that serves everybody')
@Response<ProblemDocument>(409, 'It is no bias frame or flat, or there are fewer frames than asked for')
export class CalibrationsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Builds the masters of a night, or those that these bias frames and flats belong to, of what is there now. A master whose frames and settings did not change is not made again.
   * @summary Build master calibrations
   */
  @Post('calibrations')
  @SuccessResponse(202, 'The masters that look at their frames now')
  @OperationId('api_files_calibrations_create')
  async buildMasters(@Request() request: KoaRequest, @Body() body: BuildMastersRequest): Promise<BuildMastersAnswer> {
    const groups = await masterGroups(this.#context.database, await this.#members(request, body));
    const wanted = groups.filter(({ group }) => body.purpose === undefined || group.purpose === body.purpose);
    if (wanted.length === 0) throw new ReductionError('not-found', 'There is no bias frame or flat of the kind and night that you name, or it is not yours.');
    const reason = (body.reason ?? '').trim();
    const usual = await Promise.all(wanted.map(({ group }) => usualMinimum(this.#context.database, group)));
    wanted.forEach((known, i) => this.#refuse(request, known, usual[i] ?? 0, { ...body, reason }));
    const results: MasterView[] = [];
    for (const [i, { group, frames, about }] of wanted.entries()) {
      const fewer = body.minimum !== undefined && body.minimum < (usual[i] ?? 0) ? body.minimum : undefined;
      const decision = fewer === undefined ? null : await decideByHand(this.#context, request, about, { topic: 'minimum', choice: { minimum: fewer }, what: `a master ${group.purpose} of ${fewer} frames or more instead of ${usual[i]}`, reason, forced: true });
      if (!decision) await wakeMasters(this.#context, request, [about]);
      results.push({ purpose: group.purpose, night: group.night, configuration: group.configurationKey, proposal_id: group.proposal ?? null, frames, usual_minimum: usual[i] ?? 0, decision, workflow_id: about.promise.workflowId });
    }
    this.setStatus(202);
    return { results };
  }

  /** The raw frames that name the masters. @throws ReductionError `not-found`, `conflict` */
  async #members(request: KoaRequest, { night, file_id, file_ids }: BuildMastersRequest): Promise<StoredFile[]> {
    const { database } = this.#context;
    const caller = callerOf(request);
    if (night !== undefined) {
      if (file_id !== undefined || file_ids !== undefined) throw new ReductionError('request-invalid', 'Name a night or files, one of them.');
      return visibleFiles(database, caller, 'reduce').where({ 'files.night': night, 'files.dataType': LEVEL.raw, 'files.excluded': null }).whereIn('files.kind', ['bias', 'flat']);
    }
    const files = await Promise.all(idsOf({ ...(file_id === undefined ? {} : { file_id }), ...(file_ids === undefined ? {} : { file_ids }) }).map((id) => visibleFile(database, caller, id, 'reduce')));
    for (const file of files) {
      if (file.dataType !== LEVEL.raw || !['bias', 'flat'].includes(file.kind)) throw new ReductionError('conflict', `${file.fileName} is no raw bias frame or flat: no master is made of it.`, { fileId: file.id });
    }
    return files;
  }

  #refuse(request: KoaRequest, { group, frames }: KnownGroup, usual: number, { minimum, reason }: BuildMastersRequest & { reason: string }): void {
    if (minimum === undefined || minimum >= usual) return;
    if (group.proposal === undefined && !seesAll(callerOf(request).user)) throw new ReductionError('forbidden', `The master ${group.purpose} of ${group.night} serves everybody: only staff of the observatory may have it made of fewer than ${usual} frames.`);
    if (reason.length < 3) throw new ReductionError('request-invalid', 'A master of fewer frames than the settings ask for takes a reason: it goes into its header.');
    if (frames < minimum) throw new ReductionError('conflict', `There are ${frames} ${group.purpose} frames of ${group.night} and this configuration, fewer than the ${minimum} that you ask for.`, { frames, minimum });
  }
}
