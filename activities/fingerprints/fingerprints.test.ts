import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { steps } from '../steps/index.js';
import { edited, FORMAT, judge, type Fingerprints } from './fingerprints.js';

const recorded: Fingerprints = { format: FORMAT, steps: { trim: { 1: 'old', 2: 'hash of two' } } };
const found = (version: number, hash: string) => [{ step: 'trim', version, hash }];

describe('the judgment on a step', () => {
  it('is content with what is on record', () => {
    expect(judge(recorded, found(2, 'hash of two'))).toMatchObject({ wrong: [], unrecorded: [], accepted: recorded });
  });

  it('refuses other numbers under the same version, and says what to do', () => {
    const { wrong } = judge(recorded, found(2, 'another'));
    expect(wrong).toEqual([expect.stringMatching(/^trim gives other numbers under the same version 2 \(recorded hash of two, found another\).*set version: 3/)]);
  });

  it('refuses a version that went down', () => {
    expect(judge(recorded, found(1, 'old')).wrong).toEqual([expect.stringContaining('version 2 is on record')]);
  });

  it('records a risen version beside the old ones when it is accepted', () => {
    const { wrong, unrecorded, accepted } = judge(recorded, found(3, 'three'));
    expect(wrong).toEqual([]);
    expect(unrecorded).toEqual(['trim version 3 (three)']);
    expect(accepted.steps.trim).toEqual({ 1: 'old', 2: 'hash of two', 3: 'three' });
  });

  it('refuses an edited or removed record of an earlier commit', () => {
    expect(edited(recorded, { format: FORMAT, steps: { trim: { 1: 'new', 2: 'hash of two' } } })).toEqual([expect.stringContaining('trim version 1 was edited')]);
    expect(edited(recorded, { format: FORMAT, steps: { trim: { 2: 'hash of two' } } })).toEqual([expect.stringContaining('trim version 1 was taken out')]);
    expect(edited(recorded, { format: FORMAT - 1, steps: {} })).toEqual([expect.stringContaining('a format never goes down')]);
    expect(edited(recorded, recorded)).toEqual([]);
  });

  it('has a record of every step at its version', () => {
    const committed = JSON.parse(readFileSync(new URL('fingerprints.json', import.meta.url), 'utf8')) as Fingerprints;
    for (const { name, version } of Object.values(steps)) expect(committed.steps[name]?.[version], `${name} ${version}`).toMatch(/^[0-9a-f]{64}$/);
  });
});
