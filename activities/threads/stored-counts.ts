import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { WordLoops } from '#numeric/fits/word-loops';
import { sharedUint16, type Counts, type Geometry, type Image } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { counts, describeRaw } from '../products/decode-raw.js';
import type { Products } from '../products/index.js';

/** Where the counts of a raw frame stand in a file of this computer, unsigned in 16 bits, and how to tell that it is still that file. */
export interface StoredCounts {
  readonly path: string;
  /** Name of the exposure, for what is said of it. */
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** A read-out whose counts are read when they are asked for. */
export interface StoredImage {
  readonly geometry: Geometry;
  readonly stored: StoredCounts;
}

/**
 * A raw file of this computer as an exposure. Counts that stand in it as 16 bits are left there: the read-out is a `StoredImage`, which `withCounts` makes one to be read.
 * @throws {ReductionError} as `decodeRaw`. @throws {Error} as the operating system has it, for a file that cannot be read.
 */
export function readRaw(path: string, name: string, loops: WordLoops): Products['rawFrame'] {
  const { size, mtimeMs } = statSync(path);
  const { described, hdu, packed } = describeRaw(readFileSync(path), name, undefined, loops);
  const { geometry } = described.exposure;
  if (packed || !hdu.isUint16) return { ...described, image: { geometry, data: counts(hdu, loops) } };
  const image: StoredImage = { geometry, stored: { path, name, offset: hdu.dataOffset, bytes: size, modifiedMs: mtimeMs } };
  // It crosses threads as plain data; nobody looks at its counts before `withCounts`.
  return { ...described, image: image as unknown as Image };
}

/** Whether this is a read-out whose counts were left in their file. */
export function isStoredImage(image: unknown): image is StoredImage {
  return typeof image === 'object' && image !== null && 'stored' in image;
}

/** Bytes read at once: what goes through stays in a core's cache. */
const READ_BYTES = 2 ** 19;

/**
 * The inputs of a step with every read-out that was left in its file as one that reads itself: all its counts into room that all of them share, so that one read-out
 * at a time is in memory, or some rows into room of its own, so that a combination of any number of frames has only its bands there.
 * @throws {ReductionError} `not-fits`, when counts are asked for, if the file is no longer the one that was looked at first.
 */
export function withCounts(inputs: Readonly<Record<string, unknown>>, loops: WordLoops): Record<string, unknown> {
  const shared = growingRoom();
  const opened = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(opened);
    if (typeof value !== 'object' || value === null || !('image' in value) || !isStoredImage(value.image)) return value;
    return { ...value, image: readingImage(value.image, shared, loops) };
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, opened(value)]));
}

function readingImage({ geometry, stored }: StoredImage, shared: (count: number) => Uint16Array, loops: WordLoops): Image {
  const { nx, ny } = geometry;
  const own = growingRoom();
  return {
    geometry,
    get data(): Counts {
      return readCounts(stored, 0, shared(nx * ny), loops);
    },
    rows: (y0, y1) => readCounts(stored, y0 * nx, own((y1 - y0) * nx), loops),
  };
}

/** Room for so many counts, the same each time unless more is asked for. */
function growingRoom(): (count: number) => Uint16Array {
  let room: Uint16Array = new Uint16Array();
  return (count) => {
    if (room.length < count) room = sharedUint16(count);
    return room.subarray(0, count);
  };
}

/** Fills `into` with counts from number `first` on. */
function readCounts({ path, name, offset, bytes, modifiedMs }: StoredCounts, first: number, into: Uint16Array, loops: WordLoops): Uint16Array {
  const changed = (cause?: unknown): ReductionError => new ReductionError('not-fits', `${name} was changed or taken away while it was reduced. Reduce the folder again.`, { exposure: name }, { cause });
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw changed(error);
  }
  try {
    const { size, mtimeMs } = fstatSync(file);
    if (size !== bytes || mtimeMs !== modifiedMs) throw changed();
    const encoded = new Uint8Array(Math.min(READ_BYTES, into.byteLength));
    for (let done = 0; done < into.length; done += READ_BYTES / 2) {
      const part = into.subarray(done, done + READ_BYTES / 2);
      const read = readSync(file, encoded, 0, part.byteLength, offset + (first + done) * Uint16Array.BYTES_PER_ELEMENT);
      if (read !== part.byteLength) throw changed();
      loops.decodeUint16(encoded, part);
    }
    return into;
  } finally {
    closeSync(file);
  }
}
