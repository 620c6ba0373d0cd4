import type { ReductionState } from '#activities/domain/reduction';
import type { NightFrame, NightProduct } from '#activities/store/archive/night-records';
import { semesterOf } from './night-summary.js';
import { failureGroups, type FailureGroup } from './failure-groups.js';

/** A raw frame of a night, how far it is and what came of it. */
export interface NightFrameView {
  /** @isInt */
  id: number;
  file_name: string;
  proposal_id: string;
  /** bias, flat, arc, spectrum, image or other. */
  kind: string;
  obstype: string;
  object: string;
  wavmode: string;
  /** Start of the exposure, ISO 8601. */
  observed_at: string | null;
  /** How long it was exposed, second. */
  exposure_second: number | null;
  /** When the platform had it. */
  received: string;
  /** Null before its first run. */
  state: ReductionState | null;
  /** The step that runs, or ran last. */
  step: string | null;
  /** Why it waits, failed or was rejected; what was chosen when it is done. */
  reason: string;
  /** Of the failure; null when there is none. */
  code: string | null;
  reduction_id: number | null;
  started: string | null;
  finished: string | null;
  /** From the last byte of the upload to the end of the run; null while it runs. */
  latency_second: number | null;
  /** Seconds by step, for a waterfall. */
  timings: { [step: string]: number };
  excluded: string | null;
  /** Sentences of its current products, each once. */
  flags: string[];
  /** Its current products, the most advanced first. */
  products: {
    /** @isInt */
    id: number;
    file_name: string;
    data_type: string;
    target: number | null;
    provisional: boolean;
  }[];
  /** Numbers of its current products, by name; of several targets that of the strongest. */
  quality: { [name: string]: number | null };
}

export interface NightView {
  /** Evening date, YYYYMMDD. */
  night: string;
  semester: string;
  states: Record<ReductionState, number>;
  /** In the order in which they were taken. */
  frames: NightFrameView[];
  masters: {
    /** @isInt */
    id: number;
    file_name: string;
    provisional: boolean;
    flags: string[];
    quality: { [name: string]: number | null };
  }[];
  /** What waits, by the reason it gives. */
  waiting: {
    reason: string;
    /** Ids of the frames. */
    files: number[];
  }[];
  failures: FailureGroup[];
  /** Signal-to-noise a pixel that the caller's proposals want of a target (`snr_goal` of their settings), by SOAR id; those without a goal are not there. */
  goals: { [proposal: string]: number };
}

export function nightView(night: string, { frames, products }: { frames: readonly NightFrame[]; products: readonly NightProduct[] }, goals: NightView['goals']): NightView {
  const made = Map.groupBy(products.filter(({ dataType }) => dataType !== 1), ({ originalFileId }) => originalFileId);
  const states: Record<ReductionState, number> = { reducing: 0, waiting: 0, done: 0, failed: 0, rejected: 0 };
  for (const { state } of frames) if (state !== '') states[state]++;
  const waits = Map.groupBy(frames.filter(({ state }) => state === 'waiting'), ({ reason }) => reason ?? '');
  return {
    night,
    semester: semesterOf(night),
    states,
    frames: frames.map((frame) => frameView(frame, made.get(frame.id) ?? [])),
    masters: products.filter(({ dataType }) => dataType === 1).map(({ id, fileName, provisional, flags, quality }) => ({ id, file_name: fileName, provisional, flags: [...flags], quality: { ...quality } })),
    waiting: [...waits].map(([reason, files]) => ({ reason, files: files.map(({ id }) => id) })),
    failures: failureGroups(frames.flatMap(({ id, failure, wavmode, state }) => (failure && state === 'failed' ? [{ fileId: id, code: failure.code, step: failure.step, message: failure.message, wavmode }] : []))),
    goals,
  };
}

function frameView(frame: NightFrame, products: readonly NightProduct[]): NightFrameView {
  const advanced = [...products].sort((a, b) => b.dataType - a.dataType || (a.target ?? 0) - (b.target ?? 0));
  return {
    id: frame.id,
    file_name: frame.fileName,
    proposal_id: frame.proposalId,
    kind: frame.kind,
    obstype: frame.obstype,
    object: frame.object,
    wavmode: frame.wavmode,
    observed_at: frame.observedAt,
    exposure_second: frame.exposureSecond,
    received: frame.created.toISOString(),
    state: frame.state === '' ? null : frame.state,
    step: frame.step,
    reason: frame.reason ?? '',
    code: frame.failure?.code ?? null,
    reduction_id: frame.reductionId,
    started: frame.started?.toISOString() ?? null,
    finished: frame.finished?.toISOString() ?? null,
    latency_second: frame.finished ? (frame.finished.getTime() - frame.created.getTime()) / 1000 : null,
    timings: { ...frame.timings },
    excluded: frame.excluded,
    flags: [...new Set(products.flatMap(({ flags }) => flags))],
    products: advanced.map(({ id, fileName, dataType, target, provisional }) => ({ id, file_name: fileName, data_type: String(dataType), target, provisional })),
    // The strongest target of the most advanced level last, so that its numbers stand.
    quality: Object.assign({}, ...[...advanced].reverse().map(({ quality }) => quality)) as NightFrameView['quality'],
  };
}
