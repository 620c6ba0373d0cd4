import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFits, type ImageHdu } from '../fits/read.js';
import { emptyFrame } from '../frame.js';
import { median } from '../math/statistics.js';
import { evaluateFit } from '../math/polynomial.js';
import { pointSourceFrame, type PointSource, type PointSourcePlan } from '../synthetic/point-source.js';
import { exampleSlit } from './example-slit.js';
import { findTargets, type Target, type TargetSearch } from './targets.js';
import { traceRow, traceRows, traceTarget, type Trace } from './trace.js';

const search: TargetSearch = { slit: exampleSlit, model: 'moffat', maximum: 5, backgroundThreshold: 3, minimumSnr: 5 };
const plan: PointSourcePlan = { nx: 2000, ny: 240, binning: 2, sources: [], sky: (x) => 40 + (x % 130 < 4 ? 900 : 0), readNoiseElectron: 4, seed: 5 };

/** A star whose line rises by `tilt` rows over 2000 columns and is bowed by `bow`; the seeing falls by 12 % to the red. */
function star(row: number, electrons: number | ((x: number) => number), { tilt = 28, bow = 3, fwhm = 4 } = {}): PointSource {
  const u = (x: number): number => (2 * x) / 1999 - 1;
  return { row: (x) => row + (tilt / 2) * u(x) + bow * (u(x) ** 2 - 1 / 3), fwhm: (x) => fwhm * (1 - 0.06 * u(x)), electrons: typeof electrons === 'number' ? () => electrons : electrons };
}

function follow(sources: PointSource[], more: Partial<PointSourcePlan> = {}): { targets: Target[]; traces: Trace[] } {
  const frame = pointSourceFrame({ ...plan, ...more, sources });
  const targets = findTargets(frame, search);
  return { targets, traces: targets.map((target) => traceTarget(frame, target, targets.filter((other) => other !== target))) };
}

function largestError(trace: Trace, source: PointSource): number {
  return traceRows(trace, 2000).reduce((worst, row, x) => Math.max(worst, Math.abs(row - source.row(x))), 0);
}

describe('a single star', () => {
  test.each([
    { tilt: 28, bow: 3 },
    { tilt: -30, bow: -3 },
    { tilt: 0, bow: 0 },
  ])('with a line of tilt $tilt and bow $bow is followed to 0.05 rows at every column', (shape) => {
    const source = star(120, 3000, shape);
    const { traces } = follow([source]);
    expect(largestError(traces[0], source)).toBeLessThan(0.05);
    expect(traces[0].rmsPixel).toBeLessThan(0.05);
    expect(traces[0].samplesUsed).toBeGreaterThan(60); // of 80 bins
  });

  test('its width is measured along the way', () => {
    const source = star(120, 6000);
    const { traces } = follow([source]);
    for (const x of [0, 1000, 1999]) expect(Math.abs(evaluateFit(traces[0].fwhm, x) / source.fwhm(x) - 1)).toBeLessThan(0.02);
  });

  test('with a gap in its spectrum, cosmic rays masked and not, and bad rows', () => {
    const source = star(120, (x) => (x > 600 && x < 1000 ? 0 : 2500));
    const { traces } = follow([source], { masked: 0.02, unmasked: 200 });
    expect(largestError(traces[0], source)).toBeLessThan(0.1); // a fifth of the line is not there
  });

  test('that grows red: no light in the blue third', () => {
    const source = star(120, (x) => Math.max(0, x - 700) * 3);
    const { traces } = follow([source]);
    const errors = traceRows(traces[0], 2000).map((row, x) => Math.abs(row - source.row(x)));
    expect(Math.max(...errors.slice(1000))).toBeLessThan(0.05);
    expect(Math.max(...errors.slice(0, 1000))).toBeLessThan(0.6); // a polynomial guesses there
  });

  test('too faint for single bins: wider ones, fewer coefficients', () => {
    const source = star(120, 60);
    const { traces } = follow([source]);
    expect(largestError(traces[0], source)).toBeLessThan(0.6); // S/N 90 in all: 4/90 rows at the middle, several times that at the ends
  });
});

test('the fit errors of the centers are honest', () => {
  const source = star(120, 800, { tilt: 5 });
  const pulls = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((seed) => follow([source], { seed }).traces[0].samples.map((s) => (s.row - source.row(s.column)) / s.sigmaRow));
  const spread = Math.sqrt(pulls.reduce((sum, p) => sum + p * p, 0) / pulls.length);
  expect(Math.abs(spread - 1)).toBeLessThan(4 / Math.sqrt(2 * pulls.length)); // 960 centers: the spread is known to 2.3 %, four of those
});

