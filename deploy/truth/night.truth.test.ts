import { describe, expect, test } from 'vitest';
import type { Lamp } from '#activities/domain/exposure';
import { defaultSettings } from '#activities/domain/settings';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { decodeProduct } from '#activities/products/decode-product';
import type { EncodedFile } from '#activities/products/fits/file-draft';
import type { Products } from '#activities/products/index';
import { isHollowCathode, laboratoryLines } from '#activities/reference/line-lists';
import { quantile } from '#numeric/math/statistics';
import { simulateNight, type NightPlan } from '#numeric/synthetic/night';
import { compareWithTruth, readSpectrum, spreadOf, type Comparison, type SpectrumFile } from '../local/demo/against-truth.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import { FolderNight, type FrameReport } from '../local/offline/folder-night.js';

const MINUTE = 60_000;
/** Blocks of a mode: each has optics of its own, drawn from their measured scatter, a lamp and a spectrum. */
const BLOCKS = 3;

/** The goals of the project, native pixels (wavelengths) and shares. */
const GOAL = {
  wavelength: { 2: { median: 0.01, p95: 0.04 }, 1: { median: 0.015, p95: 0.06 } },
  traceRows: 0.05,
  flux: 0.01,
  pulls: [0.95, 1.05],
  photonLimit: 0.97,
} as const;

/** Standard error of the spread of n normal deviates from their 16th and 84th percentiles, times √n. */
const SPREAD_ERROR = 0.96;

const modes: readonly (readonly [string, readonly Lamp[]])[] = [
  ['400_M1', ['HGA', 'NE']],
  ['400_M2', ['HGA', 'NE']],
  ['600_RED', ['HGA', 'NE']],
  ['1200_M5', ['HGA', 'NE']],
  ['930_M2', ['CU']],
  ['600_UV', ['CU']],
];

function planOf(mode: string, lamps: readonly Lamp[], binning: 1 | 2): NightPlan {
  const block = (index: number): NightPlan['blocks'][number] => ({
    mode,
    lamps,
    flats: index === 0 ? 5 : 0,
    spectra: [
      {
        object: `field ${index}`,
        exposureSecond: 300,
        // Per unbinned column: bright, and one faint enough that sky and read noise matter.
        targets: [{ row: 0.5, electronsPerPixel: 4000 }, ...(index > 0 ? [{ row: 0.3, electronsPerPixel: 400 }] : []), ...(index > 1 ? [{ row: 0.7, electronsPerPixel: 1500 }] : [])],
      },
    ],
  });
  return {
    seed: 31 * binning + mode.length,
    binning,
    date: '2026-11-21',
    proposal: 'SOAR2026B-031',
    biases: 10,
    laboratoryLines: laboratoryLines(lamps, true),
    blocks: Array.from({ length: BLOCKS }, (_, index) => block(index)),
  };
}

interface Measured {
  readonly spectrum: SpectrumFile;
  readonly comparison: Comparison;
}

async function reduceNight(frames: readonly DemoFrame[]): Promise<{ reports: FrameReport[]; files: EncodedFile[]; measured: Measured[] }> {
  const files: EncodedFile[] = [];
  const night = new FolderNight({
    settings: { ...defaultSettings, minimum_number_of_flats: 5 },
    date: '2026-11-21',
    keep: (file) => {
      files.push(file);
      return Promise.resolve();
    },
    onReport: () => undefined,
  });
  try {
    const reports = await night.reduce(frames.map(({ name, bytes }) => ({ name, read: () => Promise.resolve(bytes) })));
    const measured = frames.flatMap(({ name, truth }, index) => {
      if (truth?.kind !== 'spectrum') return [];
      // The lamp of the block comes right before its spectrum.
      const range = frames[index - 1]?.truth?.lampRange;
      if (!range) throw new Error(`the frame before ${name} is no lamp`);
      const own = files.filter((file) => file.dataType === 4 && file.fileName.includes(name.replace('.fits', '')));
      return own.map(({ bytes }) => {
        const spectrum = readSpectrum(bytes);
        return { spectrum, comparison: compareWithTruth(spectrum, truth, range) };
      });
    });
    return { reports, files, measured };
  } finally {
    await night.close();
  }
}

