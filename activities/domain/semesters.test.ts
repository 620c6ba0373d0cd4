import { describe, expect, it } from 'vitest';
import { releaseDateOf, semesterAfter, semesterNamed, semesterOf, semesterOfSoarId } from './semesters.js';

describe('a semester', () => {
  it.each([
    ['2026-02-01T00:00:00Z', '2026A'],
    ['2026-07-31T23:59:59Z', '2026A'],
    ['2026-08-01T00:00:00Z', '2026B'],
    ['2027-01-31T23:59:59Z', '2026B'],
    ['2027-02-01T00:00:00Z', '2027A'],
  ])('at %s is %s', (instant, name) => {
    expect(semesterOf(new Date(instant)).name).toBe(name);
  });
  it('is followed by the other one', () => {
    expect(semesterAfter(semesterNamed('2026B'))).toEqual({ name: '2027A', begins: '2027-02-01', ends: '2027-07-31' });
    expect(semesterAfter(semesterNamed('2026A')).name).toBe('2026B');
  });
  it('releases its data eighteen months after its last day', () => {
    expect(releaseDateOf(semesterNamed('2026A'))).toBe('2028-01-31');
    expect(releaseDateOf(semesterNamed('2026B'))).toBe('2028-07-31');
  });
  it('stands in a SOAR id, or does not', () => {
    expect(['SOAR2026A-012', 'CN2020B-000123', 'GHTS_ENGINEERING', 'SOAR0000A-1'].map((id) => semesterOfSoarId(id)?.name)).toEqual(['2026A', '2020B', undefined, undefined]);
    expect(() => semesterNamed('2026C')).toThrow('"2026C" is no semester');
  });
});
