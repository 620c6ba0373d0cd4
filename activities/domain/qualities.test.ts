import { expect, test } from 'vitest';
import { qualities, qualityNamed, type QualityNumber } from './qualities.js';
import { flagsOf, withFlags } from './quality-flags.js';

const table = Object.entries(qualities) as [string, QualityNumber][];

test('every number has a card of its own, a meaning that fits into its comment, and a source', () => {
  expect(new Set(table.map(([, { keyword }]) => keyword)).size).toBe(table.length);
  for (const [name, { keyword, unit, meaning, source }] of table) {
    expect(keyword, name).toMatch(/^GSQ_[A-Z0-9]{4}$/);
    // A card has 80 characters: 10 for the keyword, 20 for a number, 3 for the slash.
    expect(`${meaning} [${unit}]`.length, name).toBeLessThanOrEqual(47);
    expect(source, name).not.toBe('');
  }
});

test('a number with a bound says where the bound comes from and what to do beyond it', () => {
  for (const [name, { atLeast, atMost, advice, source }] of table) {
    const bounded = atLeast !== undefined || atMost !== undefined;
    expect(advice !== undefined, name).toBe(bounded);
    expect(source.startsWith('none'), name).toBe(!bounded);
  }
});

test('within its bounds nothing is said; beyond, the value, the bound and the advice', () => {
  expect(flagsOf({ overscanRmsAdu: 5 })).toEqual([]);
  expect(flagsOf({ overscanRmsAdu: 25.04 })).toEqual([
    { name: 'overscanRmsAdu', value: 25.04, sentence: 'Rms of the overscan level along rows: 25 adu, more than 5 adu. The electronics were not stable: look at the bias frames of this night, take them again.' },
  ]);
});

test('what is not a number is beyond every bound: it is never quietly normal', () => {
  expect(flagsOf({ overscanRmsAdu: NaN })[0]?.sentence).toBe('Rms of the overscan level along rows: not known. The electronics were not stable: look at the bias frames of this night, take them again.');
});

test('names that are no numbers of ours are not known', () => {
  expect(qualityNamed('constructor')).toBeUndefined();
});

test('a reason carries its flags', () => {
  expect([withFlags('used a', []), withFlags('', ['B.']), withFlags('used a', ['B.', 'C.'])]).toEqual(['used a', 'flagged: B.', 'used a; flagged: B. C.']);
});
