import { expect, test } from 'vitest';
import { isHollowCathode, laboratoryLines } from './line-lists.js';

const everything = laboratoryLines(['HGA', 'NE', 'AR', 'FE', 'CU'], true);

test('lamps are named by their keyword or by their elements', () => {
  const elements = (lamps: readonly string[]): string[] => [...new Set(laboratoryLines(lamps, false).map(({ element }) => element))].sort();
  expect(elements(['HGA'])).toEqual(['Ar', 'Hg']);
  expect(elements(['HGA', 'NE'])).toEqual(['Ar', 'Hg', 'Ne']);
  expect(elements(['FE'])).toEqual(['Ar', 'Fe', 'He']);
  expect(elements(['CU'])).toEqual(['Ar', 'Cu', 'He']);
  expect(elements(['Fe'])).toEqual(['Fe']);
  expect(laboratoryLines(['HGA', 'AR'], false)).toEqual(laboratoryLines(['HGA'], false));
  expect(() => laboratoryLines(['XE'], false)).toThrow(/'XE'/);
});

test('every line has a wavelength in range and a positive strength, blue to red', () => {
  expect(everything.length).toBeGreaterThan(900);
  everything.forEach(({ wavelengthAngstrom, strength }, i) => {
    expect(wavelengthAngstrom).toBeGreaterThanOrEqual(everything[i - 1]?.wavelengthAngstrom ?? 2950);
    expect(wavelengthAngstrom).toBeLessThan(10_500);
    expect(strength).toBeGreaterThan(0);
  });
});

// Textbook wavelengths in air (Kaufman & Edlén 1974 for neon and argon standards; Reader et al. for mercury).
test.each([['Hg', 5460.735], ['Hg', 4358.328], ['Ne', 5852.4878], ['Ne', 6402.248], ['Ar', 6965.4307], ['Ar', 8115.311], ['He', 5015.678], ['Cu', 5218.2]])('%s %d is listed', (element, angstrom) => {
  const found = everything.filter((line) => line.element === element && Math.abs(line.wavelengthAngstrom - angstrom) < 0.003);
  expect(found).toHaveLength(1);
  expect(found[0]?.fit).toBe(true);
});

test('no line is listed in vacuum beside its twin in air', () => {
  for (const a of everything) {
    const vacuum = a.wavelengthAngstrom * 1.000277; // the index of air is 1.000275–1.000292 over this range
    const twins = everything.filter((b) => b.element === a.element && b.ionized === a.ionized && Math.abs(b.wavelengthAngstrom - vacuum) < 0.02 && b.strength === a.strength);
    expect(twins).toEqual([]);
  }
});

test('ionized lines are dim unless the cathode is hollow', () => {
  const ionized = (hollow: boolean): number => laboratoryLines(['AR'], hollow).filter((line) => line.ionized).reduce((sum, line) => sum + line.strength, 0);
  expect(ionized(false)).toBeCloseTo(0.02 * ionized(true), 6);
  expect(isHollowCathode(['HGA', 'NE'])).toBe(false);
  expect(isHollowCathode(['HGA', 'CU'])).toBe(true);
});

test('doubtful lines vote only', () => {
  const doubtful = everything.filter(({ fit }) => !fit).map(({ wavelengthAngstrom }) => Math.floor(wavelengthAngstrom));
  expect(doubtful).toEqual([3809, 3886, 4076, 4339, 4352, 4439, 4889, 6172, 6716, 7051, 7281, 7435, 8667]);
});
