import { expect, test } from 'vitest';
import type { Candidate } from './candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { defaultSettings } from '../domain/settings.js';
import { EXPOSURE as spectrum } from '../products/test-products.js';
import { chooseAll, neededPurposes, type AtHand } from './choose-all.js';

function candidate(purpose: Purpose, key: string, changes: Partial<Exposure> = {}): Candidate {
  const kind = purpose === 'arc' ? 'arc' : purpose;
  const ref = { kind: purpose === 'arc' ? 'frame' : purpose === 'bias' ? 'masterBias' : 'masterFlat', key, quality: {} } as const;
  return { name: `${key}.fits`, key, checksum: `sum-${key}`, members: purpose === 'arc' ? 1 : 10, exposure: { ...spectrum, kind, lamps: purpose === 'arc' ? ['HGA', 'NE'] : [], ...changes }, ref };
}

const nothing: AtHand = { candidates: [], frames: 0, minimum: 10 };
const everything: Record<Purpose, AtHand> = {
  bias: { candidates: [candidate('bias', 'b1')], frames: 10, minimum: 10 },
  flat: { candidates: [candidate('flat', 'f1')], frames: 10, minimum: 10 },
  arc: { candidates: [candidate('arc', 'l1', { observedAt: '2026-11-24T01:50:00.000Z' })], frames: 0, minimum: 1 },
};

test('a spectrum needs bias, flat and lamp; the settings take them away one by one', () => {
  expect(neededPurposes(spectrum, defaultSettings)).toEqual(['bias', 'flat', 'arc']);
  expect(neededPurposes(spectrum, { ...defaultSettings, ignore_bias: true, ignore_flats: true })).toEqual(['arc']);
  expect(neededPurposes(spectrum, defaultSettings, ['arc'])).toEqual(['bias', 'flat']);
  expect(neededPurposes({ ...spectrum, kind: 'arc' }, defaultSettings)).toEqual(['bias', 'flat']);
  expect(neededPurposes({ ...spectrum, kind: 'flat' }, defaultSettings)).toEqual(['bias']);
  expect(neededPurposes({ ...spectrum, kind: 'bias' }, defaultSettings)).toEqual([]);
});

test('everything at hand: complete, each reference named for headers and summaries', () => {
  const { choice, decisions } = chooseAll(spectrum, defaultSettings, (purpose) => everything[purpose]);
  expect(choice.complete).toBe(true);
  expect(choice.calibrations.masterBias).toMatchObject({ key: 'b1', label: 'b1.fits (10 frames)', source: { name: 'b1.fits', key: 'b1', checksum: 'sum-b1' } });
  expect(choice.calibrations.arc).toMatchObject({ key: 'l1', label: 'l1.fits' });
  expect(decisions.map(({ purpose, chosenKey }) => `${purpose} ${chosenKey}`)).toEqual(['bias b1', 'flat f1', 'arc l1']);
});

test('what is missing is said, all of it, with its numbers', () => {
  const { choice } = chooseAll(spectrum, defaultSettings, (purpose) => (purpose === 'arc' ? everything.arc : { ...nothing, frames: 6 }));
  expect(choice.complete).toBe(false);
  expect(choice.reason).toMatch(/needs 10 bias frames of RED 2×2 gain 1\.48 readnoise 3\.89, has 6/);
  expect(choice.reason).toMatch(/needs 10 flat frames/);
});

test('a missing lamp alone leaves the frame extractable; any other gap does not', () => {
  const without = (...gone: Purpose[]) => chooseAll(spectrum, defaultSettings, (purpose) => (gone.includes(purpose) ? nothing : everything[purpose])).choice;
  expect(without('arc')).toMatchObject({ complete: false, extractable: true });
  expect(without('arc').calibrations).toHaveProperty('masterFlat');
  expect(without('arc').fingerprint).not.toBe(without().fingerprint);
  expect(without('bias', 'arc')).toMatchObject({ complete: false, extractable: false });
  expect(without('flat')).toMatchObject({ complete: false, extractable: false });
});

test('the fingerprint follows what decides the product: calibrations and settings, nothing else', () => {
  const fingerprint = (settings = defaultSettings, hands = everything) => chooseAll(spectrum, settings, (purpose) => hands[purpose]).choice.fingerprint;
  expect(fingerprint()).toBe(fingerprint());
  expect(fingerprint({ ...defaultSettings, maximum_number_of_targets: 1 })).not.toBe(fingerprint());
  expect(fingerprint(defaultSettings, { ...everything, bias: { ...everything.bias, candidates: [candidate('bias', 'b2')] } })).not.toBe(fingerprint());
  // One more raw frame that is in no master yet changes nothing.
  expect(fingerprint(defaultSettings, { ...everything, bias: { ...everything.bias, frames: 11 } })).toBe(fingerprint());
});

test('a person may insist on a calibration that the criteria refuse, and the record says so', () => {
  const other = candidate('arc', 'other-slit', { slit: '3.0_LONG_SLIT', slitWidthArcsecond: 3 });
  const hands = { ...everything, arc: { ...everything.arc, candidates: [other] } };
  expect(chooseAll(spectrum, defaultSettings, (purpose) => hands[purpose]).choice.complete).toBe(false);
  const { choice, decisions } = chooseAll(spectrum, defaultSettings, (purpose) => hands[purpose], { use: { arc: 'other-slit' }, without: [] });
  expect(choice.complete).toBe(true);
  expect(decisions.find(({ purpose }) => purpose === 'arc')).toMatchObject({ chosenKey: 'other-slit', reason: 'other-slit.fits, chosen by hand', candidates: [{ verdict: 'chosen' }] });
});
