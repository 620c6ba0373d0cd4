import { describe, expect, it } from 'vitest';
import { columnInRow, prepareNight, simulateLampSpectrum } from '../night.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { centroid, exposeKind, laboratoryLines, smallNight, spread, takeKind } from '../small-night.js';

describe('lamps', () => {
  // With binning 3 the pixels undersample the line and its center of gravity is no longer its center.
  it.each([[1, 0.002], [2, 0.002], [3, 0.01]] as const)('put every line where the truth says, in every row: binning %i within %f px', (binning, tolerance) => {
    const night = prepareNight(smallNight({ binning, region: undefined }), fixtureInstrument);
    const { electrons, truth } = exposeKind(night, 'arc');
    const { model, tilt, geometry } = truth;
    if (!model || !tilt || !truth.lines) throw new Error('a lamp frame without optics');
    const reach = Math.ceil(12 / binning);
    const isolated = truth.lines.filter((line, i, all) => all.every((other, j) => i === j || Math.abs(other.column - line.column) > 30));
    expect(isolated.length).toBeGreaterThan(8);
    for (const y of [60, 200, 450, 580].map((row) => Math.round((row * 2) / binning))) {
      for (const line of isolated) {
        const expected = columnInRow({ model, tilt }, geometry, line.wavelengthAngstrom, y);
        const measured = centroid(electrons, geometry.nx, y, Math.round(expected), reach);
        expect(Math.abs(measured - expected)).toBeLessThan(tolerance);
      }
    }
    const ends = [columnInRow({ model, tilt }, geometry, 5460.75, 0), columnInRow({ model, tilt }, geometry, 5460.75, geometry.ny - 1)];
    const middle = columnInRow({ model, tilt }, geometry, 5460.75, geometry.ny / 2);
    expect(Math.max(...ends.map((end) => Math.abs(end - middle)))).toBeGreaterThan(1 / binning); // tilted and curved
  });

  it('show lines that no list holds, and stay dark when they are off', () => {
    const blocks = [{ ...smallNight().blocks[0], lampOff: true }];
    const off = takeKind(prepareNight(smallNight({ blocks }), fixtureInstrument), 'arc');
    expect(off.truth.lines).toEqual([]);
    expect(exposeKind(prepareNight(smallNight({ blocks }), fixtureInstrument), 'arc').electrons.every((value) => value === 0)).toBe(true);
    const on = exposeKind(prepareNight(smallNight({ unlistedLines: 12 }), fixtureInstrument), 'arc').truth.lines ?? [];
    expect(on.filter((line) => !line.listed)).toHaveLength(12);
  });

  it('name the outermost lines that can be seen', () => {
    const { truth } = exposeKind(prepareNight(smallNight(), fixtureInstrument), 'arc');
    expect(truth.lampRange).toEqual({ loAngstrom: 3650.158, hiAngstrom: 6965.431 });
  });
});

describe('a lamp spectrum in one dimension', () => {
  const request = { seed: 5, mode: '930_M4', lamps: ['HGA', 'NE'] as const, laboratoryLines, unlistedLines: 0 };

  it('has its lines at the wavelengths of its pixels', () => {
    const lamp = simulateLampSpectrum({ ...request, binning: 2, brightestPeakElectron: 1e9 }, fixtureInstrument);
    expect(lamp.wavelengths).toHaveLength(2030);
    for (const { wavelengthAngstrom } of lamp.lines) {
      const near = lamp.wavelengths.findIndex((w) => w > wavelengthAngstrom);
      if (near < 20 || near > 2010) continue;
      const center = centroid(Float32Array.from(lamp.flux), lamp.flux.length, 0, near, 6);
      const left = Math.floor(center);
      const measured = lamp.wavelengths[left] + (center - left) * (lamp.wavelengths[left + 1] - lamp.wavelengths[left]);
      expect(Math.abs(measured - wavelengthAngstrom)).toBeLessThan(0.002 * (lamp.wavelengths[1] - lamp.wavelengths[0]) + 1e-4);
    }
  });

  it('scatters as its variance says', () => {
    const faint = { ...request, binning: 2 as const, brightestPeakElectron: 3000, rows: 8 };
    const one = simulateLampSpectrum(faint, fixtureInstrument);
    const two = simulateLampSpectrum({ ...faint, noise: 'second exposure' }, fixtureInstrument);
    const pulls = Array.from(one.flux, (value, i) => (value - two.flux[i]) / Math.sqrt(2 * one.variance[i]));
    const { mean, deviation } = spread(pulls);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pulls.length));
    expect(Math.abs(deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * pulls.length));
    expect(two.wavelengths).toEqual(one.wavelengths);
  });
});
