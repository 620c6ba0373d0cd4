import { FitError } from '../errors.js';
import type { Frame } from '../frame.js';
import type { Target } from './target.js';
import { traceFwhms, traceRows, traceTarget, type Trace, type TraceOptions } from './trace.js';

/** A target and the line it follows. */
export interface FollowedTarget {
  readonly target: Target;
  readonly trace: Trace;
}

/** All sources of a slit that could be followed, no two on one line. */
export interface FollowedSlit {
  /** The targets, in the order given. */
  readonly followed: readonly FollowedTarget[];
  /** Sources beyond the number asked for: not to be extracted, but their light and their rows are known. */
  readonly neighbors: readonly FollowedTarget[];
  /** Targets that could not be followed, and those that turned out to lie on the line of a stronger one. */
  readonly lost: readonly Target[];
  readonly twins: readonly Target[];
}

/** Two traces this close (FWHM of the narrower) over this share of the columns both have on the frame are one source: two stars are told apart from 0.8 FWHM on. */
const TWINS_FWHM = 0.5;
const TWIN_COLUMNS = 0.5;

/**
 * Follows every source it can; one that is lost costs only itself. Two that end on the same line are one: the weaker is dropped and the other followed again
 * without it, so no light is counted twice.
 *
 * @param targets strongest first. @param neighbors sources that are not targets.
 * @throws {FitError} as `traceTarget`, when no target can be followed; `source-not-found` without targets.
 */
export function followTargets(frame: Frame, targets: readonly Target[], neighbors: readonly Target[] = [], options: TraceOptions = {}): FollowedSlit {
  const lost: Target[] = [];
  const twins: Target[] = [];
  let failure: FitError | undefined;
  let present = [...targets, ...neighbors];
  for (;;) {
    const followed: FollowedTarget[] = [];
    for (const target of present) {
      try {
        followed.push({ target, trace: traceTarget(frame, target, present.filter((other) => other !== target), options) });
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        failure ??= error;
        lost.push(target);
      }
    }
    const twin = twinOf(followed, frame);
    present = followed.map(({ target }) => target).filter((target) => target !== twin);
    if (twin !== undefined) {
      twins.push(twin);
      continue;
    }
    const found = followed.filter(({ target }) => targets.includes(target));
    if (found.length === 0) throw failure ?? new FitError('source-not-found', 'There is no target to extract.');
    return { followed: found, neighbors: followed.filter(({ target }) => !targets.includes(target)), lost, twins };
  }
}

/** The weaker one of two on one line. */
function twinOf(followed: readonly FollowedTarget[], { geometry: { nx, ny } }: Frame): Target | undefined {
  const lines = followed.map(({ trace }) => ({ rows: traceRows(trace, nx), fwhms: traceFwhms(trace, nx) }));
  for (let i = 1; i < followed.length; i++) {
    for (let j = 0; j < i; j++) {
      let [shared, close] = [0, 0];
      for (let x = 0; x < nx; x++) {
        const [a, b] = [lines[i].rows[x], lines[j].rows[x]];
        if (Math.min(a, b) < -0.5 || Math.max(a, b) > ny - 0.5) continue;
        shared++;
        if (Math.abs(a - b) < TWINS_FWHM * Math.min(lines[i].fwhms[x], lines[j].fwhms[x])) close++;
      }
      if (close > TWIN_COLUMNS * shared) return weaker(followed[i].target, followed[j].target);
    }
  }
  return undefined;
}

/** The one with less light; of equals the one that comes later in the list. */
function weaker(later: Target, earlier: Target): Target {
  return later.snr > earlier.snr ? earlier : later;
}
