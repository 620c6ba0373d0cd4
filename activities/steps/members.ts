import { rawKey } from '../domain/raw-key.js';
import { ReductionError } from '../domain/errors.js';
import type { Member } from '../domain/products.js';
import type { Products } from '../products/index.js';

type RawFrame = Products['rawFrame'];

/** The frame that lends a master its header: the earliest. */
export function firstOf(frames: readonly RawFrame[], what: string): RawFrame {
  const [first] = [...frames].sort((a, b) => (a.exposure.observedAt < b.exposure.observedAt ? -1 : 1));
  if (!first) throw new ReductionError('frames-unusable', `There is no ${what} frame to combine.`);
  return first;
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
