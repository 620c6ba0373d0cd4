import { describe, expect, test } from 'vitest';
import { described, refusal, type Cards } from './test-headers.js';
import { isPlausibleInstant } from './time.js';

const OTHER_CARDS: Cards = { DATE: '2022-07-04', UT: '23:06:11.201' };

describe('a date at which Goodman took no frame', () => {
  test.each(['0000-01-01T00:00:00', '0001-01-01T00:00:00', '1970-01-01T00:00:03', '1999-12-31T23:59:59', '2122-07-04T23:06:11', '9999-12-31T00:00:00'])('%s gives way to DATE and UT', (stamp) => {
    const { observedAt, night, warnings } = described({ ...OTHER_CARDS, 'DATE-OBS': stamp });
    expect(observedAt).toBe('2022-07-04T23:06:11.201Z');
    expect(night).toBe('20220704');
    expect(warnings.join()).toContain(`DATE-OBS = '${stamp}'`);
    expect(warnings.join()).toContain("DATE and UT = '2022-07-04 23:06:11.201'");
  });

  test.each(['0000-01-01T00:00:00', '1970-01-01T00:00:03', '2122-07-04T23:06:11', '2026-02-30T01:02:03', '2026-11-23T24:00:00', 'yesterday'])('%s alone fails in one sentence', (stamp) => {
    const { code, message } = refusal({ 'DATE-OBS': stamp });
    expect(code).toBe('header-invalid');
    expect(message).toMatch(/^0123_test\.fits has DATE-OBS = '[^']+', [^.]+; it should read like 2026-11-23T02:14:05\.123, and no other card tells the date\.$/);
  });

  test('neither the year 0 of DATE nor a blank DATE-OBS becomes a night', () => {
    expect(refusal({ 'DATE-OBS': ' ', DATE: '0000-01-01', UT: '23:06:11.201' }).code).toBe('keyword-missing');
  });

  test('the GPS clock of the shutter comes first', () => {
    const { observedAt, warnings } = described({ 'DATE-OBS': '1970-01-01T00:00:03', OPENDATE: '2022-07-04', OPENTIME: '23:06:12.9056730', DATE: '2022-07-09', UT: '23:06:11' });
    expect(observedAt).toBe('2022-07-04T23:06:12.906Z');
    expect(warnings.join()).toContain('OPENDATE and OPENTIME');
  });
});

test('a DATE-OBS that shutter and file both contradict is outvoted; one of them alone is not believed over it', () => {
  const stamp = '2012-07-04T23:06:11';
  const shutter = { OPENDATE: '2022-07-04', OPENTIME: '23:06:12' };
  expect(described({ ...OTHER_CARDS, ...shutter, 'DATE-OBS': stamp }).night).toBe('20220704');
  for (const one of [OTHER_CARDS, shutter]) expect(described({ ...one, 'DATE-OBS': stamp }).night).toBe('20120704');
});

test('no frame is of tomorrow, whatever today is', () => {
  const now = Date.UTC(2030, 5, 1);
  expect(isPlausibleInstant(Date.UTC(2030, 5, 1, 12), now)).toBe(true);
  expect(isPlausibleInstant(Date.UTC(2030, 5, 3), now)).toBe(false);
  expect(isPlausibleInstant(Date.UTC(2003, 11, 31), now)).toBe(false);
});
