import { Body, Controller, Delete, Middlewares, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { purposeInWords } from '#activities/domain/calibrations';
import { ReductionError } from '#activities/domain/errors';
import { candidateFile } from '#activities/store/candidate-handles';
import type { DescribedFile } from '#activities/store/frame-records';
import { judgeChoice, requirePurpose, type JudgedChoice } from '#activities/store/judge-choice';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { visibleFile } from '../access/visible.js';
import { aboutFrame, decideByHand, undoByHand, type ManualChoiceView } from '../by-hand.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { describedFrameOf } from './raw-frame.js';

export type PurposeName = 'bias' | 'flat' | 'arc';

export interface UseCalibrationRequest {
  purpose: PurposeName;
  /** The calibration: a master, or a lamp (its raw frame or its 2-D product). */
  file_id?: number | string;
  /** Or the `handle` of a candidate from `/decisions/`, for one whose file is not the caller's to see. */
  candidate?: string;
  /**
   * Why; needed when `force` is.
   * @maxLength 500
   */
  reason?: string;
  /** Staff only: use it although it fails a question that the platform asks. What is made with it is flagged. */
  force?: boolean;
}

export interface ProceedWithoutRequest {
  purpose: PurposeName;
  /** @maxLength 500 */
  reason?: string;
}

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
@Response<ProblemDocument>(403, 'Only staff may force a calibration')
@Response<ProblemDocument>(409, 'An impossible choice: the sentence says what is wrong with it')
@Response<ProblemDocument>(422, 'The header of the frame, or a setting of it, makes no sense')
export class CalibrationsByHandController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Reduces a frame with this calibration, whatever the platform would choose, now and whenever it is reduced again. It is asked the same questions as every
   * candidate: one that fails any is refused, in words; staff may `force` it with a reason, except where the pixels do not fit (camera, binning, columns, rows, overscan, a lamp
   * without light). A master that is combined again stays chosen. Decision record and header of the products name the person, the time and the reason.
   * @summary Use this calibration anyway
   * @param id The frame, or any product of it.
   */
  @Post('{id}/use-calibration')
  @SuccessResponse(202, 'The decision; the frame is reduced again')
  @OperationId('api_files_use_calibration_create')
  async useCalibration(@Request() request: KoaRequest, @Path() id: string, @Body() body: UseCalibrationRequest): Promise<ManualChoiceView> {
    const { database } = this.#context;
    const frame = await describedFrameOf(database, callerOf(request), id);
    await requirePurpose(database, frame, body.purpose);
    const wanted = await this.#wanted(request, frame, body);
    const judged = await judgeChoice(database, frame, body.purpose, wanted.id, wanted.called);
    const reason = (body.reason ?? '').trim();
    const forced = refuseFailed(judged, wanted.called, { ...body, reason, staff: seesAll(callerOf(request).user) });
    const what = `${judged.candidate.name} as ${purposeInWords[body.purpose]}`;
    const answer = await decideByHand(this.#context, request, aboutFrame(frame, request), { topic: body.purpose, choice: { use: wanted.id }, what, reason, forced });
    this.setStatus(202);
    return answer;
  }

  /**
   * Takes a choice by hand back: the frame is reduced again with what the platform chooses.
   * @summary Choose automatically again
   * @param id The frame, or any product of it.
   * @param purpose Of which calibration.
   */
  @Delete('{id}/use-calibration')
  @SuccessResponse(202, 'The decision that was taken back')
  @OperationId('api_files_use_calibration_delete')
  chooseAutomatically(@Request() request: KoaRequest, @Path() id: string, @Query() purpose: PurposeName): Promise<ManualChoiceView> {
    return this.#undo(request, id, purpose);
  }

  /**
   * Reduces a frame without a calibration that it waits for or would use, now and whenever it is reduced again. Without a lamp it ends as an extracted spectrum.
   * @summary Go on without a calibration
   * @param id The frame, or any product of it.
   */
  @Post('{id}/proceed-without')
  @SuccessResponse(202, 'The decision; the frame is reduced again')
  @OperationId('api_files_proceed_without_create')
  async proceedWithout(@Request() request: KoaRequest, @Path() id: string, @Body() body: ProceedWithoutRequest): Promise<ManualChoiceView> {
    const frame = await describedFrameOf(this.#context.database, callerOf(request), id);
    const { purpose, reason = '' } = body;
    await requirePurpose(this.#context.database, frame, purpose);
    const what = `no ${purposeInWords[purpose]}`;
    const answer = await decideByHand(this.#context, request, aboutFrame(frame, request), { topic: purpose, choice: { without: true }, what, reason: reason.trim(), forced: false });
    this.setStatus(202);
    return answer;
  }

  /**
   * Takes "go on without" back: the frame waits for that calibration again, or uses it.
   * @summary Do not go on without
   * @param id The frame, or any product of it.
   * @param purpose Of which calibration.
   */
  @Delete('{id}/proceed-without')
  @SuccessResponse(202, 'The decision that was taken back')
  @OperationId('api_files_proceed_without_delete')
  waitAgain(@Request() request: KoaRequest, @Path() id: string, @Query() purpose: PurposeName): Promise<ManualChoiceView> {
    return this.#undo(request, id, purpose);
  }

  async #undo(request: KoaRequest, id: string, purpose: PurposeName): Promise<ManualChoiceView> {
    const frame = await describedFrameOf(this.#context.database, callerOf(request), id);
    const answer = await undoByHand(this.#context, request, aboutFrame(frame, request), purpose, `Nobody decided about the ${purposeInWords[purpose]} of ${frame.fileName} by hand.`);
    this.setStatus(202);
    return answer;
  }

  /** The calibration that is asked for: a file of the caller's, or a candidate of this frame. */
  async #wanted(request: KoaRequest, frame: DescribedFile, { file_id, candidate, purpose }: UseCalibrationRequest): Promise<{ id: number; called: string }> {
    const { database } = this.#context;
    if ((file_id === undefined) === (candidate === undefined)) throw new ReductionError('request-invalid', 'Name the calibration by "file_id" or by "candidate", one of them.');
    if (file_id !== undefined) {
      const file = await visibleFile(database, callerOf(request), String(file_id));
      return { id: file.id, called: file.fileName };
    }
    const found = await candidateFile(database, frame, purpose, candidate ?? '');
    if (!found) throw new ReductionError('not-found', `${frame.fileName} has no candidate ${candidate?.slice(0, 40)} for its ${purposeInWords[purpose]}.`, { purpose });
    return found;
  }
}

/** Whether the choice has to be forced. @throws ReductionError `conflict` or `forbidden` where it may not be */
function refuseFailed({ failed, impossible }: JudgedChoice, called: string, { purpose, force = false, reason, staff }: UseCalibrationRequest & { reason: string; staff: boolean }): boolean {
  if (failed.length === 0) return false;
  const why = failed.map(({ name, wanted, found }) => `${name} is ${found}, wanted ${wanted}`).join('; ');
  const sentence = `${called} does not serve as ${purposeInWords[purpose]}: ${why}.`;
  if (impossible) throw new ReductionError('conflict', `${sentence} The pixels do not fit, so nobody can use it.`, { purpose });
  if (!force) throw new ReductionError('conflict', `${sentence} ${staff ? 'Send "force" with a reason to use it all the same.' : 'Staff of the observatory may use it all the same: ask them.'}`, { purpose });
  if (!staff) throw new ReductionError('forbidden', `${sentence} Only staff of the observatory may force it.`);
  if (reason.length < 3) throw new ReductionError('request-invalid', 'A forced calibration takes a reason: it goes into the header of every product.');
  return true;
}
