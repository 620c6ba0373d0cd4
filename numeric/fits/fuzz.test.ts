import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
// eslint-disable-next-line no-restricted-syntax -- a test has no settings.ts; `npm run golden` asks for a longer run this way
import { env } from 'node:process';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../math/random.js';
import { FitsError } from './errors.js';
import { broken, LARGEST_IMAGE, plainSeeds, readAll } from './test-fuzzing.js';
import { unpackFile } from './read.js';

interface Golden {
  readonly images: Readonly<Record<string, { readonly file: string }>>;
  readonly packings: Readonly<Record<string, { readonly packed: string }>>;
}
const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../golden/fits-tiles.json`, 'utf8')) as Golden;
const decoded = (text: string) => Buffer.from(text, 'base64');

/** Plain files, an image of every kind of compression, and some of them packed as a whole. */
function seeds(): Uint8Array[] {
  const plain = plainSeeds();
  const tiled = Object.values(golden.images).map(({ file }) => unpackFile(decoded(file), 1e6).bytes);
  const packed = Object.values(golden.packings).map(({ packed: bytes }) => decoded(bytes));
  return [...plain, ...plain, ...tiled, ...plain.map((bytes) => gzipSync(bytes)), ...packed];
}

/** Milliseconds that one small file may take: the slowest takes some tens, a machine under load ten times that. */
const LONGEST = 2000;
/** `npm run golden` gives it a minute; a unit test has a fixed number of files. */
const seconds = Number(env['FITS_FUZZ_SECONDS'] ?? 0);
const FILES = 3000;

const ARRAYS = ['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'] as const;
const world = globalThis as unknown as Record<string, new (...given: unknown[]) => { readonly byteLength: number }>;
const originals = new Map(ARRAYS.map((name) => [name, world[name]]));
let largest = 0;

/** Every array that the reader makes goes through here, so that one of a size that the file does not justify is seen. */
beforeAll(() => {
  for (const [name, made] of originals) {
    world[name] = new Proxy(made, {
      construct(target, given: unknown[]) {
        const bytes = (target as unknown as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
        if (typeof given[0] === 'number') largest = Math.max(largest, given[0] * bytes);
        // Refused before it is made: a test must not take the machine's memory to show that the code would.
        if (typeof given[0] === 'number' && given[0] * bytes > 2 ** 28) throw new Error(`an array of ${given[0]} × ${bytes} bytes`);
        return Reflect.construct(target, given);
      },
    });
  }
});
afterAll(() => {
  for (const [name, made] of originals) world[name] = made;
});

/** Each broken file: how it ends. Anything but an answer or a FitsError in words fails the test with its seed. */
function outcome(bytes: Uint8Array, seed: number): 'read' | 'refused' {
  try {
    readAll(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof FitsError)) throw new Error(`file ${seed} ended in ${String(error)}`, { cause: error });
    expect(error.plain, `file ${seed}`).toMatch(/^[A-Z"].{10,}/);
    return 'refused';
  }
}

test(`broken files are read or refused in words, never a crash, never long, never in much memory`, { timeout: 90_000 + 1000 * seconds }, () => {
  const files = seeds();
  const outcomes = { read: 0, refused: 0 };
  const end = performance.now() + 1000 * seconds;
  // A long run goes on behind the numbers of the short one.
  for (let seed = 0; seed < FILES || performance.now() < end; seed++) {
    const random = createRandom(seed);
    const bytes = broken(files[random.integer(files.length)], random);
    largest = 0;
    const start = performance.now();
    outcomes[outcome(bytes, seed)]++;
    expect(performance.now() - start, `file ${seed}`).toBeLessThan(LONGEST);
    // Doubles of every pixel of a byte, or the values of a table of bits.
    expect(largest, `file ${seed}`).toBeLessThanOrEqual(8 * LARGEST_IMAGE + 16 * bytes.length);
  }
  // Both ends must be met, or the mutations are too tame or too wild to test anything.
  expect(outcomes.read).toBeGreaterThan(FILES / 5);
  expect(outcomes.refused).toBeGreaterThan(FILES / 5);
});
