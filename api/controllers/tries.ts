import { Body, Controller, Get, Middlewares, OperationId, Path, Post, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { DescribedFile } from '#activities/store/frame-records';
import { rehearseReduction } from '#activities/store/rehearse-reduction';
import { callerOf } from '../access/auth.js';
import { askedBy } from '../asked-by.js';
import { audit } from '../audit.js';
import { checkedFrameSettings } from '../checked-settings.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { describedFrameOf } from './raw-frame.js';
import { tryView, type TryView } from './trial-view.js';

export interface TryRequest {
  /** Settings over those in force for this frame; GET /api/settings/ describes each. */
  settings: { [name: string]: unknown };
}

@Route('api/files/{id}/try')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class TriesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Reduces a spectrum with other settings and publishes nothing: no file, no version, no event, nothing that another person sees. The calibrations are those that a
   * reduction would choose. The answer says under which `id` the result can be fetched, by you alone, for an hour. Two of an account run at a time (429 for a third).
   * @summary Try other settings on a frame
   * @param id Number of a raw spectrum, or of a product made from one.
   */
  @Post()
  @SuccessResponse(202, 'It runs')
  @OperationId('api_files_try_create')
  async startTry(@Request() request: KoaRequest, @Path() id: string, @Body() body: TryRequest): Promise<TryView> {
    const { database, reductions } = this.#context;
    const caller = callerOf(request);
    const file = await describedFrameOf(database, caller, id);
    const settings = checkedFrameSettings(body.settings);
    await this.#refuseImpossible(file, settings);
    await audit(database, request, { action: 'try', subject: `file ${file.id}`, after: settings });
    const trial = await reductions.startTrial(caller.user.id, { fileId: file.id, settings, ...askedBy(request) });
    this.setStatus(202);
    return tryView(trial);
  }

  /**
   * How a try stands: `running`, or `done` with its spectra as numbers and their quality, or `failed` with the reason.
   * @summary Get the result of a try
   * @param id Number of the frame, as it was asked for.
   * @param try_id What the answer to the POST called it.
   */
  @Get('{try_id}')
  @OperationId('api_files_try_read')
  async readTry(@Request() request: KoaRequest, @Path() id: string, @Path() try_id: string): Promise<TryView> {
    const { database, reductions } = this.#context;
    const caller = callerOf(request);
    // Who may not look at the frame any more may not look at what was made of it either.
    const file = await describedFrameOf(database, caller, id);
    const trial = await reductions.trial(caller.user.id, try_id);
    if (trial?.fileId !== file.id) throw new ReductionError('not-found', `There is no try ${try_id.slice(0, 50)} of ${file.fileName}: it is not yours, or its hour is over.`);
    return tryView(trial);
  }

  /** What can be told at once is told at once. */
  async #refuseImpossible(file: DescribedFile, settings: Parameters<typeof rehearseReduction>[2]): Promise<void> {
    if (file.exposure.kind !== 'spectrum') throw new ReductionError('conflict', `${file.fileName} is ${file.exposure.kind === 'arc' ? 'a lamp' : `a ${file.exposure.kind} frame`}: tries are of spectra.`, { fileId: file.id });
    await rehearseReduction(this.#context.database, file, settings);
  }
}
