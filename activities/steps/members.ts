import { inMemory } from '#numeric/frame';
import type { Kernels } from '#numeric/kernels/kernels';
import { rawKey } from '../domain/raw-key.js';
import { ReductionError } from '../domain/errors.js';
import type { Member } from '../domain/products.js';
import type { Products } from '../products/index.js';
import { judgeReadout } from './plausibility.js';

type RawFrame = Products['rawFrame'];

/** The frame that lends a master its header: the earliest. */
export function firstOf(frames: readonly RawFrame[], what: string): RawFrame {
  const [first] = [...frames].sort((a, b) => (a.exposure.observedAt < b.exposure.observedAt ? -1 : 1));
  if (!first) throw new ReductionError('frames-unusable', `There is no ${what} frame to combine.`);
  return first;
}

/** A frame that may be used, and what was measured of it while its counts were at hand. */
export interface Plausible<T> {
  readonly raw: RawFrame;
  readonly measured: T;
}

/**
 * The frames of a group that may be used, and why the others are left out: a group never fails for one of its members. The counts of one frame at a time are
 * in memory, and whatever must see all of them is measured then.
 */
export function plausibleOnes<T>(frames: readonly RawFrame[], kernels: Kernels, measure: (raw: RawFrame) => T): { readonly usable: Plausible<T>[]; readonly left: Map<RawFrame, string> } {
  const left = new Map<RawFrame, string>();
  const usable: Plausible<T>[] = [];
  for (const raw of frames) {
    const held = { ...raw, image: inMemory(raw.image) };
    const { implausible } = judgeReadout(held, kernels);
    if (implausible) left.set(raw, implausible.reason);
    else usable.push({ raw, measured: measure(held) });
  }
  return { usable, left };
}

/** What is said when no frame of a group can be used: each reason once, with the frames it is of. */
export function noneUsable(what: string, frames: readonly RawFrame[], left: ReadonlyMap<RawFrame, string>, advice: string): ReductionError {
  const byName = [...left].sort(([a], [b]) => (a.exposure.name < b.exposure.name ? -1 : 1));
  const reasons = Map.groupBy(byName, ([, reason]) => reason);
  const [first, ...others] = [...reasons].map(([reason, of]) => `${of[0]?.[0].exposure.name ?? ''}${of.length > 1 ? ` and ${of.length - 1} more` : ''}: ${reason}`);
  const more = others.length > 0 ? `; ${others.join('; ')}` : '';
  return new ReductionError('frames-unusable', `None of the ${frames.length} ${what} can be used: ${first ?? 'none is there'}${more}. ${advice}`, { frames: frames.length });
}

/** The members of a master for its record, earliest first; `left` says why a frame was left out. */
export function membersOf(frames: readonly RawFrame[], left: ReadonlyMap<RawFrame, string> = new Map()): Member[] {
  return [...frames]
    .sort((a, b) => (a.exposure.observedAt < b.exposure.observedAt ? -1 : 1))
    .map((raw) => {
      const reason = left.get(raw);
      const named = { name: raw.exposure.name, key: rawKey(raw.checksum), checksum: raw.checksum };
      return reason === undefined ? { ...named, used: true } : { ...named, used: false, reason };
    });
}
