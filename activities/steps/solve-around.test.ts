import { describe, expect, test } from 'vitest';
import { FitError } from '#numeric/errors';
import { readFits } from '#numeric/fits/read';
import type { Geometry } from '#numeric/frame';
import { simulateLampSpectrum, type SimulatedLamp } from '#numeric/synthetic/lamp-spectrum';
import type { CalibratedSpectrum, TargetSpectrum } from '../domain/products.js';
import { flagsOf } from '../domain/quality-flags.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { encodeProduct } from '../products/encode-product.js';
import type { Products } from '../products/index.js';
import { laboratoryLines } from '../reference/line-lists.js';
import { calibrateWavelength } from './calibrate-wavelength.js';
import { frameOf } from './test-frames.js';

const MODE = '400_M1';
const LAMPS = ['HGA', 'NE'] as const;
const ROWS = 9;
const mode = simulatedGoodman().modes[MODE];
if (!mode) throw new Error(`no mode ${MODE}`);
const lamp: SimulatedLamp = simulateLampSpectrum({ seed: 5, mode: MODE, lamps: LAMPS, laboratoryLines: laboratoryLines(LAMPS, true), binning: 1 }, simulatedGoodman());
const geometry: Geometry = { nx: lamp.flux.length, ny: ROWS, x0: 0, y0: 900, binX: 1, binY: 1 };
const setup = { gratingLinesPerMm: mode.linesPerMm, gratingAngleDegree: mode.gratingAngleDegree, cameraAngleDegree: mode.cameraAngleDegree, detectorColumns: 4060, lamps: LAMPS };

/** Minutes from the start of the exposure of the sky, which lasts ten. */
function at(minutes: number): string {
  return new Date(Date.parse('2026-11-24T03:00:00.000Z') + minutes * 60_000).toISOString();
}

/** The frame of the lamp after the image moved by whole columns; without light where asked. */
function arc(minutes: number, columns: number, light = true): Products['frame'] {
  const { length } = lamp.flux;
  return frameOf(geometry, (x) => (light ? (lamp.flux[Math.min(length - 1, Math.max(0, x - columns))] ?? 0) : 3 * Math.sin(x * x)), { ...setup, kind: 'arc', observedAt: at(minutes), exposureTimeSecond: 0, name: `${minutes}_arc.fits` });
}

const none = new Float64Array(geometry.nx);
const source: TargetSpectrum = {
  target: 1,
  snr: 10,
  trace: { coefficients: [4, 0, 0], rmsPixel: 0, fwhmPixel: 2, rows: new Float64Array(geometry.nx).fill(4), fwhms: none },
  extraction: 'optimal',
  flux: none,
  variance: none,
  sky: none,
  mask: new Uint8Array(geometry.nx),
  aperture: [2, 6],
  skyZones: [],
  firstColumn: 0,
  binning: 1,
  firstRow: 900,
  rowBinning: 1,
};
const sky = frameOf(geometry, () => 0, { ...setup, lamps: [], observedAt: at(0), exposureTimeSecond: 600 });
const spectra: Products['spectra'] = { exposure: sky.exposure, cards: sky.cards, provenance: { steps: [] }, spectra: [source] };

const named = (name: string) => ({ name: `${name}.fits`, key: `key-${name}`, checksum: `sum-${name}` });

function calibrated(first: Products['frame'], second?: Products['frame'], lamps?: ('HGA' | 'NE' | 'CU')[]): { readonly product: Products['calibratedSpectra']; readonly spectrum: CalibratedSpectrum } {
  const { product } = calibrateWavelength.run({ spectra, arc: first, ...(second ? { bracketArc: second } : {}) }, lamps ? { lamps } : {}, {
    kernels: undefined as never,
    sources: { arc: named('first'), ...(second ? { bracketArc: named('second') } : {}) },
  });
  const [spectrum] = product.spectra;
  if (!spectrum) throw new Error('no spectrum');
  return { product, spectrum };
}

/** Median of where the wavelengths put the light minus where it fell, columns, after the image moved by some. */
function offBy({ wavelengths }: CalibratedSpectrum, columns: number): number {
  const off: number[] = [];
  for (let x = 100; x < wavelengths.length - 100; x++) {
    const place = x - columns;
    const k = Math.floor(place);
    const [low = NaN, high = NaN] = [lamp.wavelengths[k], lamp.wavelengths[k + 1]];
    off.push(((wavelengths[x] ?? NaN) - (low + (place - k) * (high - low))) / (high - low));
  }
  return off.sort((a, b) => a - b)[off.length >> 1] ?? NaN;
}

const flagged = ({ quality }: CalibratedSpectrum): string => flagsOf(quality ?? {}).map(({ sentence }) => sentence).join('\n');

