import { describe, expect, it } from 'vitest';
import { dateOfDays, daysSinceEpoch, horizontal, sexagesimal, siderealHours, utcAfter } from './calendar.js';

/** A mountain in Chile. */
const site = { longitudeDegree: -70.7336, latitudeDegree: -30.238 };

describe('dates', () => {
  it('counts days as the Gregorian calendar does', () => {
    expect(daysSinceEpoch('1970-01-01')).toBe(0);
    expect(daysSinceEpoch('2000-01-01')).toBe(10957);
    expect(daysSinceEpoch('2024-02-29') - daysSinceEpoch('2024-02-28')).toBe(1);
    expect(daysSinceEpoch('2100-03-01') - daysSinceEpoch('2100-02-28')).toBe(1); // 2100 is no leap year
  });

  it('turns every day of 400 years back into itself', () => {
    for (let day = daysSinceEpoch('1900-01-01'); day < daysSinceEpoch('2300-01-01'); day += 17) expect(daysSinceEpoch(dateOfDays(day))).toBe(day);
  });

  it('carries the night into the next day', () => {
    expect(utcAfter('2026-12-31', 24.5 * 3600)).toEqual({ date: '2027-01-01', time: '00:30:00.000' });
    expect(utcAfter('2026-11-23', -1.5)).toEqual({ date: '2026-11-22', time: '23:59:58.500' });
    expect(utcAfter('2026-11-23', 86399.9996)).toEqual({ date: '2026-11-24', time: '00:00:00.000' });
  });
});

describe('angles', () => {
  it('keeps the sign between −1 and 0 and rounds before it splits', () => {
    expect(sexagesimal(-0.5)).toBe('-00:30:00.000');
    expect(sexagesimal(23.9999999999)).toBe('24:00:00.000');
    expect(sexagesimal(-26.35333)).toBe('-26:21:11.988');
  });
});

describe('sidereal time and altitude', () => {
  it('agrees with Meeus, example 12.a: 1987 April 10, 0 h UT, is 13 h 10 m 46.3668 s at Greenwich', () => {
    const greenwich = (siderealHours(site, '1987-04-10', 0) - site.longitudeDegree / 15 + 24) % 24;
    expect(greenwich).toBeCloseTo(13 + 10 / 60 + 46.3668 / 3600, 5); // the quadratic term left out is 1e-8 h
  });

  it('sees a star of the own latitude in the zenith when it culminates, and the pole at the height of the latitude', () => {
    expect(horizontal(site, 0, site.latitudeDegree).altitudeDegree).toBeCloseTo(90, 4);
    expect(horizontal(site, 5, -90).altitudeDegree).toBeCloseTo(-site.latitudeDegree, 6);
    expect(horizontal(site, 5, -90).azimuthDegree).toBeCloseTo(180, 6);
    expect(horizontal(site, -3, -30).azimuthDegree).toBeLessThan(180); // not yet culminated: in the east
  });
});
