import { describe, expect, test } from 'vitest';
import { chooseCalibration } from './choose-calibration.js';
import type { Candidate } from './candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { opticsKey, readoutKey } from '../domain/readout-words.js';
import { EXPOSURE as SPECTRUM } from '../products/test-products.js';

function minutesLater(minutes: number): string {
  return new Date(Date.parse(SPECTRUM.observedAt) + minutes * 60_000).toISOString();
}

let made = 0;
function candidate(changes: Partial<Exposure> = {}, more: Partial<Candidate> = {}): Candidate {
  const key = more.key ?? `step/${String(++made).padStart(4, '0')}`;
  return { name: `${key}.fits`, key, checksum: 'c0ffee', members: 10, ref: { kind: 'masterBias', key, quality: {} }, exposure: { ...SPECTRUM, lamps: ['HGA', 'NE'], ...changes }, ...more };
}

function verdicts(purpose: Purpose, found: Candidate) {
  const decision = chooseCalibration(purpose, SPECTRUM, [found]);
  return { chosen: decision.chosenKey !== null, failed: decision.candidates[0]?.criteria.filter(({ ok }) => !ok).map(({ name }) => name) };
}

describe('what must agree, by purpose', () => {
  const always: Purpose[] = ['bias', 'flat', 'arc'];
  test.each<[string, Partial<Exposure>, Purpose[]]>([
    ['camera', { camera: 'Blue' }, always],
    ['binning', { geometry: { ...SPECTRUM.geometry, binY: 1 } }, always],
    ['columns', { lightSection: { ...SPECTRUM.lightSection, x1: 2000 } }, always],
    ['rows', { lightSection: { ...SPECTRUM.lightSection, y0: 200 } }, always],
    ['gain', { gainElectronPerAdu: 1.54 }, ['bias', 'flat']],
    ['read noise', { readNoiseElectron: 5.27 }, ['bias', 'flat']],
    ['overscan', { overscan: null }, ['bias']],
    ['grating', { grating: '600_SYZY_OLD' }, ['flat', 'arc']],
    ['grating angle', { gratingAngleDegree: 7.61 }, ['flat', 'arc']],
    ['camera angle', { cameraAngleDegree: 15.9 }, ['flat', 'arc']],
    ['filter', { filter: 'r-SDSS' }, ['flat']],
    ['second filter', { filter2: 'NO_FILTER' }, ['flat', 'arc']],
    ['slit', { slit: '0.45_LONG_SLIT' }, ['flat', 'arc']],
    ['lamp', { lamps: [] }, ['arc']],
    ['night', { night: '20261127' }, always],
  ])('%s', (name, changes, purposes) => {
    for (const purpose of always) {
      const { chosen, failed } = verdicts(purpose, candidate(changes));
      if (purposes.includes(purpose)) expect({ purpose, chosen, failed }).toEqual({ purpose, chosen: false, failed: expect.arrayContaining([name]) as unknown });
      else expect({ purpose, chosen }).toEqual({ purpose, chosen: true });
    }
  });

  test('differences within the tolerance of headers do not count', () => {
    const near = candidate({ gratingAngleDegree: 7.6, cameraAngleDegree: 16.0, gainElectronPerAdu: 1.475, readNoiseElectron: 3.9, slit: '1.0_long_slit' });
    expect(verdicts('flat', near).chosen).toBe(true);
  });

  test('a larger region on the same grid serves a smaller one, not the other way round', () => {
    const small: Exposure = { ...SPECTRUM, geometry: { ...SPECTRUM.geometry, ny: 400, y0: 200 }, lightSection: { ...SPECTRUM.lightSection, y1: 400 } };
    expect(chooseCalibration('bias', small, [candidate()]).chosenKey).not.toBeNull();
    expect(chooseCalibration('bias', SPECTRUM, [candidate({ geometry: small.geometry, lightSection: small.lightSection })]).chosenKey).toBeNull();
    // Half a binned pixel off: no pixel of one is a pixel of the other.
    const shifted: Exposure = { ...small, geometry: { ...small.geometry, y0: 201 } };
    expect(chooseCalibration('bias', shifted, [candidate()]).chosenKey).toBeNull();
  });

  test('the narrow frame of 600_RED is not a part of the full one', () => {
    const narrow: Partial<Exposure> = { detectorColumns: 3096, geometry: { nx: 1548, ny: 948, x0: 0, y0: 0, binX: 2, binY: 2 }, lightSection: { x0: 0, x1: 1548, y0: 1, y1: 948 } };
    expect(chooseCalibration('bias', { ...SPECTRUM, ...narrow }, [candidate()]).chosenKey).toBeNull();
    expect(chooseCalibration('bias', { ...SPECTRUM, ...narrow }, [candidate(narrow)]).chosenKey).not.toBeNull();
  });
});

