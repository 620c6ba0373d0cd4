import type { Card } from '#numeric/fits/header';
import { emptyFrame, MASK, type Frame, type Geometry } from '#numeric/frame';
import { createRandom } from '#numeric/math/random';
import type { Exposure } from '../domain/exposure.js';
import type { CalibratedSpectrum, Provenance, TargetSpectrum } from '../domain/products.js';
import type { Products } from './index.js';

/** Products with every oddity that a real night brings, seeded: for the tests of their file format. */

export const CARDS: readonly Card[] = [
  { keyword: 'SIMPLE', value: true, comment: '' },
  { keyword: 'BITPIX', value: 16, comment: '' },
  { keyword: 'NAXIS', value: 2, comment: '' },
  { keyword: 'NAXIS1', value: 4142, comment: '' },
  { keyword: 'NAXIS2', value: 1896, comment: '' },
  { keyword: 'BSCALE', value: 1, comment: '' },
  { keyword: 'BZERO', value: 32768, comment: '' },
  { keyword: 'DATE-OBS', value: '2026-11-24T02:14:05.123', comment: 'DATE-OBS Format: YYYY-MM-DDThh:mm:ss.sss' },
  { keyword: 'DATE', value: '2026-11-24', comment: '' },
  { keyword: 'INSTRUME', value: 'ghts_red', comment: '' },
  { keyword: 'OBJECT', value: "Barnard's star", comment: 'quoted' },
  { keyword: 'CCDTEMP', value: -106.4, comment: 'CCD temperature [\u00b0C]' },
  { keyword: 'SEEING', value: -1, comment: 'DIMM seeing [arcsec]' },
  { keyword: 'NOTES', value: undefined, comment: '' },
  { keyword: 'BLOCK_ID', value: 9_007_199_254_740_993n, comment: 'beyond 2^53' },
  { keyword: 'CCDSUM', value: '2 2', comment: '' },
  { keyword: 'BUNIT', value: 'adu', comment: '' },
  { keyword: 'RLEVEL', value: 0, comment: 'Reduction level' },
  { keyword: 'COMMENT', value: 'Light, Exp Time= 300, Saved as: 0123_barnard.fits', comment: '' },
  { keyword: 'LONGTEXT', value: 'a text of more than sixty-eight characters, which FITS can only hold with CONTINUE cards', comment: 'long' },
];

export const EXPOSURE: Exposure = {
  name: '0123_barnard.fits',
  kind: 'spectrum',
  obstype: 'SPECTRUM',
  technique: 'Spectroscopy',
  camera: 'Red',
  instrument: 'ghts_red',
  object: "Barnard's star",
  proposalId: 'SOAR2026B-001',
  observedAt: '2026-11-24T02:14:05.123Z',
  night: '20261123',
  exposureTimeSecond: 300,
  raDegree: 269.45,
  decDegree: 4.69,
  gainElectronPerAdu: 1.48,
  readNoiseElectron: 3.89,
  saturationAdu: 65535,
  roi: 'Spectroscopic 2x2',
  geometry: { nx: 2071, ny: 948, x0: -50, y0: 0, binX: 2, binY: 2 },
  overscan: { x0: 2, x1: 24, y0: 0, y1: 948 },
  lightSection: { x0: 25, x1: 2055, y0: 1, y1: 948 },
  detectorColumns: 4060,
  wavmode: '400_M2',
  grating: '400_SYZY',
  gratingLinesPerMm: 400,
  gratingAngleDegree: 7.5,
  cameraAngleDegree: 16.1,
  filter: 'NO_FILTER',
  filter2: 'GG455',
  slit: '1.0_LONG_SLIT',
  slitWidthArcsecond: 1,
  lamps: [],
  warnings: ['SEEING was not measured.'],
};

function source(name: string, digit: string) {
  return { name, key: `step/${digit.repeat(64)}`, checksum: digit.repeat(64) };
}

export const PROVENANCE: Provenance = {
  steps: [
    { step: 'trim', version: 1, settings: { wholeSlit: false } },
    { step: 'rejectCosmicRays', version: 2, settings: { method: 'lacosmic', sigma: 4.5 } },
  ],
  overscanSection: '[3:24,1:948]',
  trimSection: '[26:2055,2:948]',
  slitSection: '[1:2030,101:800]',
  bias: source('master_bias_RED_SP_2x2_R03.89_G01.48_20261123.fits', 'b'),
  flat: source('master_flat_RED_400m2_GG455_1.0_2x2_20261123.fits', 'f'),
  flatNormalization: 'simple',
  cosmicRays: { method: 'LACosmic', pixels: 321 },
};

export function noiseFrame(geometry: Geometry, seed = 1): Frame {
  const frame = emptyFrame(geometry);
  const random = createRandom(seed);
  for (let p = 0; p < frame.flux.length; p++) {
    frame.flux[p] = 100 + 10 * random.normal();
    frame.variance[p] = 15.1 + 100 * random.uniform();
  }
  frame.flux[3] = NaN;
  frame.variance[3] = NaN;
  frame.mask[3] = MASK.NO_DATA;
  frame.mask[5] = MASK.COSMIC_RAY | MASK.SATURATED;
  frame.flux[7] = -0;
  return frame;
}

