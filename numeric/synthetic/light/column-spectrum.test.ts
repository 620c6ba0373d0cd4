import { describe, expect, it } from 'vitest';
import { fixtureInstrument } from '../fixture-instrument.js';
import { addContinuum, addLine, addRow, darkSpectrum, integralAt, integrate } from './column-spectrum.js';
import { normalIntegral } from '../../math/special-functions.js';
import { slitImage, slitImageDensity } from './slit-image.js';

const slit = slitImage(fixtureInstrument.optics, 1);

/** Pixels of one row of a spectrum that begins at column 0. */
function row(spectrum: ReturnType<typeof darkSpectrum>, width: number, shift: number, pixels: number): Float32Array {
  const into = new Float32Array(pixels);
  addRow(into, [0, pixels], spectrum, integrate(spectrum), { firstEdge: -0.5, width, shift, scale: 1 });
  return into;
}

function centroid(values: Float32Array): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.reduce((total, value, x) => total + value * x, 0) / sum;
}

describe('the image of the slit', () => {
  it('is 6.7 columns wide at half maximum for one arcsecond and 3 for 0.45″', () => {
    const fwhm = (arcsecond: number): number => {
      const image = slitImage(fixtureInstrument.optics, arcsecond);
      let offset = 0;
      while (slitImageDensity(image, offset) > 0.5 * slitImageDensity(image, 0)) offset += 0.001;
      return 2 * offset;
    };
    expect(fwhm(1)).toBeCloseTo(6.67, 1);
    expect(Math.abs(fwhm(0.45) - 3)).toBeLessThan(0.2); // measured on lamps: 3 columns
  });

  it('holds unit light', () => {
    let sum = 0;
    for (let offset = -20; offset < 20; offset += 0.01) sum += 0.01 * slitImageDensity(slit, offset);
    expect(sum).toBeCloseTo(1, 5);
  });
});

describe('the normal integral', () => {
  it('has the tabulated values', () => {
    expect(normalIntegral(0)).toBeCloseTo(0.5, 8);
    expect(normalIntegral(1)).toBeCloseTo(0.841344746, 6);
    expect(normalIntegral(-2)).toBeCloseTo(0.022750132, 6);
  });
});

describe('light on pixels', () => {
  it('keeps all the light of a line and its center, binned or not, shifted or not', () => {
    // Pixels that undersample the line move its center of gravity by up to F(1/width)/π of a pixel, F the line's transform.
    for (const [width, tolerance] of [[1, 2e-4], [2, 1.2e-3], [3, 8e-3]]) {
      for (const shift of [0, 0.37, -2.81]) {
        const spectrum = darkSpectrum(0, 120);
        addLine(spectrum, slit, 60.25, 1000);
        const pixels = row(spectrum, width, shift, 120 / width);
        const expected = (60.25 + shift - (width - 1) / 2) / width;
        expect(pixels.reduce((total, value) => total + value, 0)).toBeCloseTo(1000, 2); // float32
        expect(Math.abs(centroid(pixels) - expected)).toBeLessThan(tolerance);
      }
    }
  });

  it('puts a sloping continuum where its integral says', () => {
    const spectrum = darkSpectrum(0, 100);
    addContinuum(spectrum, (column) => 50 + 0.3 * column);
    const pixels = row(spectrum, 2, 0.3, 50);
    for (const q of [0, 20, 49]) expect(pixels[q]).toBeCloseTo(2 * (50 + 0.3 * (2 * q + 0.5 - 0.3)), 3);
  });

  it('is constant beyond the ends of the spectrum', () => {
    const spectrum = darkSpectrum(0, 20);
    addLine(spectrum, slit, 10, 7);
    expect(integralAt(spectrum, integrate(spectrum), 1e6)).toBeCloseTo(7, 5);
    expect(integralAt(spectrum, integrate(spectrum), -1e6)).toBeCloseTo(0, 9);
  });
});
