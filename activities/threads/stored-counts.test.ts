import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFits } from '#numeric/fits/write';
import { plainLoops } from '#numeric/fits/word-loops';
import type { Image } from '#numeric/frame';
import { QUEUE } from '../instruments/goodman/test-headers.js';
import { decodeRaw } from '../products/decode-raw.js';
import type { Products } from '../products/index.js';
import { isStoredImage, readRaw, withCounts } from './stored-counts.js';

const [NX, NY] = [2071, 300];
const { NAXIS: _n, NAXIS1: _x, NAXIS2: _y, ...cards } = QUEUE;
const header = Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: '' }));
const fileOf = (data: Uint16Array | Float32Array) => writeFits([{ kind: 'image', header, shape: [NX, NY], data }]);
const counts = Uint16Array.from({ length: NX * NY }, (_, p) => (p * 7919) & 0xffff);
const bytes = fileOf(counts);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stored-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function stored(name: string, content: Uint8Array): Promise<Products['rawFrame']> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return readRaw(file, '0001.fits', plainLoops);
}

/** Both cross into a thread as plain data. */
const opened = (raw: Products['rawFrame']): Image => (withCounts({ raw: structuredClone(raw) }, plainLoops)['raw'] as Products['rawFrame']).image;

test('a raw frame left in its file is the one decoded from its bytes, whole and by rows', async () => {
  const raw = await stored('plain.fits', bytes);
  const { image: expected, ...described } = decodeRaw(bytes, '0001.fits');
  const { image: found, ...rest } = raw;
  expect(rest).toEqual(described);
  expect(isStoredImage(found)).toBe(true);
  const image = opened(raw);
  expect(image.data).toEqual(expected.data);
  expect(image.rows?.(7, 290)).toEqual(counts.subarray(7 * NX, 290 * NX));
  expect(image.rows?.(299, 300)).toEqual(counts.subarray(299 * NX));
  expect(image.data.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('of frames in one step the counts of one are in memory', async () => {
  const [a, b] = [await stored('a.fits', bytes), await stored('b.fits', bytes)];
  const { frames } = withCounts({ frames: [a, b] }, plainLoops) as { frames: Products['rawFrame'][] };
  const [first, second] = frames.map(({ image }) => image.data.buffer);
  expect(first).toBe(second);
});

test('what is packed, or no 16 bit counts, comes as it did', async () => {
  for (const [name, content] of [['packed.fits.gz', gzipSync(bytes)], ['float.fits', fileOf(Float32Array.from(counts))]] as const) {
    const raw = await stored(name, content);
    expect(isStoredImage(raw.image)).toBe(false);
    expect(Float32Array.from(raw.image.data)).toEqual(Float32Array.from(counts));
  }
});

test('a file that was changed meanwhile is refused in words, and so is one that is gone', async () => {
  const said = '0001.fits was changed or taken away while it was reduced. Reduce the folder again.';
  const image = opened(await stored('changed.fits', bytes));
  await utimes(path.join(folder, 'changed.fits'), 1, 1);
  expect(() => image.rows?.(0, 1)).toThrow(said);
  await rm(path.join(folder, 'changed.fits'));
  expect(() => image.data).toThrow(said);
});
