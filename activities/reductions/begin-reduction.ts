import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { chooseAll, neededPurposes, type AtHand } from '../calibrations/choose-all.js';
import { byHandInWords } from '../domain/by-hand.js';
import type { Decision, Purpose } from '../domain/calibrations.js';
import { ReductionError } from '../domain/errors.js';
import { looksForCosmicRays, reasonNotReduced } from '../domain/reducible.js';
import { reasonGoneOn, reasonWithoutLamp } from '../domain/sky-verdict.js';
import { reductionSettings, type ReductionSettings } from '../domain/settings.js';
import type { Exposure } from '../domain/exposure.js';
import { asActivityFailure } from '../execution/activity-failure.js';
import { masterMadeOf } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { rawRefOf } from '../products/raw-reference.js';
import { both } from '../recipes/steps.js';
import { stepSettingsOf, type StepSettings } from '../steps/index.js';
import { calibrationsAtHand } from '../store/calibrations-at-hand.js';
import { describedFile, type DescribedFile } from '../store/frame-records.js';
import { manualChoicesOf, type ManualChoices } from '../store/manual-choice.js';
import { settingsFor } from '../store/models.js';
import { beginRun, lastOverrides, saveDecisions, saveFrameState, type OpenedRun } from '../store/run-records.js';
import { spanned } from '../store/spans.js';
import { searchWordsOf, summaryOf } from '../store/workflow-start.js';
import { recordState } from './announce.js';
import { beginOwnMasters, joinMaster } from './masters.js';
import { thisRun, type ReductionParts } from './parts.js';
import { reduceFile } from './reduce.js';
import type { BeginRequest, BegunReduction, FailedFrame, FrameRole, FrameTask, OfferedChoice } from './types.js';

/** A frame with all that people asked for it. */
interface Begun {
  readonly frame: FrameTask;
  readonly settings: ReductionSettings;
  readonly manual: ManualChoices;
  readonly run: OpenedRun;
}

/**
 * Looks at everything and records where that leaves the frame. Asked to go on, it reduces at once what can be reduced: the records are written while the steps
 * run, as nobody needs them before a product is there.
 */
export async function beginReduction(parts: ReductionParts, request: BeginRequest): Promise<BegunReduction> {
  const { database } = parts;
  const file = await describedFile(database, request.fileId);
  const begun = await openedFrame(parts, file, request);
  const { frame } = begun;
  // Its pixels are read while calibrations are looked for: when those are there the first step waits for nothing. What fails here fails there in words.
  if (frame.role === 'arc' || frame.role === 'spectrum') parts.resolver.resolve(frame.raw).catch(() => undefined);
  const { seen, record } = await spanned('look', () => lookAround(parts, file, begun, request));
  const choice = request.goOn === true ? choiceToReduce(seen, request.reduced) : undefined;
  if (!choice) {
    await record(seen);
    return seen;
  }
  const [, { sky }] = await both(record(UNDER_WAY), reduceFile(parts, file, { frame, calibrations: choice.calibrations }, begun.run)).catch((error: unknown) => {
    throw aboutFrame(asActivityFailure(error, 'reduce'), frame);
  });
  const reduced = { ...seen, reduced: choice.fingerprint, ...(sky ? { sky } : {}) };
  if (!choice.complete) {
    // Only now: it was not extracted before.
    const waiting = { ...reduced, reason: reasonWithoutLamp(choice.reason, sky) };
    await saveFrameState(database, thisRun(), file, waiting, begun.run);
    return waiting;
  }
  await recordState(parts, { fileId: file.id, state: 'done', reason: reasonGoneOn(choice.reason, sky), provisional: choice.provisional }, file);
  return { ...reduced, recorded: true };
}

/** What is to be reduced now: all is there, or all but the lamp, and the products are not those that this run made already. */
function choiceToReduce({ choice }: BegunReduction, reduced: string | undefined): OfferedChoice | undefined {
  return choice && (choice.complete || choice.extractable === true) && choice.fingerprint !== reduced ? choice : undefined;
}

/** The workflow that hears of a failure says of what it is, without having been told what was seen. */
function aboutFrame(error: unknown, { summary, attributes }: FrameTask): unknown {
  if (!(error instanceof ApplicationFailure)) return error;
  const { message, type, nonRetryable, details, cause } = error;
  const [detail] = (details ?? []) as [object?];
  const about: FailedFrame = { summary, attributes };
  return ApplicationFailure.create({ message, ...(type == null ? {} : { type }), nonRetryable: nonRetryable === true, details: [{ ...detail, about }], ...(cause === undefined ? {} : { cause }) });
}

/**
 * Opens the record of this run with the settings of the proposal and what was asked for this frame over them. Before anything is looked for: whoever publishes a
 * calibration from now on finds a run that is under way, and wakes it.
 */
async function openedFrame({ database }: ReductionParts, file: DescribedFile, { settings: asked, forget = false }: BeginRequest): Promise<Begun> {
  const [proposal, earlier, manual] = await Promise.all([settingsFor(database, file.proposalId), lastOverrides(database, file.id), manualChoicesOf(database, { fileId: file.id })]);
  // What somebody asked for this frame stays in force when a better calibration has it reduced again.
  const overrides = forget ? asked : { ...earlier, ...asked };
  const parsed = reductionSettings.safeParse({ ...proposal.settings, ...overrides });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new ReductionError('settings-invalid', `The settings for ${file.fileName} are not right: ${wrong}.`);
  }
  const run = await beginRun(database, thisRun(), file, { overrides, resolved: parsed.data });
  return { frame: taskOf(file, parsed.data, manual), settings: parsed.data, manual, run };
}

