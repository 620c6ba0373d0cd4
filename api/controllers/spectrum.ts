import { Body, Controller, Middlewares, OperationId, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { DescribedFile } from '#activities/store/frame-records';
import { workflowStartOf } from '#activities/store/ingest';
import { judgeChoice, requirePurpose } from '#activities/store/judge-choice';
import { manualChoicesOf } from '#activities/store/manual-choice';
import type { StoredFile } from '#activities/store/models';
import { askedBy } from '../asked-by.js';
import { callerOf } from '../access/auth.js';
import { visibleFile, visibleFiles } from '../access/visible.js';
import { audit } from '../audit.js';
import { aboutFrame, decideByHand, undoByHand, type ManualChoiceView } from '../by-hand.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { apertureView, manualAperture, type ApertureRequest, type ApertureView } from './apertures.js';
import { describedFrameOf } from './raw-frame.js';

export interface ExtractRequest {
  /** A 2-D product, a spectrum made of it, or their raw frame. */
  file_id: number | string;
  /** Up to 20, the first becomes target 1. Without any the frame is extracted as the platform finds its sources, and apertures that were set by hand are taken back. */
  apertures?: ApertureRequest[];
  /**
   * Why; it goes into the header.
   * @maxLength 500
   */
  reason?: string;
}

export interface ExtractAnswer {
  /** The decision that is in force now, or was taken back; null where there was nothing to take back. */
  decision: ManualChoiceView | null;
  /** As they are kept: a function of the same name as the step extracts them bit for bit. */
  apertures: ApertureView[];
  /** The workflow that extracts. */
  workflow_id: string;
}

export type LampName = 'HGA' | 'NE' | 'AR' | 'FE' | 'CU';

export interface CalibrateWavelengthRequest {
  /** A spectrum, the 2-D product or the raw frame it is made of; or a lamp. */
  file_id: number | string;
  /** Another lamp: its raw frame or its 2-D product. It has to agree with the frame as for `/use-calibration/`, where staff can force one that does not. */
  arc_file_id?: number | string;
  /** Lamps that were lit, whatever the header of the lamp says: their lines are looked for. An empty list goes back to the header. */
  lamps?: LampName[];
  /**
   * Why; it goes into the header.
   * @maxLength 500
   */
  reason?: string;
}

export interface CalibrateWavelengthAnswer {
  /** What was decided, one for each thing that was asked. */
  decisions: ManualChoiceView[];
  workflow_id: string;
}

export interface CalibrateFluxRequest {
  file_id: number | string;
}

@Route('api/files/spectrum')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
@Response<ProblemDocument>(409, 'It cannot be done with this frame: the sentence says why')
@Response<ProblemDocument>(422, 'An aperture that this frame cannot have, or a header that makes no sense')
export class SpectrumController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Extracts the spectra of a frame with apertures and sky zones that a person set, now and whenever the frame is reduced again; the spectra of before stay as older versions. Rows that
   * are not there, zones that overlap an aperture and the like are refused at once. Apertures lie on the detector: a frame that is cut otherwise by a better flat keeps them where they are.
   * @summary Extract spectra
   */
  @Post('extract')
  @SuccessResponse(202, 'The apertures in force; the frame is extracted again')
  @OperationId('api_files_spectrum_extract_create')
  async extractSpectrum(@Request() request: KoaRequest, @Body() body: ExtractRequest): Promise<ExtractAnswer> {
    const { database } = this.#context;
    const caller = callerOf(request);
    const frame = await describedFrameOf(database, caller, String(body.file_id));
    if (frame.exposure.kind !== 'spectrum') throw new ReductionError('conflict', `${frame.fileName} is no spectrum (${frame.exposure.kind}): there is nothing to extract.`, { kind: frame.exposure.kind });
    const asked = body.apertures ?? [];
    if (asked.length > 20) throw new ReductionError('request-invalid', `${asked.length} apertures are asked for; 20 are allowed.`);
    const about = aboutFrame(frame, request);
    this.setStatus(202);
    if (asked.length === 0) return this.#extractAsUsual(request, frame);

    const [shown, products] = await Promise.all([visibleFile(database, caller, String(body.file_id)), this.#productsOf(request, frame)]);
    const plane = products.find(({ dataType }) => dataType === LEVEL.reduced);
    if (!plane) throw new ReductionError('conflict', `${frame.fileName} has no 2-D product yet on which an aperture could lie: wait for its reduction.`, { fileId: frame.id });
    const apertures = asked.map((each, i) => manualAperture(each, i + 1, plane, products, shown));
    const what = `${apertures.length} ${apertures.length === 1 ? 'aperture' : 'apertures'} with sky zones`;
    const decision = await decideByHand(this.#context, request, about, { topic: 'apertures', choice: { apertures }, what, reason: (body.reason ?? '').trim(), forced: false });
    return { decision, apertures: apertures.map(apertureView), workflow_id: decision.workflow_id };
  }

  /**
   * Calibrates the wavelengths of a frame with another lamp, or with the lines of other lamps than the header of its lamp names, now and whenever it is reduced again.
   * @summary Calibrate wavelengths
   */
  @Post('calibrate/wavelength')
  @SuccessResponse(202, 'What was decided; the frame is calibrated again')
  @OperationId('api_files_spectrum_calibrate_wavelength_create')
  async calibrateWavelength(@Request() request: KoaRequest, @Body() body: CalibrateWavelengthRequest): Promise<CalibrateWavelengthAnswer> {
    const { database } = this.#context;
    const frame = await describedFrameOf(database, callerOf(request), String(body.file_id));
    const { kind } = frame.exposure;
    if (kind !== 'spectrum' && kind !== 'arc') throw new ReductionError('conflict', `${frame.fileName} is no spectrum (${kind}): it has no wavelengths.`, { kind });
    const about = aboutFrame(frame, request);
    const reason = (body.reason ?? '').trim();
    const decisions: ManualChoiceView[] = [];
    const lamp = body.arc_file_id === undefined ? undefined : await this.#lampFor(request, frame, String(body.arc_file_id));
    if (lamp) decisions.push(await decideByHand(this.#context, request, about, { topic: 'arc', choice: { use: lamp.id }, what: `${lamp.name} as lamp`, reason, forced: false }));
    const lamps = body.lamps && [...new Set(body.lamps)];
    if (lamps && lamps.length > 0) decisions.push(await decideByHand(this.#context, request, about, { topic: 'lamps', choice: { lamps }, what: `the lines of ${lamps.join('+')}`, reason, forced: false }));
    if (lamps?.length === 0) decisions.push(await undoByHand(this.#context, request, about, 'lamps', `Nobody named the lamps of ${frame.fileName} by hand.`));
    if (decisions.length === 0) await this.#again(frame, request);
    this.setStatus(202);
    return { decisions, workflow_id: about.promise.workflowId };
  }

  /**
   * Flux calibration is not built yet: 501 for a spectrum of the caller.
   * @summary Calibrate fluxes
   */
  @Post('calibrate/flux')
  @Response<ProblemDocument>(501, 'Not built yet')
  @OperationId('api_files_spectrum_calibrate_flux_create')
  async calibrateFlux(@Request() request: KoaRequest, @Body() body: CalibrateFluxRequest): Promise<void> {
    const file = await visibleFile(this.#context.database, callerOf(request), String(body.file_id), 'reduce');
    throw new ReductionError('not-implemented', `${file.fileName} stays in electrons: this platform calibrates wavelengths, and does not calibrate fluxes yet.`, { fileId: file.id });
  }

  async #extractAsUsual(request: KoaRequest, frame: DescribedFile): Promise<ExtractAnswer> {
    const { database } = this.#context;
    const about = aboutFrame(frame, request);
    const { apertures } = await manualChoicesOf(database, about.subject);
    if (apertures.length > 0) {
      const decision = await undoByHand(this.#context, request, about, 'apertures', `Nobody set an aperture of ${frame.fileName}.`);
      return { decision, apertures: [], workflow_id: decision.workflow_id };
    }
    await this.#again(frame, request);
    return { decision: null, apertures: [], workflow_id: about.promise.workflowId };
  }

  /** Nothing was decided otherwise: the frame is reduced once more as it was. */
  async #again(frame: DescribedFile, request: KoaRequest): Promise<void> {
    const { reductions, database } = this.#context;
    const start = workflowStartOf(frame, frame.exposure, { settings: {}, ...askedBy(request) });
    await audit(database, request, { action: 'reduce', subject: `files ${frame.id}`, after: {} });
    await reductions.reduceAgain(start);
  }

  async #productsOf(request: KoaRequest, { id }: DescribedFile): Promise<StoredFile[]> {
    return visibleFiles(this.#context.database, callerOf(request)).where({ 'files.originalFileId': id, 'files.current': true }).orderBy('files.target');
  }

  /** @throws ReductionError `conflict` when it does not agree with the frame */
  async #lampFor(request: KoaRequest, frame: DescribedFile, id: string): Promise<{ id: number; name: string }> {
    const { database } = this.#context;
    await requirePurpose(database, frame, 'arc');
    const file = await visibleFile(database, callerOf(request), id);
    const { candidate, failed } = await judgeChoice(database, frame, 'arc', file.id, file.fileName);
    if (failed.length === 0) return { id: file.id, name: candidate.name };
    const why = failed.map(({ name, wanted, found }) => `${name} is ${found}, wanted ${wanted}`).join('; ');
    throw new ReductionError('conflict', `${file.fileName} does not serve as lamp of ${frame.fileName}: ${why}. Staff may force it: POST /api/files/${frame.id}/use-calibration/.`, { fileId: file.id });
  }
}
