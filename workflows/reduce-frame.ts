import { ApplicationFailure, condition, isCancellation, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { ReductionState } from '#activities/domain/reduction';
import { currentStep, reasonGoneOn, reasonWithoutLamp, type MemberVerdict, type ReduceFrameInput, type ReductionOutcome } from '#activities/domain/workflow-contract';
import type { SkyVerdict } from '#activities/domain/sky-verdict';
import type { BegunReduction, OfferedChoice, ReduceOutcome } from '#activities/reductions/types';
import { failureOf, frameOf } from './failure-of.js';
import { openRequests, type Requests } from './requests.js';
import { reductions } from './reductions.js';
import { show } from './visibility.js';

/** How a reduction ends, still to be written down. */
type End = () => Promise<ReductionOutcome>;

/** Nobody woke us for this long: look again, in case a message was lost. Not a poll: every real change sends a signal. */
const SAFETY_NET = '15 minutes';
/** What an activity says about itself in the Temporal UI. */
const LONGEST_SUMMARY = 200;

/** What a reduction knows of itself. */
interface Progress {
  /** The activity that runs, or what is waited for. */
  step: string;
  /** The last look at everything. */
  begun: BegunReduction | undefined;
  /** Fingerprint of the choice that was last reduced in this run. */
  reduced: string | undefined;
  /** What the night sky gave to that choice, where it has no lamp. */
  sky: SkyVerdict | undefined;
}

/**
 * One raw frame, from its arrival to its product. It waits, durably and with a reason, for what is missing; it ends
 * Completed, or Failed with a typed reason; a better calibration that lands while it runs makes it choose again before it ends.
 */
export async function reduceFrame(input: ReduceFrameInput): Promise<ReductionOutcome> {
  const progress: Progress = { step: 'beginReduction', begun: undefined, reduced: undefined, sky: undefined };
  const requests = openRequests(input, () => progress.begun?.choice);
  setHandler(currentStep, () => progress.step);
  for (;;) {
    requests.woken = false;
    let end: End | 'again';
    try {
      end = await reduce(input.fileId, requests, progress);
    } catch (error) {
      if (isCancellation(error)) throw error;
      end = () => fail(input.fileId, progress, error);
    }
    if (end === 'again') continue;
    // What arrives while the end is being written down is not lost: then it was not the end.
    const outcome = await captureOutcome(end());
    if (!requests.woken) return outcome();
  }
}

/** Works on a frame until nothing is left to do; gives how to end. */
async function reduce(fileId: number, requests: Requests, progress: Progress): Promise<End | 'again'> {
  // A master has answered: nothing else is to be looked at.
  if (requests.verdict && progress.begun) return endMember(fileId, progress.begun, requests.verdict);
  const begun = await look(fileId, requests, progress);
  const { frame, choice } = begun;
  if (frame.role === 'kept') return () => record(fileId, begun, 'rejected', frame.reason);
  const verdict = requests.verdict ?? begun.verdict;
  if (verdict) return endMember(fileId, begun, verdict);
  if (begun.state === 'waiting' || !choice) {
    // A missing lamp costs the wavelengths, nothing else: what can be made is made and shown now, once.
    let { reason } = begun;
    if (choice?.extractable && choice.fingerprint !== progress.reduced) {
      showState(begun, 'reducing', '');
      await reduceOnce(fileId, begun, choice, progress);
      if (progress.sky) {
        reason = reasonWithoutLamp(choice.reason, progress.sky);
        await reductions.recordState({ fileId, state: 'waiting', reason, provisional: false });
      }
    }
    showState(begun, begun.state, reason);
    progress.step = `waiting: ${reason}`;
    await condition(() => requests.woken, SAFETY_NET);
    return 'again';
  }
  // The same choice as before we were woken: its products are there already.
  if (choice.fingerprint !== progress.reduced) {
    showState(begun, 'reducing', '');
    await reduceOnce(fileId, begun, choice, progress);
  }
  const { sky: gone } = progress;
  return () => record(fileId, begun, 'done', reasonGoneOn(choice.reason, gone), choice.provisional);
}

/** Looks at everything; where everything is there the same activity goes on to the products, and to the record that says so. */
async function look(fileId: number, { settings, forget, use, without }: Requests, progress: Progress): Promise<BegunReduction> {
  progress.step = 'beginReduction';
  const { reduced, sky, begun: before } = progress;
  if (before) setCurrentDetails(`${before.frame.summary}: looking for calibrations again`);
  const begun = await reductions.beginReduction({ fileId, settings, ...(forget ? { forget } : {}), use, without: [...without], ...(reduced === undefined ? {} : { reduced }), ...(sky ? { sky } : {}), goOn: true });
  progress.begun = begun;
  if (begun.reduced === undefined) return begun;
  progress.reduced = begun.reduced;
  progress.sky = begun.sky;
  return begun;
}

/** A bias or flat frame is done when a master has looked at it. */
function endMember(fileId: number, begun: BegunReduction, { used, master, reason }: MemberVerdict): End {
  return used ? () => record(fileId, begun, 'done', `used in ${master}`) : () => record(fileId, begun, 'rejected', reason ?? 'left out of the master');
}

async function reduceOnce(fileId: number, { frame }: BegunReduction, { calibrations, fingerprint }: OfferedChoice, progress: Progress): Promise<void> {
  progress.step = 'reduce';
  const labels = [frame.raw, calibrations.masterBias, calibrations.masterFlat, calibrations.arc, calibrations.bracketArc].flatMap((ref) => ref?.label ?? []);
  const summary = `reduce ${labels.join(', ')}`.slice(0, LONGEST_SUMMARY);
  // Histories of before tell nothing here.
  const outcome = (await reductions.reduce.executeWithOptions({ summary }, [{ fileId, frame, calibrations }])) as ReduceOutcome | undefined;
  progress.reduced = fingerprint;
  progress.sky = outcome?.sky;
}

async function record(fileId: number, begun: BegunReduction, state: ReductionState, reason: string, provisional = false): Promise<ReductionOutcome> {
  showState(begun, state, reason);
  if (begun.recorded !== true) await reductions.recordState({ fileId, state, reason, provisional });
  return { state, reason };
}

function showState({ frame }: BegunReduction, state: ReductionState, reason: string): void {
  show(frame.attributes, state, `${frame.summary}: ${state}${reason ? `, ${reason}` : ''}`);
}

/** Records the failure and throws the error that ends the workflow as Failed. */
async function fail(fileId: number, { begun, step }: Progress, error: unknown): Promise<never> {
  const failure = failureOf(error, step);
  if (!failure) throw error;
  const about = frameOf(error) ?? begun?.frame;
  if (about) show(about.attributes, 'failed', `${about.summary}: failed, ${failure.message}`);
  // What is not there has no record that could say so.
  if (failure.code !== 'not-found') await reductions.recordState({ fileId, state: 'failed', reason: failure.message, provisional: false, failure });
  throw ApplicationFailure.create({ type: failure.code, message: failure.message, nonRetryable: true, details: [failure] });
}

/** A promise as a function that answers or throws what it came to. */
async function captureOutcome<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
