import { ActivityFailure, ApplicationFailure, condition, isCancellation, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { Purpose } from '#activities/domain/calibrations';
import type { FailureRecord, ReductionState } from '#activities/domain/reduction';
import type { ReductionSettings } from '#activities/domain/settings';
import type { CalibrationChoice } from '#activities/calibrations/choose-all';
import type { FrameTask } from '#activities/reductions/types';
import { attributes } from './attributes.js';
import { calibrationsChanged, collected, currentStep, proceedWithout, reduceAgain, useCalibration, type CollectedVerdict } from './messages.js';
import { reduceLamp, reduceLongslit } from './recipes/longslit.js';
import { night, publishFor, stepsWith } from './steps.js';

export interface ReduceFrameInput {
  readonly fileId: string;
  /** Settings over those of the proposal, for this frame only. */
  readonly settings?: Partial<ReductionSettings>;
  readonly requestedBy?: string;
}

export interface ReductionOutcome {
  readonly state: ReductionState;
  readonly reason: string;
}

/** How a reduction ends, still to be written down. */
type End = () => Promise<ReductionOutcome>;

/** Nobody woke us for this long: look again, in case a message was lost. Not a poll: every real change sends a signal. */
const SAFETY_NET = '15 minutes';

/** What a waiting or running reduction was told meanwhile. */
interface Inbox {
  woken: boolean;
  settings: Partial<ReductionSettings>;
  /** Fingerprint of the choice that was last reduced in this run. */
  reduced: string | undefined;
  /** What the record says is waited for, if it says so. */
  waitingFor: string | undefined;
  verdict: CollectedVerdict | undefined;
  readonly use: Partial<Record<Purpose, string>>;
  readonly without: Set<Purpose>;
}

/**
 * One raw frame, from its arrival to its product. It waits, durably and with a reason, for what is missing; it ends
 * Completed, or Failed with a typed reason; a better calibration that lands while it runs makes it choose again before it ends.
 */
export async function reduceFrame(input: ReduceFrameInput): Promise<ReductionOutcome> {
  const inbox = openInbox(input);
  let step = 'describe';
  setHandler(currentStep, () => step);
  for (;;) {
    inbox.woken = false;
    const session = new Session(await night.describe({ fileId: input.fileId, settings: inbox.settings }), (current) => (step = current));
    let end: End | 'again';
    try {
      end = await reduce(session, inbox);
    } catch (error) {
      if (isCancellation(error)) throw error;
      end = () => session.fail(error, step);
    }
    if (end === 'again') continue;
    // What arrives while the end is being written down is not lost: then it was not the end.
    const ended = await settled(end());
    if (!inbox.woken) return ended();
    inbox.waitingFor = ''; // the record says it ended: it has to say that it goes on
  }
}

/** Works on a frame until nothing is left to do; gives how to end. */
function reduce(session: Session, inbox: Inbox): Promise<End | 'again'> {
  const { frame } = session;
  switch (frame.kind) {
    case 'bias':
    case 'flat':
      return contributeToMaster(session, inbox);
    case 'arc':
    case 'spectrum':
      return reduceWithCalibrations(session, inbox);
    case 'image':
    case 'other':
      return Promise.resolve(() => session.end('rejected', frame.reason));
  }
}

/** A promise as a function that answers or throws what it came to. */
async function settled<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function openInbox(input: ReduceFrameInput): Inbox {
  const inbox: Inbox = { woken: false, settings: input.settings ?? {}, reduced: undefined, waitingFor: undefined, verdict: undefined, use: {}, without: new Set() };
  setHandler(calibrationsChanged, () => {
    inbox.woken = true;
  });
  setHandler(reduceAgain, (settings) => {
    inbox.settings = { ...inbox.settings, ...settings };
    inbox.woken = true;
  });
  setHandler(collected, (verdict) => {
    inbox.verdict = verdict;
  });
  setHandler(useCalibration, ({ purpose, key }) => {
    inbox.use[purpose] = key;
    inbox.woken = true;
    return `will use ${key} as ${purpose}`;
  });
  setHandler(proceedWithout, ({ purpose }) => {
    inbox.without.add(purpose);
    inbox.woken = true;
    return `will go on without a ${purpose}`;
  });
  return inbox;
}

/** Says where a reduction stands: in the database, in the Temporal UI, in one place. */
class Session {
  readonly frame: FrameTask;
  readonly onStep: (step: string) => void;

  constructor(frame: FrameTask, onStep: (step: string) => void) {
    this.frame = frame;
    this.onStep = onStep;
    upsertSearchAttributes(attributes(frame.attributes, 'reducing'));
    setCurrentDetails(`Reducing ${frame.summary}`);
  }

  async wait(reason: string): Promise<void> {
    await this.#record('waiting', reason);
    this.onStep(`waiting: ${reason}`);
  }

  async resume(): Promise<void> {
    await this.#record('reducing', '');
  }

  async end(state: ReductionState, reason: string, provisional = false): Promise<ReductionOutcome> {
    await this.#record(state, reason, undefined, provisional);
    return { state, reason };
  }

  /** Records the failure and throws the error that ends the workflow as Failed. */
  async fail(error: unknown, step: string): Promise<never> {
    const failure = failureOf(error, step);
    if (!failure) throw error;
    await this.#record('failed', failure.message, failure);
    throw ApplicationFailure.create({ type: failure.code, message: failure.message, nonRetryable: true, details: [failure] });
  }

  async #record(state: ReductionState, reason: string, failure?: FailureRecord, provisional = false): Promise<void> {
    upsertSearchAttributes(attributes(this.frame.attributes, state));
    setCurrentDetails(`${this.frame.summary}: ${state}${reason ? `, ${reason}` : ''}`);
    await night.recordState({ fileId: this.frame.fileId, state, reason, provisional, ...(failure ? { failure } : {}) });
  }
}

