import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultSettings } from '#activities/domain/settings';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { decodeRaw } from '#activities/products/decode-raw';
import { calibrateBySky } from '#activities/steps/calibrate-by-sky';
import { calibrateCounts } from '#activities/steps/calibrate-counts';
import { extract } from '#activities/steps/extract';
import { findTargets } from '#activities/steps/find-targets';
import { stepSettingsOf } from '#activities/steps/index';
import { rejectCosmicRays } from '#activities/steps/reject-cosmic-rays';
import { compiledKernels } from '../../numeric/assembly/compiled.mjs';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { FitError } from '#numeric/errors';
import { quantile } from '#numeric/math/statistics';
import { simulateSkySpectrum, type SimulatedSky } from '#numeric/synthetic/sky-spectrum';
import type { WavelengthSolution } from '#numeric/wavelength/solve';
import { RED_MODES, skyNegatives, solveSkyOf } from '../local/bench/solver-skies.js';

const instrument = simulatedGoodman();
/** Cameras, brightness and noise are drawn anew for each. */
const SEEDS = [1, 2, 3, 4];
const RED = RED_MODES;
const BLUE = ['600_UV', '930_M1', '930_M2', '1200_M0', '1200_M1', '1200_M2', '1200_M3'];

/** Rms over the detector of the error and of that over the expected one. */
function errorsOf({ wavelengths }: SimulatedSky, solution: WavelengthSolution): { pixel: number; expected: number } {
  const rms = (values: number[]): number => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
  const off = Array.from(wavelengths, (truth, q) => (solution.wavelengths[q] ?? NaN) - truth);
  return {
    pixel: rms(off.slice(1).map((each, q) => each / ((wavelengths[q + 1] ?? NaN) - (wavelengths[q] ?? NaN)))),
    expected: rms(off.map((each, q) => each / (solution.errorsAngstrom[q] ?? NaN))),
  };
}

test.each([1, 2] as const)('the night sky alone gives the wavelengths of red and long spectra binned %i, and its error is the expected one within a factor of two', { timeout: 300_000 }, (binning) => {
  for (const exposureSecond of [300, 1200]) {
    const errors = RED.flatMap((mode) =>
      SEEDS.map((seed) => {
        const sky = simulateSkySpectrum({ seed, mode, binning, exposureSecond }, instrument);
        const solution = solveSkyOf(mode, sky.flux, binning);
        return { mode, ...(solution instanceof FitError ? { refused: solution.message, pixel: NaN, expected: NaN } : { refused: undefined, ...errorsOf(sky, solution) }) };
      }),
    );
    const accepted = errors.filter(({ refused }) => refused === undefined);
    const overExpected = Math.sqrt(accepted.reduce((sum, { expected }) => sum + expected ** 2, 0) / accepted.length);
    const pixels = Float64Array.from(accepted, ({ pixel }) => binning * pixel);
    console.info(`${binning}×${binning}, ${exposureSecond} s: ${accepted.length} of ${errors.length}, unbinned rms median ${quantile(pixels, 0.5).toFixed(3)}, worst ${Math.max(...pixels).toFixed(3)}, over expected ${overExpected.toFixed(2)}`);
    for (const mode of RED) {
      const own = accepted.filter((each) => each.mode === mode);
      console.info(`  ${mode}: ${own.length} accepted, ${own.map(({ pixel, expected }) => `${(binning * pixel).toFixed(3)} (${expected.toFixed(2)})`).join(' ')}`);
    }
    expect(accepted.length / errors.length, errors.flatMap(({ mode, refused }) => (refused ? [`${mode}: ${refused}`] : [])).join('\n')).toBeGreaterThanOrEqual(0.9);
    expect(overExpected).toBeGreaterThan(0.5);
    expect(overExpected).toBeLessThan(2);
    // Nothing is wrong: what is accepted is within a pixel over the whole detector, where few lines carry it too.
    for (const { mode, pixel } of accepted) expect(binning * pixel, mode).toBeLessThan(1);
  }
});

test('what is blue is refused, in words', () => {
  for (const mode of BLUE) {
    for (const seed of SEEDS.slice(0, 2)) {
      const { flux } = simulateSkySpectrum({ seed, mode, binning: 2, exposureSecond: 600 }, instrument);
      const refusal = solveSkyOf(mode, flux, 2);
      if (!(refusal instanceof FitError)) throw new Error(`${mode} was accepted`);
      expect(refusal.reason).toBe('sky-lines-insufficient');
      expect(refusal.message).toMatch(/lines .*; only a lamp gives/);
    }
  }
});

test('a sky that is none of its set-up is not accepted: mirrored, shuffled, of another mode, a lamp, noise', { timeout: 300_000 }, () => {
  // Drawn after the bounds of the solver were set; `npm run bench -- negatives` tries 2 000 others.
  const rows = skyNegatives([8201, 8202]);
  console.info(rows.map(({ kind, tried, accepted }) => `${kind}: ${accepted} of ${tried} accepted`).join('; '));
  expect(rows.filter(({ accepted }) => accepted > 0)).toEqual([]);
  expect(rows.reduce((sum, { tried }) => sum + tried, 0)).toBe(198);
});

const OBJECT = fileURLToPath(new URL('../../../shared/data/goodman-frames/0325_obj1208.fits', import.meta.url));

test.skipIf(!existsSync(OBJECT))('a real frame of two minutes with 400 lines: what a person sees in its sky (skipped without ../shared/data)', { timeout: 120_000 }, async () => {
  const tools = { kernels: createWasmKernels(await compiledKernels()), sources: {} };
  const settings = stepSettingsOf(defaultSettings);
  const raw = decodeRaw(new Uint8Array(readFileSync(OBJECT)), '0325_obj1208.fits');
  const { exposure, cards, provenance } = raw;
  const { frame } = calibrateCounts(raw, tools.kernels, exposure.lightSection);
  const clean = rejectCosmicRays.run({ frame: { exposure, cards, provenance, frame } }, rejectCosmicRays.settings.parse(settings.rejectCosmicRays), tools).product;
  const targets = findTargets.run({ frame: clean }, findTargets.settings.parse(settings.findTargets), tools).product;
  const spectra = extract.run({ frame: clean, targets }, extract.settings.parse(settings.extract), tools).product;
  const [strongest] = calibrateBySky.run({ spectra, frame: clean }, {}, tools).product.spectra;
  // [O I] twice and OH, at the peaks of the sky; two tenths of the image of the slit.
  for (const [sample, angstrom] of [[1218.4, 5577.34], [1581.8, 6300.3], [1613.6, 6363.78], [1866.8, 6863.96], [1896.9, 6923.22]] as const) {
    const below = Math.floor(sample);
    const [low = NaN, high = NaN] = [strongest?.wavelengths[below], strongest?.wavelengths[below + 1]];
    expect(Math.abs(low + (sample - below) * (high - low) - angstrom)).toBeLessThan(1.4);
  }
});
