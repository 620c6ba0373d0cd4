import { expect, test } from 'vitest';
import { ProductCache } from './product-cache.js';

/** What a product weighs besides its buffers is little. */
const LITTLE = 1000;
const MEGABYTE = 2 ** 20;

test('a buffer that products share counts once, until the last of them is gone', () => {
  const cache = new ProductCache<object>(100 * MEGABYTE);
  const shared = new Float32Array(new SharedArrayBuffer(8 * MEGABYTE));
  cache.set('trimmed', { flux: shared, mask: new Uint8Array(MEGABYTE) });
  cache.set('corrected', { flux: shared, variance: new Float32Array(MEGABYTE) });
  expect(Math.abs(cache.bytes - 13 * MEGABYTE)).toBeLessThan(LITTLE);
  cache.delete('trimmed');
  expect(Math.abs(cache.bytes - 12 * MEGABYTE)).toBeLessThan(LITTLE);
  cache.delete('corrected');
  expect(cache.bytes).toBe(0);
});

test('a small view holds the whole of its buffer, and counts as that', () => {
  const cache = new ProductCache<object>(100 * MEGABYTE);
  cache.set('cut', { rows: new Uint8Array(new ArrayBuffer(32 * MEGABYTE), 0, 16) });
  expect(Math.abs(cache.bytes - 32 * MEGABYTE)).toBeLessThan(LITTLE);
});

test('what was used longest ago goes first, and the bound holds', () => {
  const cache = new ProductCache<object>(3.5 * MEGABYTE);
  for (const name of ['a', 'b', 'c']) cache.set(name, { flux: new Uint8Array(MEGABYTE) });
  cache.get('a');
  cache.set('d', { flux: new Uint8Array(MEGABYTE) });
  expect(['a', 'b', 'c', 'd'].map((name) => cache.has(name))).toEqual([true, false, true, true]);
  expect(cache.bytes).toBeLessThan(3.5 * MEGABYTE);
  // Set again it is not counted twice.
  for (let time = 0; time < 5; time++) cache.set('d', { flux: new Uint8Array(MEGABYTE) });
  expect(Math.abs(cache.bytes - 3 * MEGABYTE)).toBeLessThan(LITTLE);
});

test('a product larger than all of it is not kept, and leaves nothing behind', () => {
  const cache = new ProductCache<object>(MEGABYTE);
  cache.set('large', { flux: new Uint8Array(2 * MEGABYTE) });
  expect([cache.has('large'), cache.bytes]).toEqual([false, 0]);
});
