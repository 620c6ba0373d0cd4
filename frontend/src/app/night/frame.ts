import type { NightFrameView } from '../api/client';
import type { FrameState } from '../parts/state-mark';
import type { Bar } from '../plots/timeline-option';

/** A raw frame of the night as its list shows it. */
export interface Frame {
  readonly id: number;
  /** "0092", as the name of the file begins. */
  readonly number: string;
  readonly object: string;
  readonly obstype: string;
  readonly kind: Bar['kind'];
  readonly mode: string;
  readonly proposal: string;
  readonly state: FrameState;
  readonly step: string | null;
  readonly reason: string;
  readonly code: string | null;
  readonly reductionId: number | null;
  /** When it was observed, or arrived, milliseconds since 1970. */
  readonly at: number;
  /** How long it was exposed, s. */
  readonly exposureSecond: number | null;
  readonly received: number;
  readonly startedMs: number | null;
  readonly latencySecond: number | null;
  readonly timings: Readonly<Record<string, number>>;
  readonly quality: Readonly<Record<string, number | null>>;
  /** "no flat", "bias of last night": what makes it less than normal. */
  readonly flags: readonly string[];
  /** Its wavelength calibrated spectrum of the strongest target, then what is less. */
  readonly products: readonly { readonly id: number; readonly level: number; readonly target: number | null; readonly provisional: boolean }[];
}

const KINDS: Readonly<Record<string, Bar['kind']>> = { bias: 'bias', flat: 'flat', arc: 'arc' };

export function frameOf(view: NightFrameView): Frame {
  return {
    id: view.id,
    number: /^\d+/.exec(view.file_name)?.[0] ?? String(view.id),
    object: view.object || view.obstype,
    obstype: view.obstype,
    kind: KINDS[view.kind] ?? 'target',
    mode: view.wavmode,
    proposal: view.proposal_id,
    state: stateOf(view),
    step: view.step,
    reason: view.reason,
    code: view.code,
    reductionId: view.reduction_id,
    at: Date.parse(view.observed_at ?? view.received),
    exposureSecond: view.exposure_second,
    received: Date.parse(view.received),
    startedMs: view.started === null ? null : Date.parse(view.started),
    latencySecond: view.latency_second,
    timings: view.timings,
    quality: view.quality,
    flags: view.flags,
    products: view.products.map(({ id, data_type, target, provisional }) => ({ id, level: Number(data_type), target, provisional })),
  };
}

/** A reason of the pipeline as a sentence. */
export function asSentence(reason: string): string {
  const words = reason.trim();
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?]$/.test(words) ? '' : '.'}`;
}

/** What the pipeline calls done is final, or provisional while a better calibration may land. */
function stateOf({ state, products, excluded }: NightFrameView): FrameState {
  if (excluded !== null) return 'rejected';
  if (state === 'done') return products.some(({ provisional }) => provisional) ? 'provisional' : 'final';
  return state ?? 'reducing';
}

/** The frame whose spectrum the page shows when nobody picked another: the newest one that has a spectrum of a target. */
export function newestSpectrum(frames: readonly Frame[]): Frame | undefined {
  return frames.findLast(({ kind, products }) => kind === 'target' && products.some(({ level }) => level >= 3));
}

/** Steps of the recipe, in order; a frame that is being reduced shows how many it has behind it. */
export const STEPS = ['checkPlausibility', 'trim', 'correctBias', 'normalizeFlat', 'correctFlat', 'rejectCosmicRays', 'findTargets', 'extract', 'calibrateWavelength'] as const;

/** Bars of the timeline. No answer has the length of an exposure: a target fills the time until the next frame, what is short is half a minute. */
export function barsOf(frames: readonly Frame[]): Bar[] {
  const SHORT_MS = 30_000;
  const LONGEST_MS = 3_600_000;
  return frames.map(({ id, object, kind, state, at }, i) => {
    const next = frames.slice(i + 1).find((other) => other.at > at)?.at ?? at + SHORT_MS;
    const isLong = kind === 'target' && next - at < LONGEST_MS;
    return { id, object, kind, state, start: at, end: isLong ? Math.max(next - SHORT_MS / 2, at + SHORT_MS) : at + SHORT_MS };
  });
}
