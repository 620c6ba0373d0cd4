import { describe, expect, test } from 'vitest';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { defaultSettings } from '../domain/settings.js';
import { EXPOSURE } from '../products/test-products.js';
import type { Candidate } from './candidate.js';
import { chooseAll } from './choose-all.js';

const SPECTRUM: Exposure = { ...EXPOSURE, exposureTimeSecond: 600 };

function lamp(key: string, minutes: number, changes: Partial<Exposure> = {}): Candidate {
  const observedAt = new Date(Date.parse(SPECTRUM.observedAt) + minutes * 60_000).toISOString();
  const exposure: Exposure = { ...SPECTRUM, kind: 'arc', lamps: ['HGA', 'NE'], exposureTimeSecond: 10, observedAt, ...changes };
  return { name: `${key}.fits`, key, checksum: `sum-${key}`, members: 1, exposure, ref: { kind: 'frame', key, quality: {} } };
}

const onlyLamps = { ...defaultSettings, ignore_bias: true, ignore_flats: true };

function chosen(lamps: readonly Candidate[], settings = onlyLamps, manual: Parameters<typeof chooseAll>[3] = { use: {}, without: [] }) {
  const { choice, decisions } = chooseAll(SPECTRUM, settings, () => ({ candidates: lamps, frames: 0, minimum: 1 }), manual);
  const [decision] = decisions;
  return { choice, decision, keys: [decision?.chosenKey, decision?.bracketKey] };
}

const [before, after] = [lamp('before', -5), lamp('after', 12)];

describe('two lamps around an exposure', () => {
  test('both serve, the nearer first, and both are named in words and references', () => {
    const { choice, decision, keys } = chosen([after, before]);
    expect(keys).toEqual(['before', 'after']);
    expect(choice.calibrations).toMatchObject({ arc: { key: 'before', source: { name: 'before.fits' } }, bracketArc: { key: 'after', source: { name: 'after.fits', checksum: 'sum-after' } } });
    expect(decision?.reason).toBe('before.fits (HGA+NE), 5 min away at the same pointing; and after.fits, 12 min away after the exposure: wavelengths are interpolated in time between the two');
    expect(decision?.candidates.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual(['before chosen', 'after chosen']);
    expect(choice.provisional).toBe(false);
  });

  test('one that comes later makes another choice of the same frame', () => {
    const [one, two] = [chosen([before]), chosen([before, after])];
    expect(one.keys).toEqual(['before', undefined]);
    expect(one.choice.calibrations).not.toHaveProperty('bracketArc');
    expect(two.choice.fingerprint).not.toBe(one.choice.fingerprint);
  });

  test('of several on the other side the nearest', () => {
    expect(chosen([lamp('late', 50), before, after, lamp('early', -40)]).keys).toEqual(['before', 'after']);
    expect(chosen([lamp('first', -40), before]).keys).toEqual(['before', undefined]);
  });

  test('a lamp that began before the middle of the exposure lies before it', () => {
    // Ten minutes of exposure: four minutes after its start is before its middle, six minutes is behind it.
    expect(chosen([before, lamp('within', 4)]).keys).toEqual(['within', undefined]);
    expect(chosen([before, lamp('behind', 6)]).keys).toEqual(['before', 'behind']);
  });

  test('a lamp elsewhere, or where nobody knows, or of other elements does not bracket', () => {
    expect(chosen([before, lamp('elsewhere', 12, { raDegree: 200 })]).keys).toEqual(['before', undefined]);
    expect(chosen([before, lamp('nowhere', 12, { raDegree: null, decDegree: null })]).keys).toEqual(['before', undefined]);
    expect(chosen([before, lamp('copper', 12, { lamps: ['CU'] })]).keys).toEqual(['before', undefined]);
    expect(chosen([before, lamp('turned', 12, { lamps: ['NE', 'HGA'] })]).keys).toEqual(['before', 'turned']);
    // Two lamps of other places bend the instrument in two ways of which neither is that of the exposure.
    expect(chosen([lamp('there', -5, { raDegree: 200 }), lamp('there2', 12, { raDegree: 200 })]).keys).toEqual(['there', undefined]);
    expect(chosen([before, lamp('other slit', 12, { slit: '3.0_LONG_SLIT' })]).keys).toEqual(['before', undefined]);
  });

  test('where no header tells the pointing, what cannot be known is not waited for', () => {
    const nowhere = { raDegree: null, decDegree: null };
    expect(chosen([lamp('before', -5, nowhere), lamp('after', 12, nowhere)]).keys).toEqual(['before', 'after']);
  });

  test('the settings may say no', () => {
    const { keys, choice } = chosen([before, after], { ...onlyLamps, interpolate_lamps: false });
    expect(keys).toEqual(['before', undefined]);
    expect(choice.calibrations).not.toHaveProperty('bracketArc');
  });

  test('a person\'s word stands above: the lamp that was chosen serves alone, none serves where one goes on without', () => {
    const hand = { by: 'Ada', at: '2026-11-24T03:00:00.000Z', what: 'after.fits', reason: '', forced: false };
    const byHand: Partial<Record<Purpose, typeof hand>> = { arc: hand };
    const { keys, decision, choice } = chosen([before, after], onlyLamps, { use: { arc: 'after' }, without: [], byHand: byHand });
    expect(keys).toEqual(['after', undefined]);
    expect(decision?.candidates.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual(['before suitable', 'after chosen']);
    expect(choice.calibrations).not.toHaveProperty('bracketArc');
    expect(chosen([before, after], onlyLamps, { use: {}, without: ['arc'], byHand: byHand }).keys).toEqual([null, undefined]);
  });

  test('masters are not bracketed', () => {
    const bias = { ...lamp('b1', -60, { kind: 'bias' }), ref: { kind: 'masterBias' as const, key: 'b1', quality: {} } };
    const { decisions } = chooseAll(SPECTRUM, { ...defaultSettings, ignore_flats: true }, (purpose) => ({ candidates: purpose === 'bias' ? [bias, { ...bias, key: 'b2' }] : [before, after], frames: 10, minimum: 10 }));
    expect(decisions.map(({ purpose, bracketKey }) => `${purpose} ${bracketKey}`)).toEqual(['bias undefined', 'arc after']);
  });
});