describe('which one is nearest', () => {
  test('a master of the same night is final; one of up to three nights away is provisional', () => {
    const tonight = candidate({}, { key: 'b/tonight' });
    const yesterday = candidate({ night: '20261122' }, { key: 'b/yesterday' });
    expect(chooseCalibration('bias', SPECTRUM, [yesterday])).toMatchObject({ chosenKey: 'b/yesterday', provisional: true });
    const decision = chooseCalibration('bias', SPECTRUM, [yesterday, tonight]);
    expect(decision).toMatchObject({ chosenKey: 'b/tonight', provisional: false, reason: 'b/tonight.fits of 10 frames, same night' });
    expect(decision.candidates.map(({ key, verdict, distance, provisional }) => [key, verdict, distance, provisional])).toEqual([
      ['b/tonight', 'chosen', 0, false],
      ['b/yesterday', 'suitable', 1, true],
    ]);
  });

  test('nights are counted across months and years', () => {
    const newYear: Exposure = { ...SPECTRUM, night: '20270101' };
    expect(chooseCalibration('bias', newYear, [candidate({ night: '20261231' })]).candidates[0]?.distance).toBe(1);
  });

  test('a lamp at the same pointing comes before a nearer one in time elsewhere', () => {
    const here = candidate({ observedAt: minutesLater(55) }, { key: 'l/here' });
    const elsewhere = candidate({ observedAt: minutesLater(-3), raDegree: 200 }, { key: 'l/elsewhere' });
    expect(chooseCalibration('arc', SPECTRUM, [elsewhere])).toMatchObject({ chosenKey: 'l/elsewhere', provisional: true });
    expect(chooseCalibration('arc', SPECTRUM, [elsewhere, here])).toMatchObject({ chosenKey: 'l/here', provisional: false, reason: 'l/here.fits (HGA+NE), 55 min away at the same pointing' });
  });

  test('of lamps at one pointing the nearest in time wins, before or after', () => {
    const before = candidate({ observedAt: minutesLater(-6) }, { key: 'l/before' });
    const after = candidate({ observedAt: minutesLater(5) }, { key: 'l/after' });
    expect(chooseCalibration('arc', SPECTRUM, [before, after]).chosenKey).toBe('l/after');
  });

  test('the same pointing across RA 0 and near the pole', () => {
    const at = (raDegree: number, decDegree: number): Partial<Exposure> => ({ raDegree, decDegree });
    const provisional = (a: Partial<Exposure>, b: Partial<Exposure>) => chooseCalibration('arc', { ...SPECTRUM, ...a }, [candidate(b)]).provisional;
    expect(provisional(at(359.99, 0), at(0.01, 0))).toBe(false);
    expect(provisional(at(10, -89), at(12, -89))).toBe(false);
    expect(provisional(at(10, 0), at(12, 0))).toBe(true);
  });

  test('the order of the candidates never matters, ties included', () => {
    const candidates = [
      candidate({}, { key: 'k/2' }),
      candidate({}, { key: 'k/1' }),
      candidate({}, { key: 'k/3', members: 12 }),
      candidate({ night: '20261122' }, { key: 'k/4' }),
      candidate({ camera: 'Blue' }, { key: 'k/5' }),
      candidate({ slit: '3.0_LONG_SLIT' }, { key: 'k/6' }),
    ];
    for (const purpose of ['bias', 'flat', 'arc'] as const) {
      const reference = chooseCalibration(purpose, SPECTRUM, candidates);
      expect(reference.chosenKey).toBe('k/3');
      for (let turn = 1; turn < 24; turn++) {
        const shuffled = candidates.map((_, i) => candidates[(i * (turn % 2 === 0 ? 5 : 1) + turn) % 6] as Candidate);
        expect(chooseCalibration(purpose, SPECTRUM, shuffled)).toEqual(reference);
      }
    }
  });
});