/** A bias or flat frame is done when a master has looked at it. */
async function contributeToMaster(session: Session, inbox: Inbox): Promise<End> {
  const { fileId } = session.frame;
  let joined = await night.joinMaster({ fileId });
  while (!inbox.verdict && !joined.verdict) {
    await session.wait(joined.reason);
    const told = await condition(() => inbox.verdict !== undefined, SAFETY_NET);
    if (!told) joined = await night.joinMaster({ fileId });
  }
  const verdict = inbox.verdict ?? joined.verdict;
  if (verdict?.used) return () => session.end('done', `used in ${verdict.master}`);
  return () => session.end('rejected', verdict?.reason ?? 'left out of the master');
}

/** Reduces when the calibrations are complete; waits otherwise, and lets the caller look at everything afresh. */
async function reduceWithCalibrations(session: Session, inbox: Inbox): Promise<End | 'again'> {
  const { fileId, settings } = session.frame;
  const choice = await night.chooseCalibrations({ fileId, settings, use: inbox.use, without: [...inbox.without] });
  if (!choice.complete) {
    if (inbox.waitingFor !== choice.reason) await session.wait(choice.reason);
    inbox.waitingFor = choice.reason;
    await condition(() => inbox.woken, SAFETY_NET);
    return 'again';
  }
  // The same choice as before we were woken: its products are there already.
  if (choice.fingerprint !== inbox.reduced) {
    if (inbox.waitingFor !== undefined) await session.resume();
    inbox.waitingFor = undefined;
    await reduceOnce(session, choice, fileId);
    inbox.reduced = choice.fingerprint;
  }
  return () => session.end('done', choice.reason, choice.provisional);
}

async function reduceOnce(session: Session, choice: CalibrationChoice, fileId: string): Promise<void> {
  const { frame } = session;
  const steps = stepsWith(frame.stepSettings, (step) => session.onStep(step));
  const { raw } = frame;
  if (frame.kind === 'arc') {
    const lamp = await reduceLamp(steps, publishFor(fileId), { raw, calibrations: choice.calibrations });
    await night.offerLamp({ fileId, frame: lamp.frame });
  } else {
    // `none` is the proposal's wish; a lamp is never searched for cosmic rays.
    const rejectCosmicRays = frame.settings.cosmic_ray_rejection !== 'none';
    await reduceLongslit(steps, publishFor(fileId), { raw, calibrations: choice.calibrations, rejectCosmicRays });
  }
}

/** The typed failure of an activity, in the words of the failure table; undefined for anything that is not about the data. */
function failureOf(error: unknown, step: string): FailureRecord | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || !cause.nonRetryable) return undefined;
  const [detail] = (cause.details ?? []) as [{ step?: string; facts?: FailureRecord['facts'] }?];
  return {
    code: (cause.type ?? 'contract-broken') as FailureRecord['code'],
    message: cause.message,
    step: detail?.step ?? step,
    facts: detail?.facts ?? {},
  };
}
