import { describe, expect, it } from 'vitest';
import { byteRange, isFresh } from './http-ranges.js';

describe('a byte range', () => {
  it.each([
    ['', undefined],
    ['bytes=0-99', { offset: 0, length: 100 }],
    ['bytes=900-', { offset: 900, length: 100 }],
    ['bytes=-100', { offset: 900, length: 100 }],
    ['bytes=-5000', { offset: 0, length: 1000 }],
    ['bytes=990-5000', { offset: 990, length: 10 }],
    ['bytes=1000-', undefined],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
  ])('%j of 1000 bytes', (header, expected) => {
    expect(byteRange(header, '', '"e"', 1000)).toEqual(expected);
  });

  it('of another version is the whole file', () => {
    expect(byteRange('bytes=0-9', '"old"', '"new"', 1000)).toBeUndefined();
    expect(byteRange('bytes=0-9', '"new"', '"new"', 1000)).toEqual({ offset: 0, length: 10 });
  });
});

it('knows what the caller holds', () => {
  expect(isFresh('', '"a"')).toBe(false);
  expect(isFresh('"b", W/"a"', '"a"')).toBe(true);
  expect(isFresh('*', '"a"')).toBe(true);
});