describe('a pointing that a header does not tell', () => {
  const unknown = { raDegree: null, decDegree: null };

  test('is never called another one, and keeps nothing provisional', () => {
    for (const [wanted, found] of [[unknown, {}], [{}, unknown], [unknown, unknown]]) {
      const decision = chooseCalibration('arc', { ...SPECTRUM, ...wanted }, [candidate(found)]);
      expect(decision.provisional).toBe(false);
      expect(decision.reason).toMatch(/\(HGA\+NE\), 0 min away, the pointing is unknown$/);
    }
  });

  test('comes after the same pointing and before another', () => {
    const [same, nobody, other] = [candidate({ observedAt: minutesLater(300) }), candidate({ ...unknown, observedAt: minutesLater(90) }), candidate({ raDegree: 20 })];
    expect(chooseCalibration('arc', SPECTRUM, [other, nobody]).chosenKey).toBe(nobody.key);
    expect(chooseCalibration('arc', SPECTRUM, [other, nobody, same]).chosenKey).toBe(same.key);
  });
});

describe('what is missing, in words', () => {
  test('bias frames', () => {
    expect(chooseCalibration('bias', SPECTRUM, [], { minimum: 10, atHand: 6 }).reason).toBe('needs 10 bias frames of RED 2×2 gain 1.48 readnoise 3.89, has 6');
  });

  test('flat frames, and that their master is on its way', () => {
    const { reason } = chooseCalibration('flat', SPECTRUM, [], { minimum: 10, atHand: 10 });
    expect(reason).toBe('needs 10 flat frames of RED 2×2 gain 1.48 readnoise 3.89 400_M2 GG455 1.0_LONG_SLIT, has 10: their master is on its way');
  });

  test('a lamp, and why those at hand were refused', () => {
    expect(chooseCalibration('arc', SPECTRUM, []).reason).toBe('needs a lamp of 400_M2 1.0_LONG_SLIT 2×2 from the night of 20261123; there is none yet');
    const refused = [candidate({ grating: '930_SYZY' }), candidate({ grating: '600_SYZY_OLD' }), candidate({ geometry: { ...SPECTRUM.geometry, binX: 1, binY: 1 } })];
    expect(chooseCalibration('arc', SPECTRUM, refused).reason).toContain('; 3 candidates refused: grating differs (2), binning differs (1)');
  });
});

describe('a calibration lands', () => {
  test('the choice changes only when the newcomer is better', () => {
    const first = candidate({ observedAt: minutesLater(30) }, { key: 'l/first' });
    const changes = (before: readonly Candidate[], after: readonly Candidate[]) =>
      chooseCalibration('arc', SPECTRUM, before).chosenKey !== chooseCalibration('arc', SPECTRUM, after).chosenKey;
    expect(changes([first], [first])).toBe(false);
    expect(changes([first], [first, candidate({ observedAt: minutesLater(40) })])).toBe(false);
    expect(changes([first], [first, candidate({ observedAt: minutesLater(10), filter2: 'OG570' })])).toBe(false);
    expect(changes([first], [first, candidate({ observedAt: minutesLater(10) })])).toBe(true);
    expect(changes([], [first])).toBe(true);
    expect(changes([], [])).toBe(false);
  });
});

describe('frames of one master share a key', () => {
  const bias: Exposure = { ...SPECTRUM, kind: 'bias' };

  test('a bias by its read-out alone', () => {
    expect(readoutKey({ ...bias, night: '20261101', grating: 'NO_GRATING', slit: '', raDegree: 3, object: 'x' })).toBe(readoutKey(bias));
  });

  test.each<[string, Partial<Exposure>]>([
    ['camera', { camera: 'Blue' }],
    ['binning', { geometry: { ...SPECTRUM.geometry, binX: 1 } }],
    ['rows', { geometry: { ...SPECTRUM.geometry, y0: 10 } }],
    ['gain', { gainElectronPerAdu: 3.87 }],
    ['read noise', { readNoiseElectron: 7.05 }],
  ])('another %s, another master', (_name, changes) => {
    expect(readoutKey({ ...bias, ...changes })).not.toBe(readoutKey(bias));
    expect(opticsKey({ ...bias, ...changes })).not.toBe(opticsKey(bias));
  });

  test.each<[string, Partial<Exposure>]>([
    ['grating', { grating: '930_SYZY' }],
    ['angle', { cameraAngleDegree: 16.3 }],
    ['filter', { filter: 'r-SDSS' }],
    ['second filter', { filter2: 'NO_FILTER' }],
    ['slit', { slit: '0.45_LONG_SLIT' }],
  ])('another %s, another flat', (_name, changes) => {
    expect(opticsKey({ ...bias, ...changes })).not.toBe(opticsKey(bias));
    expect(readoutKey({ ...bias, ...changes })).toBe(readoutKey(bias));
  });
});