describe('a source between two lamps', () => {
  test('lines that move by a column an hour: right at the middle of the exposure, where the nearer lamp alone is off by what moved since', () => {
    const [before, after] = [arc(-25, 0), arc(35, 1)];
    const { spectrum, product } = calibrated(before, after);
    const alone = calibrated(before).spectrum;
    // The middle is at five minutes: halfway.
    expect(Math.abs(offBy(alone, 0.5))).toBeGreaterThan(0.49);
    expect(Math.abs(offBy(spectrum, 0.5))).toBeLessThan(0.01);
    expect(spectrum.solution.interpolation?.share).toBeCloseTo(0.5, 6);
    expect(spectrum.quality?.['lampDriftPixel']).toBeCloseTo(1, 1);
    expect(spectrum.quality).toMatchObject({ lampsFailed: 0 });
    expect(flagged(spectrum)).not.toMatch(/two lamps/);
    expect(product.provenance).toMatchObject({ arc: named('first'), bracketArc: named('second') });
  });

  test('no drift: the same wavelengths as by one', () => {
    const { spectrum } = calibrated(arc(-25, 0), arc(35, 0));
    const alone = calibrated(arc(-25, 0)).spectrum;
    expect(Math.max(...spectrum.wavelengths.map((wavelength, x) => Math.abs(wavelength - (alone.wavelengths[x] ?? NaN))))).toBeLessThan(1e-9);
    expect(spectrum.wavelengthErrors[1000]).toBeCloseTo(alone.wavelengthErrors[1000] ?? NaN, 9);
  });

  test('lamps that differ by more than flexure: the nearer alone, said in words, with the doubt in its error', () => {
    const { spectrum } = calibrated(arc(-5, 0), arc(20, 4));
    expect(Math.abs(offBy(spectrum, 0))).toBeLessThan(0.01);
    expect(spectrum.solution.interpolation).toMatchObject({ share: 0 });
    expect(flagged(spectrum)).toMatch(/The two lamps around the exposure differ by more than the instrument bends between them: only the nearer was used/);
    expect(spectrum.solution.predictedErrorPixel).toBeGreaterThan(1);
  });

  test.each([
    ['second', 0],
    ['first', 1],
  ])('the %s lamp shows no lines: the other alone, said in words', (dark, share) => {
    const { spectrum } = calibrated(arc(-25, 0, dark !== 'first'), arc(35, 0, dark !== 'second'));
    expect(Math.abs(offBy(spectrum, 0))).toBeLessThan(0.01);
    expect(spectrum.solution.interpolation).toEqual({ share, driftPixel: null });
    expect(flagged(spectrum)).toMatch(/The lines of one of the two lamps around the exposure were not identified/);
    expect(spectrum.quality?.['lampAgeMinute']).toBeCloseTo(share === 0 ? 25 : -35, 6);
  });

  test('no lamp shows lines: the failure is that of the nearer', () => {
    expect(() => calibrated(arc(-25, 0, false), arc(35, 0, false))).toThrow(FitError);
  });

  test('lamps that somebody says were lit hold for both', () => {
    const mute = (frame: Products['frame']): Products['frame'] => ({ ...frame, exposure: { ...frame.exposure, lamps: ['CU'] } });
    const { spectrum } = calibrated(mute(arc(-25, 0)), mute(arc(35, 1)), ['HGA', 'NE']);
    expect(Math.abs(offBy(spectrum, 0.5))).toBeLessThan(0.01);
    expect(spectrum.quality).toMatchObject({ lampsAsNamed: 1 });
  });

  test('the file names both lamps and the weight of each, as IRAF does', () => {
    const { product } = calibrated(arc(-25, 0), arc(35, 1));
    const [file] = encodeProduct('calibratedSpectra', product, { key: 'key', date: '2026-11-24' });
    const header = readFits(file?.bytes ?? new Uint8Array()).hdus[0]?.header;
    expect(['GSP_LAMP', 'GSP_LAM2', 'GSP_L2KY', 'GSP_L2SM', 'DCLOG1', 'DCLOG2'].map((keyword) => header?.text(keyword))).toEqual(['first.fits', 'second.fits', 'key-second', 'sum-second', 'REFSPEC1 = first.fits 0.5000', 'REFSPEC2 = second.fits 0.5000']);
    expect(header?.number('GSP_WINT')).toBeCloseTo(0.5, 6);
    const [plain] = encodeProduct('calibratedSpectra', calibrated(arc(-25, 0)).product, { key: 'key', date: '2026-11-24' });
    expect(readFits(plain?.bytes ?? new Uint8Array()).hdus[0]?.header.text('DCLOG1')).toBe('REFSPEC1 = first.fits');
  });
});
