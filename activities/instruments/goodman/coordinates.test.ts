import { describe, expect, test } from 'vitest';
import { described } from './test-headers.js';

const RA = 230.0216;
const DEC = -8.0907;
const arcsecond = 1 / 3600;

describe('one position in every notation', () => {
  test.each([
    ['15:20:05.184', '-8:05:26.52'],
    ['15 20 05.184', '- 8:05:26.52'],
    ['15h20m05.184s', '-08d05m26.52s'],
    ['15h 20m 05.184s', '-8°05\'26.52"'],
    ['+15:20:05.184', '−08:05:26.52'],
    [230.0216, -8.0907],
    ['230.0216', '- 8.0907'],
    ['230.0216d', '-8.0907 deg'],
    ['230d01m17.76s', '-08 05 26.52'],
  ])('%s, %s', (OBSRA, OBSDEC) => {
    const { raDegree, decDegree, warnings } = described({ OBSRA, OBSDEC });
    expect(Math.abs((raDegree ?? NaN) - RA)).toBeLessThan(0.05 * arcsecond);
    expect(Math.abs((decDegree ?? NaN) - DEC)).toBeLessThan(0.05 * arcsecond);
    expect(warnings).toEqual([]);
  });

  test('a small negative declination keeps its sign', () => {
    for (const OBSDEC of ['-00:05:26', '- 0:05:26', '-0d05m26s']) expect(described({ OBSDEC }).decDegree).toBeCloseTo(-326 * arcsecond, 10);
  });

  test('sixty seconds, as rounding writes them, are a minute', () => {
    expect(described({ OBSRA: '17:23:60.000' }).raDegree).toBeCloseTo(261, 10);
    expect(described({ OBSRA: '24:00:00' }).raDegree).toBe(0);
  });
});

describe('what is no position is unknown, with the value found', () => {
  test.each(['25:20:05', '380.2', '-1:00:00', 'zenith', '15:61:05', '15:20:61', '15:20:05:11', 'NaN'])('OBSRA = %s', (OBSRA) => {
    const { raDegree, warnings } = described({ OBSRA, RA: '15:20:05' });
    expect(raDegree).toBeNull();
    expect(warnings).toContain(`OBSRA = '${OBSRA}' is no right ascension; the position is unknown.`);
  });

  test.each(['-98:05:26', '91', '+90:00:01'])('OBSDEC = %s', (OBSDEC) => {
    const { decDegree, warnings } = described({ OBSDEC });
    expect(decDegree).toBeNull();
    expect(warnings).toContain(`OBSDEC = '${OBSDEC}' is no declination; the position is unknown.`);
  });

  test('a card that says nothing is passed over', () => {
    expect(described({ OBSRA: '', RA: '15:20:05.184' }).raDegree).toBeCloseTo(RA, 6);
  });
});