describe('what is in the way, in words', () => {
  const failed = { name: 'master flat', exposure: SPECTRUM, state: 'failed', reason: 'None of the 3 flats can be used: 0011_flat.fits: 6.3 % of the pixels are saturated, 1 % are allowed.' } as const;
  const needs = { minimum: 3, atHand: 3 };

  test('a master that failed is said, with what to do; it is not on its way', () => {
    const { reason } = chooseCalibration('flat', SPECTRUM, [], { ...needs, obstacles: [failed] });
    expect(reason).toContain('has 3: the master flat failed: None of the 3 flats can be used: 0011_flat.fits: 6.3 % of the pixels are saturated, 1 % are allowed; send better flats');
    expect(reason).not.toContain('on its way');
  });

  test('a master that waits says for what', () => {
    const waiting = { ...failed, state: 'waiting', reason: 'needs 10 bias frames, has 3' } as const;
    expect(chooseCalibration('flat', SPECTRUM, [], { ...needs, obstacles: [waiting] }).reason).toContain('has 3: their master waits: needs 10 bias frames, has 3');
  });

  test('in a folder nothing is on its way', () => {
    expect(chooseCalibration('flat', SPECTRUM, [], { ...needs, final: true }).reason).toMatch(/, has 3$/);
    expect(chooseCalibration('arc', SPECTRUM, [], { final: true }).reason).toMatch(/; there is none$/);
  });

  test('a lamp that failed is named, also one without a lit lamp; those of another set-up are not spoken of', () => {
    const lamp = { name: '0021_arc.fits', exposure: SPECTRUM, state: 'failed', reason: 'Too few lines.' } as const;
    const other = { ...lamp, name: '0030_arc.fits', exposure: { ...SPECTRUM, grating: '930_SYZY' } };
    const { reason } = chooseCalibration('arc', SPECTRUM, [], { obstacles: [lamp, other, { ...lamp, name: '0040_arc.fits', state: 'waiting' }] });
    expect(reason).toBe('needs a lamp of 400_M2 1.0_LONG_SLIT 2×2 from the night of 20261123; 0021_arc.fits failed: Too few lines; 0040_arc.fits waits itself');
  });
});

describe('masters of its own', () => {
  const [shared, own] = [candidate({}, { key: 'step/a', members: 20, sender: 'telescope' }), candidate({}, { key: 'step/b', members: 10, sender: 'own' })];

  test('are taken before those of all that are as near, and the decision says whose they are', () => {
    const decision = chooseCalibration('bias', SPECTRUM, [shared, own], { ownOf: 'SOAR2026B-100' });
    expect(decision).toMatchObject({ chosenKey: 'step/b', provisional: false, reason: expect.stringMatching(/; own master of proposal SOAR2026B-100, asked for by its settings$/) as unknown });
    expect(decision.candidates.map(({ key, provisional }) => [key, provisional])).toEqual([['step/b', false], ['step/a', true]]);
  });

  test('are waited for with one of all, which says so', () => {
    expect(chooseCalibration('bias', SPECTRUM, [shared], { ownOf: 'SOAR2026B-100' })).toMatchObject({ chosenKey: 'step/a', provisional: true, reason: expect.stringMatching(/until the own master that the settings of SOAR2026B-100 ask for is there$/) as unknown });
  });

  test('of another night wait for nobody: the nearest night wins', () => {
    const old = candidate({ night: '20261122' }, { key: 'step/c', sender: 'own' });
    expect(chooseCalibration('bias', SPECTRUM, [old, shared], { ownOf: 'SOAR2026B-100' }).chosenKey).toBe('step/a');
  });

  test('are nobody’s business where none are asked for', () => {
    expect(chooseCalibration('bias', SPECTRUM, [shared])).toMatchObject({ chosenKey: 'step/a', provisional: false, reason: expect.not.stringMatching(/own/) as unknown });
  });
});