/** A raw frame as its reduction needs to know it. */
export function taskOf(file: DescribedFile, settings: ReductionSettings, manual: ManualChoices): FrameTask {
  const { exposure } = file;
  const reason = reasonNotReduced(exposure, settings);
  return {
    role: reason === undefined ? roleOf(exposure) : 'kept',
    summary: summaryOf(exposure),
    attributes: searchWordsOf(exposure),
    stepSettings: { ...stepSettingsOf(settings), ...stepsByHand(manual) },
    ...(manual.apertures.length > 0 ? { apertures: true } : {}),
    rejectCosmicRays: looksForCosmicRays(exposure, settings),
    ...(settings.calibrate_by_sky ? { calibrateBySky: true } : {}),
    raw: { ...rawRefOf(file.checksum, file.fileName), ...frameByHand(manual) },
    reason: reason ?? '',
  };
}

/** What people set for single steps of this frame. */
function stepsByHand({ apertures, lamps, byHand }: ManualChoices): Partial<StepSettings> {
  return {
    ...(apertures.length > 0 ? { extractApertures: { apertures, ...(byHand.apertures ? { setBy: byHandInWords(byHand.apertures) } : {}) } } : {}),
    ...(lamps.length > 0 ? { calibrateWavelength: { lamps: [...lamps], ...(byHand.lamps ? { setBy: byHandInWords(byHand.lamps) } : {}) } } : {}),
  };
}

/** What it is, and what it goes on without: that leaves no other trace in a product than this. */
function frameByHand({ without, kind, byHand }: ManualChoices): Pick<ProductRef, 'as' | 'byHand'> {
  const notes = [...without.flatMap((purpose) => byHand[purpose] ?? []), ...(byHand.kind ? [byHand.kind] : [])];
  return { ...(kind === undefined ? {} : { as: kind }), ...(notes.length > 0 ? { byHand: notes } : {}) };
}

function roleOf({ kind }: Exposure): FrameRole {
  if (masterMadeOf(kind)) return 'member';
  return kind === 'arc' ? 'arc' : 'spectrum';
}

/** Where a frame stands, as it is shown. */
type Standing = Pick<BegunReduction, 'state' | 'reason'>;

const UNDER_WAY: Standing = { state: 'reducing', reason: '' };

/** What was seen, and how to write it down. */
interface Look {
  readonly seen: BegunReduction;
  readonly record: (standing: Standing) => Promise<void>;
}

/** What a frame needs: a verdict of its master, or calibrations. */
async function lookAround(parts: ReductionParts, file: DescribedFile, begun: Begun, request: BeginRequest): Promise<Look> {
  const { frame, run } = begun;
  const stands = (standing: Standing) => saveFrameState(parts.database, thisRun(), file, standing, run);
  if (frame.role === 'kept') return { seen: { frame, state: 'reducing', reason: '' }, record: () => Promise.resolve() };
  if (frame.role === 'member') {
    const { reason, verdict } = await joinMaster(parts, file);
    const seen: BegunReduction = { frame, state: 'waiting', reason, ...(verdict ? { verdict } : {}) };
    return { seen, record: (standing) => (verdict ? Promise.resolve() : stands(standing)) };
  }
  const { choice, decisions, atHand } = await chooseFor(parts, file, begun, request);
  await beginOwnMasters(parts, file.exposure, file.proposalId, atHand, neededPurposes(file.exposure, begun.settings));
  const waiting = choice.extractable ? reasonWithoutLamp(choice.reason, choice.fingerprint === request.reduced ? request.sky : undefined) : choice.reason;
  const seen: BegunReduction = choice.complete ? { frame, choice, state: 'reducing', reason: '' } : { frame, choice, state: 'waiting', reason: waiting };
  return {
    seen,
    record: (standing) =>
      spanned('record', async () => {
        await saveDecisions(parts.database, run, decisions);
        // A choice whose products are there already changes nothing that a person sees.
        if (!choice.complete || choice.fingerprint !== request.reduced) await stands(standing);
      }),
  };
}

/** Chooses the calibrations, with the decision records. */
export async function chooseFor(
  parts: ReductionParts,
  { exposure, proposalId }: DescribedFile,
  { settings, manual }: Pick<Begun, 'settings' | 'manual'>,
  request: Pick<BeginRequest, 'use' | 'without'>,
): Promise<{ readonly choice: OfferedChoice; readonly decisions: readonly Decision[]; readonly atHand: (purpose: Purpose) => AtHand }> {
  const atHand = await calibrationsAtHand(parts, exposure, settings, proposalId, manual.use);
  const without = [...new Set([...request.without, ...manual.without])];
  const { choice, decisions } = chooseAll(exposure, settings, atHand, { use: request.use, without, byHand: manual.byHand });
  // Also of what it was told to go on without: a person may think better of it.
  const offered = Object.fromEntries(neededPurposes(exposure, settings).map((purpose): [Purpose, string[]] => [purpose, atHand(purpose).candidates.map(({ key }) => key)]));
  return { choice: { ...choice, offered, fingerprint: withSteps(choice.fingerprint, manual) }, decisions, atHand };
}

/** What was set by hand for single steps makes other products of the same choice. */
function withSteps(fingerprint: string, manual: ManualChoices): string {
  const steps = stepsByHand(manual);
  return Object.keys(steps).length === 0 ? fingerprint : createHash('sha256').update(JSON.stringify([fingerprint, steps])).digest('hex').slice(0, 24);
}