export const REDUCED_GEOMETRY: Geometry = { nx: 203, ny: 70, x0: 0, y0: 202, binX: 2, binY: 2 };

export function reducedProduct(changes: Partial<Provenance> = {}): Products['frame'] {
  return { exposure: EXPOSURE, cards: CARDS, provenance: { ...PROVENANCE, ...changes }, frame: noiseFrame(REDUCED_GEOMETRY) };
}

export function masterBias(count = 3): Products['masterBias'] {
  const members = Array.from({ length: count }, (_, i) => ({ ...source(`${String(i).padStart(4, '0')}_bias.fits`, 'a'), used: i !== 1, ...(i === 1 ? { reason: '3.2 % of its pixels are saturated' } : {}) }));
  return { exposure: { ...EXPOSURE, kind: 'bias', obstype: 'BIAS' }, cards: CARDS, provenance: { steps: PROVENANCE.steps.slice(0, 1) }, frame: noiseFrame({ ...REDUCED_GEOMETRY, x0: -50, y0: 0 }, 2), members };
}

export function masterFlat(): Products['masterFlat'] {
  return { ...masterBias(), exposure: { ...EXPOSURE, kind: 'flat', obstype: 'LAMPFLAT' }, slit: [202, 342] };
}

function targetSpectrum(target: number, n: number): TargetSpectrum {
  const random = createRandom(40 + target);
  const sample = (f: (x: number) => number) => Float64Array.from({ length: n }, (_, x) => f(x));
  const spectrum: TargetSpectrum = {
    target,
    snr: 31.4159 / target,
    trace: { coefficients: [70.25, 0.0039, -1.6e-7], rmsPixel: 0.031, fwhmPixel: 4.4, rows: sample((x) => 70.25 + 0.0039 * x - 1.6e-7 * x * x), fwhms: sample((x) => 4.4 - 1e-4 * x) },
    extraction: target === 1 ? 'optimal' : 'fractional',
    flux: sample((x) => 1000 + 300 * Math.sin(x / 40) + 30 * random.normal()),
    variance: sample(() => 900 + random.uniform()),
    sky: sample(() => 200 + random.uniform()),
    mask: new Uint8Array(n),
    aperture: [61.45, 79.05],
    skyZones: target === 1 ? [[40.2, 57], [83.5, 100.3]] : [[83.5, 100.3]],
    firstColumn: 0,
    binning: 2,
    firstRow: 122,
    rowBinning: 2,
  };
  for (const plane of [spectrum.flux, spectrum.variance, spectrum.sky]) plane[11] = NaN;
  spectrum.mask[11] = MASK.NO_DATA;
  return spectrum;
}

export function spectraProduct(targets = 2, n = 2030): Products['spectra'] {
  return { exposure: EXPOSURE, cards: CARDS, provenance: PROVENANCE, spectra: Array.from({ length: targets }, (_, i) => targetSpectrum(i + 1, n)) };
}

/** Dispersion of 400_M2 at 2×2 with some distortion: a grating equation is no polynomial. */
export function wavelengthAt(x: number): number {
  const offset = ((x - 1014) * 2 * 0.015) / 377;
  return 25000 * (Math.sin(0.1309) + Math.sin(0.1501 + Math.atan(offset + 0.4 * offset ** 3)));
}

export function calibratedProduct(targets = 2, n = 2030): Products['calibratedSpectra'] {
  const { spectra, ...exposed } = spectraProduct(targets, n);
  const calibrated = spectra.map((spectrum): CalibratedSpectrum => ({
    ...spectrum,
    wavelengths: Float64Array.from(spectrum.flux, (_, x) => wavelengthAt(x)),
    wavelengthErrors: Float64Array.from(spectrum.flux, (_, x) => 0.01 + 1e-5 * x),
    solution: {
      lines: [
        { pixel: 259.3, wavelengthAngstrom: 5460.735, residualPixel: 0.0031, element: 'Hg I', used: true },
        { pixel: 815.25, wavelengthAngstrom: 6598.9529, residualPixel: -0.41, element: 'Ne I', used: false },
      ],
      linesUsed: 1,
      rmsPixel: 0.0123,
      rmsAngstrom: 0.0244,
      predictedErrorPixel: 0.009,
      coverage: 0.87,
      firstLineAngstrom: 5460.735,
      lastLineAngstrom: 8667.9442,
      score: 31.2,
      rivalScore: Number.NEGATIVE_INFINITY,
      deltaRadian: -0.00134,
      focalLengthMillimeter: 377.3,
      distortion: [0, 0.1, -0, 2e-9, 0, 1e-15],
    },
  }));
  return { ...exposed, provenance: { ...PROVENANCE, arc: source('fzst_0124_hgarne.fits', 'e') }, spectra: calibrated };
}
