import { expect, test } from 'vitest';
import { priorityOf } from './priority.js';

test('tonight goes before the last nights, those before the archive; what names no night is as usual', () => {
  const ranks = ['20261128', '20261127', '20261126', '20261120', '20261119', '20250101', ''].map((night) => priorityOf({ night }, '20261127').priorityKey);
  expect(ranks).toEqual([1, 1, 2, 2, 4, 4, 3]);
});

test('proposals take turns; a key is never longer than the 64 bytes that Temporal takes', () => {
  expect(priorityOf({ night: '20261127', proposal: 'SOAR2026B-099' }, '20261127').fairnessKey).toBe('SOAR2026B-099');
  expect(priorityOf({ night: '20261127' }, '20261127').fairnessKey).toBe('');
  expect(Buffer.byteLength(priorityOf({ night: '20261127', proposal: 'ñ'.repeat(80) }, '20261127').fairnessKey)).toBeLessThanOrEqual(64);
});