describe('the degree', () => {
  const u = (x: number): number => (2 * x) / 1999 - 1;
  const wavy: PointSource = { ...star(120, 5000), row: (x) => 120 + 5 * u(x) + 1.5 * u(x) ** 3 - 0.4 * u(x) ** 4 };
  test('rises where the line of light asks for it', () => {
    const { traces } = follow([wavy]);
    expect(largestError(traces[0], wavy)).toBeLessThan(0.05);
    expect(traces[0].fit.coefficients.length).toBeGreaterThan(4);
  });
  test('and not for noise: a parabola stays one, in ten of twelve frames at least', () => {
    const source = star(120, 600, { tilt: 6, bow: 1 });
    const lengths = Array.from({ length: 12 }, (_, seed) => follow([source], { seed, nx: 1000 }).traces[0].fit.coefficients.length);
    expect(lengths.filter((n) => n > 3).length).toBeLessThanOrEqual(2);
  });
});

describe('two stars of ratio 1:0.2, three widths apart', () => {
  const sources = [star(100, 2500), star(112, 500)];
  const { targets, traces } = follow(sources);
  test('are followed each on its own line, within 0.1 rows', () => {
    expect(targets).toHaveLength(2);
    sources.forEach((source, i) => expect(largestError(traces[i], source)).toBeLessThan(0.1));
  });
  test('never cross', () => {
    for (let x = 0; x < 2000; x++) expect(traceRow(traces[1], x) - traceRow(traces[0], x)).toBeGreaterThan(11);
  });
});

test('a faint star 44 rows from a bright one keeps to its own line', () => {
  const sources = [star(80, 60_000), star(124, 1200)];
  const { traces } = follow(sources);
  expect(largestError(traces[1], sources[1])).toBeLessThan(0.1);
});

test('a noiseless Gaussian on 120 + 0.01x − 1e-6x², which the older pipeline missed by 0.35 rows', () => {
  const frame = emptyFrame({ nx: 2000, ny: 240, x0: 0, y0: 0, binX: 1, binY: 1 });
  const row = (x: number): number => 120 + 0.01 * x - 1e-6 * x * x;
  for (let y = 0; y < 240; y++) {
    for (let x = 0; x < 2000; x++) {
      frame.flux[y * 2000 + x] = 1000 * Math.exp(-0.5 * ((y - row(x)) / 4) ** 2);
      frame.variance[y * 2000 + x] = 16 + frame.flux[y * 2000 + x];
    }
  }
  const [target] = findTargets(frame, { ...search, model: 'gaussian' });
  const trace = traceTarget(frame, target, []);
  for (const x of [0, 1000, 1999]) expect(Math.abs(traceRow(trace, x) - row(x))).toBeLessThan(0.02);
  expect(trace.rmsPixel).toBeLessThan(0.005);
});

test('a target marked by hand, without a path, is followed too', () => {
  const source = star(120, 3000);
  const frame = pointSourceFrame({ ...plan, sources: [source] });
  const byHand: Target = {
    positionRow: 120.5,
    fwhmPixel: 4.5,
    amplitude: NaN,
    snr: NaN,
    model: 'moffat',
    parameters: [1, 120.5, 4.4, 3],
    path: { kind: 'legendre', coefficients: Float64Array.of(0), domain: [0, 1999] },
    columns: [0, 2000],
  };
  expect(largestError(traceTarget(frame, byHand, []), source)).toBeLessThan(0.08);
});

const exposures = `${import.meta.dirname}/../../../shared/data/goodman-frames`;

/** Real raw exposures, 2 × 2, gain 2.67, read noise 5.12; overscan of each row from its last 10 columns. The tests are skipped where they are not at hand. */
describe.skipIf(!existsSync(exposures))('real exposures of the Goodman spectrograph', () => {
  test.each([
    { file: '0129_feige110.fits', rms: 0.03 },
    { file: '0325_obj1208.fits', rms: 0.12 },
  ])('$file: one source, followed to $rms rows', ({ file, rms }) => {
    const [hdu] = readFits(readFileSync(`${exposures}/${file}`)).hdus;
    const raw = (hdu as ImageHdu).float32();
    const [columns, ny] = [2071, 948];
    const [from, to] = [30, columns - 30];
    const frame = emptyFrame({ nx: to - from, ny, x0: 0, y0: 0, binX: 2, binY: 2 });
    for (let y = 0; y < ny; y++) {
      const bias = median(raw.slice((y + 1) * columns - 10, (y + 1) * columns));
      for (let x = from; x < to; x++) {
        const i = y * (to - from) + x - from;
        frame.flux[i] = 2.67 * (raw[y * columns + x] - bias);
        frame.variance[i] = 5.12 ** 2 + Math.max(0, frame.flux[i]);
      }
    }
    const targets = findTargets(frame, search);
    expect(targets).toHaveLength(1);
    const trace = traceTarget(frame, targets[0], []);
    expect(trace.rmsPixel).toBeLessThan(rms); // the photon noise of their centers; a parabola leaves 0.13 and 0.30
    expect(trace.samplesUsed).toBeGreaterThan(60);
  });
});
