import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ReductionError } from '../domain/errors.js';
import { unpackOnce } from '../products/raw-file.js';
import { unpackInThread } from './unpack-in-thread.js';

const plain = Uint8Array.from({ length: 24_000_000 }, (_, i) => (i * 2_654_435_761) >>> 13);
const packed = gzipSync(plain, { level: 1 });

test('a file comes out of the thread as it does here, and the event loop runs meanwhile', { timeout: 30_000 }, async () => {
  await unpackInThread.unpack(packed.subarray(0, 4), 'started.fits', 1000).catch(() => undefined);
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const { bytes } = await unpackInThread.unpack(packed, 'a.fits', plain.length);
  clearInterval(beat);
  const before = performance.now();
  expect(Buffer.compare(bytes, unpackOnce(packed, 'a.fits', plain.length).bytes)).toBe(0);
  const here = performance.now() - before;
  // Handing it over copies it once, and the machine may be busy.
  expect(longest).toBeLessThan(here / 2);
});

test('what it would take is told before it is there', async () => {
  expect(await unpackInThread.size(packed, 2 ** 30)).toBe(plain.length);
  expect(await unpackInThread.size(packed, 10 ** 6)).toBe(10 ** 6 + 1);
  expect(await unpackInThread.size(plain, 2 ** 30)).toBeUndefined();
});

test('what is wrong with it is said in the same words', async () => {
  const wrong = [packed.subarray(0, 1000), gzipSync(new Uint8Array(5000))] as const;
  for (const bytes of wrong) {
    const here = sentenceOf(() => unpackOnce(bytes, 'b.fits', 4000));
    const there = await unpackInThread.unpack(bytes, 'b.fits', 4000).then(
      () => '',
      (error: unknown) => (error instanceof ReductionError ? `${error.code}: ${error.message}` : String(error)),
    );
    expect(here).toMatch(/^not-fits: b\.fits cannot be read as FITS/);
    expect(there).toBe(here);
  }
});

function sentenceOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ReductionError) return `${error.code}: ${error.message}`;
  }
  return '';
}