describe.each([2, 1] as const)('binned %i × the same', (binning) => {
  test.each(modes)(`%s: wavelengths, traces, flux and error bars against the simulated truth`, { timeout: 6 * MINUTE }, async (mode, lamps) => {
    expect(isHollowCathode(lamps)).toBe(lamps.includes('CU'));
    const frames = [...simulateNight(planOf(mode, lamps, binning), simulatedGoodman())].map(({ name, bytes, truth }) => ({ name, bytes, truth }));
    const { reports, files, measured } = await reduceNight(frames);

    expect(reports.filter(({ state }) => state !== 'done').map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
    expect(measured, 'every target calibrated').toHaveLength(1 + 2 + 3);

    const errors = Float64Array.from(measured.flatMap(({ comparison }) => comparison.wavelengthErrors));
    expect.soft(quantile(errors, 0.5), 'median |wavelength error|, pixel').toBeLessThanOrEqual(GOAL.wavelength[binning].median);
    expect.soft(quantile(errors, 0.95), '95th percentile, pixel').toBeLessThanOrEqual(GOAL.wavelength[binning].p95);
    for (const { spectrum, comparison } of measured) {
      const name = `${spectrum.header.text('GSP_FNAM') ?? ''}`;
      expect.soft(comparison.traceErrorRows, `${name}: trace`).toBeLessThanOrEqual(GOAL.traceRows);
      expect.soft(Math.abs(comparison.fluxRatio - 1), `${name}: flux ${comparison.fluxRatio.toFixed(4)}`).toBeLessThanOrEqual(GOAL.flux);
      // One spectrum has some 2000 pulls, which give their spread to 0.02: of 72 spectra with perfect error bars one or two would leave the goal by chance.
      const chance = (3 * SPREAD_ERROR) / Math.sqrt(comparison.pulls.length);
      expect.soft(comparison.pullSpread, `${name}: pulls`).toBeGreaterThanOrEqual(GOAL.pulls[0] - chance);
      expect.soft(comparison.pullSpread, `${name}: pulls`).toBeLessThanOrEqual(GOAL.pulls[1] + chance);
      expect.soft(comparison.photonLimitShare, `${name}: S/N against the photon limit`).toBeGreaterThanOrEqual(GOAL.photonLimit);
    }
    const pulls = spreadOf(measured.flatMap(({ comparison }) => comparison.pulls));
    expect.soft(pulls, 'pulls of all spectra').toBeGreaterThanOrEqual(GOAL.pulls[0]);
    expect.soft(pulls, 'pulls of all spectra').toBeLessThanOrEqual(GOAL.pulls[1]);
    expectBiasAtItsNoise(files, frames);
    const worst = (value: (comparison: Comparison) => number) => Math.max(...measured.map(({ comparison }) => value(comparison)));
    console.info(
      `${mode} ${binning}×${binning}: |Δλ| median ${quantile(errors, 0.5).toFixed(4)}, 95 % ${quantile(errors, 0.95).toFixed(4)} px; trace ${worst((c) => c.traceErrorRows).toFixed(3)} rows; ` +
        `flux off by at most ${(100 * worst((c) => Math.abs(c.fluxRatio - 1))).toFixed(2)} %; pulls ${pulls.toFixed(3)}; S/N at least ${(-worst((c) => -c.photonLimitShare)).toFixed(3)} of the photon limit`,
    );
  });
});

/**
 * The master bias differs from the simulated structure by its own error and nothing more. A read-out without overscan (600_RED) keeps the
 * level of its rows, so there the mean level of the frames is part of the truth.
 */
function expectBiasAtItsNoise(files: readonly EncodedFile[], frames: readonly DemoFrame[]): void {
  const file = files.find(({ fileName }) => fileName.startsWith('master_bias'));
  const truths = frames.flatMap(({ truth: each }) => (each?.kind === 'bias' ? [each] : []));
  const [truth] = truths;
  if (!file || !truth) throw new Error('no master bias');
  const { frame, exposure } = decodeProduct('masterBias', file.bytes) as Products['masterBias'];
  const level = (y: number) => (exposure.overscan ? 0 : truths.reduce((sum, { overscanAdu }) => sum + (overscanAdu[y] ?? NaN), 0) / truths.length);
  const { nx, ny } = frame.geometry;
  const pulls: number[] = [];
  for (let y = 0; y < ny; y += 3) {
    for (let x = truth.lightFrom; x < truth.lightTo; x += 5) {
      const p = y * nx + x;
      if (frame.mask[p] !== 0) continue;
      pulls.push(((frame.flux[p] ?? NaN) - ((truth.bias[p] ?? NaN) + level(y)) * truth.gainElectronPerAdu) / Math.sqrt(frame.variance[p] ?? NaN));
    }
  }
  const spread = spreadOf(pulls);
  expect.soft(spread, 'master bias: spread of (master − truth) ÷ σ').toBeGreaterThan(0.95);
  expect.soft(spread, 'master bias: spread of (master − truth) ÷ σ').toBeLessThan(1.05);
}
