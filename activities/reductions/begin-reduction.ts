import { createHash } from 'node:crypto';
import { chooseAll, neededPurposes } from '../calibrations/choose-all.js';
import { byHandInWords } from '../domain/by-hand.js';
import type { Purpose } from '../domain/calibrations.js';
import { ReductionError } from '../domain/errors.js';
import { looksForCosmicRays, reasonNotReduced } from '../domain/reducible.js';
import { reasonWithoutLamp } from '../domain/sky-verdict.js';
import { reductionSettings, type ReductionSettings } from '../domain/settings.js';
import type { Exposure } from '../domain/exposure.js';
import { masterMadeOf } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { rawRefOf } from '../products/raw-reference.js';
import { stepSettingsOf, type StepSettings } from '../steps/index.js';
import { calibrationsAtHand } from '../store/calibrations-at-hand.js';
import { describedFile, type DescribedFile } from '../store/frame-records.js';
import { manualChoicesOf, type ManualChoices } from '../store/manual-choice.js';
import { settingsFor } from '../store/models.js';
import { beginRun, lastOverrides, saveDecisions, saveFrameState } from '../store/run-records.js';
import { searchWordsOf, summaryOf } from '../store/workflow-start.js';
import { joinMaster } from './masters.js';
import { thisRun, type ReductionParts } from './parts.js';
import type { BeginRequest, BegunReduction, FrameRole, FrameTask, OfferedChoice } from './types.js';

export async function beginReduction(parts: ReductionParts, request: BeginRequest): Promise<BegunReduction> {
  const { database } = parts;
  const file = await describedFile(database, request.fileId);
  const settings = await settingsInForce(parts, file, request);
  const manual = await manualChoicesOf(database, { fileId: file.id });
  const frame = taskOf(file, settings, manual);
  // Its pixels are read while calibrations are looked for: when those are there the first step waits for nothing. What fails here fails there in words.
  if (frame.role === 'arc' || frame.role === 'spectrum') parts.resolver.resolve(frame.raw).catch(() => undefined);
  const begun = await lookAround(parts, file, { frame, settings, manual }, request);
  // A choice whose products are there already changes nothing that a person sees.
  const known = begun.choice?.complete === true && begun.choice.fingerprint === request.reduced;
  if (!known && frame.role !== 'kept' && !begun.verdict) await saveFrameState(database, thisRun(), file, begun);
  return begun;
}

/** The settings of the proposal with what was asked for this frame over them; opens the record of this run. */
async function settingsInForce({ database }: ReductionParts, file: DescribedFile, { settings: asked, forget = false }: BeginRequest): Promise<ReductionSettings> {
  const [proposal, earlier] = await Promise.all([settingsFor(database, file.proposalId), lastOverrides(database, file.id)]);
  // What somebody asked for this frame stays in force when a better calibration has it reduced again.
  const overrides = forget ? asked : { ...earlier, ...asked };
  const parsed = reductionSettings.safeParse({ ...proposal.settings, ...overrides });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new ReductionError('settings-invalid', `The settings for ${file.fileName} are not right: ${wrong}.`);
  }
  await beginRun(database, thisRun(), file, { overrides, resolved: parsed.data });
  return parsed.data;
}

function taskOf(file: DescribedFile, settings: ReductionSettings, manual: ManualChoices): FrameTask {
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

/** A frame with all that people asked for it. */
interface Begun {
  readonly frame: FrameTask;
  readonly settings: ReductionSettings;
  readonly manual: ManualChoices;
}

/** What a frame needs: a verdict of its master, or calibrations. */
async function lookAround(parts: ReductionParts, file: DescribedFile, begun: Begun, request: BeginRequest): Promise<BegunReduction> {
  const { frame } = begun;
  if (frame.role === 'kept') return { frame, state: 'reducing', reason: '' };
  if (frame.role === 'member') {
    const { reason, verdict } = await joinMaster(parts, file);
    return { frame, state: 'waiting', reason, ...(verdict ? { verdict } : {}) };
  }
  const choice = await chooseFor(parts, file, begun, request);
  if (choice.complete) return { frame, choice, state: 'reducing', reason: '' };
  return { frame, choice, state: 'waiting', reason: choice.extractable ? reasonWithoutLamp(choice.reason, choice.fingerprint === request.reduced ? request.sky : undefined) : choice.reason };
}

/** Chooses the calibrations and writes the decision records. */
async function chooseFor(parts: ReductionParts, { exposure, proposalId }: DescribedFile, { settings, manual }: Begun, request: BeginRequest): Promise<OfferedChoice> {
  const atHand = await calibrationsAtHand(parts, exposure, settings, proposalId, manual.use);
  const without = [...new Set([...request.without, ...manual.without])];
  const { choice, decisions } = chooseAll(exposure, settings, atHand, { use: request.use, without, byHand: manual.byHand });
  await saveDecisions(parts.database, thisRun(), decisions);
  // Also of what it was told to go on without: a person may think better of it.
  const offered = Object.fromEntries(neededPurposes(exposure, settings).map((purpose): [Purpose, string[]] => [purpose, atHand(purpose).candidates.map(({ key }) => key)]));
  return { ...choice, offered, fingerprint: withSteps(choice.fingerprint, manual) };
}

/** What was set by hand for single steps makes other products of the same choice. */
function withSteps(fingerprint: string, manual: ManualChoices): string {
  const steps = stepsByHand(manual);
  return Object.keys(steps).length === 0 ? fingerprint : createHash('sha256').update(JSON.stringify([fingerprint, steps])).digest('hex').slice(0, 24);
}
