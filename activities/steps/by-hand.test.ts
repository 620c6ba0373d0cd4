import { expect, test } from 'vitest';
import { byHandInWords, type ByHand } from '../domain/by-hand.js';
import { steps } from './index.js';
import { notesOf, productKey, withStep } from './step.js';

const note: ByHand = { what: '0083_arc.fits as lamp', by: 'A. Observer', at: '2026-11-24T03:12:05.000Z', reason: 'the other one is saturated', forced: false };
const frame = { kind: 'frame', key: 'f', quality: {} } as const;

test('the same work with a decision of a person is another product, and says so', () => {
  const plain = productKey(steps.correctBias, { frame }, {});
  const decided = productKey(steps.correctBias, { frame: { ...frame, byHand: [note] } }, {});
  expect(decided).not.toBe(plain);
  expect(productKey(steps.correctBias, { frame: { ...frame, byHand: [] } }, {})).toBe(plain);
  expect(withStep({ steps: [] }, steps.correctBias, {}, {}, [note]).steps[0]?.byHand).toEqual([note]);
});

test('decisions about the inputs are taken in the order of their names, those of a list too', () => {
  const other = { ...note, what: 'no flat' };
  expect(notesOf({ b: { ...frame, byHand: [note] }, a: [frame, { ...frame, byHand: [other] }], c: undefined })).toEqual([other, note]);
});

test('a decision is one sentence: what, who, when, why', () => {
  expect(byHandInWords(note)).toBe('0083_arc.fits as lamp, chosen by hand (A. Observer, 2026-11-24 03:12 UTC: the other one is saturated)');
  expect(byHandInWords({ ...note, reason: '', forced: true })).toBe('0083_arc.fits as lamp, forced by hand (A. Observer, 2026-11-24 03:12 UTC)');
});
