import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range.js';

describe('a byte range', () => {
  it.each([
    ['', undefined],
    ['bytes=0-99', { offset: 0, length: 100 }],
    ['bytes=900-', { offset: 900, length: 100 }],
    ['bytes=-100', { offset: 900, length: 100 }],
    ['bytes=-5000', { offset: 0, length: 1000 }],
    ['bytes=990-5000', { offset: 990, length: 10 }],
    ['bytes=5-4', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
    ['rubbish', undefined],
  ])('%j of 1000 bytes', (header, expected) => {
    expect(byteRange(header, '', '"e"', 1000)).toEqual(expected);
  });

  it.each(['bytes=1000-', 'bytes=5000-6000'])('%j of 1000 bytes is none of them', (header) => {
    expect(() => byteRange(header, '', '"e"', 1000)).toThrow(expect.objectContaining({ code: 'range-not-satisfiable', facts: { bytes: 1000 } }) as Error);
  });

  it('of another version is the whole file', () => {
    expect(byteRange('bytes=0-9', '"old"', '"new"', 1000)).toBeUndefined();
    expect(byteRange('bytes=5000-', '"old"', '"new"', 1000)).toBeUndefined();
    expect(byteRange('bytes=0-9', '"new"', '"new"', 1000)).toEqual({ offset: 0, length: 10 });
  });
});
