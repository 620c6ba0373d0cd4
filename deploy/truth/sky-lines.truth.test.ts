import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultSettings } from '#activities/domain/settings';
import { goodmanOptics } from '#activities/instruments/goodman/optics';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { decodeRaw } from '#activities/products/decode-raw';
import { nightSkyLines } from '#activities/reference/night-sky';
import { calibrateBySky } from '#activities/steps/calibrate-by-sky';
import { calibrateCounts } from '#activities/steps/calibrate-counts';
import { extract } from '#activities/steps/extract';
import { findTargets } from '#activities/steps/find-targets';
import { stepSettingsOf } from '#activities/steps/index';
import { rejectCosmicRays } from '#activities/steps/reject-cosmic-rays';
import { compiledKernels } from '../../numeric/assembly/compiled.mjs';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { FitError } from '#numeric/errors';
import { createRandom } from '#numeric/math/random';
import { quantile } from '#numeric/math/statistics';
import { simulateSkySpectrum, type SimulatedSky } from '#numeric/synthetic/sky-spectrum';
import { solveBySky } from '#numeric/wavelength/solve-by-sky';
import type { WavelengthSolution } from '#numeric/wavelength/solve';

const instrument = simulatedGoodman();
/** Cameras, brightness and noise are drawn anew for each. */
const SEEDS = [1, 2, 3, 4];
/** Where the simulated sky shows four lines or more, and where it shows fewer. */
const RED = ['400_M1', '400_M2', '600_MID', '600_RED', '930_M4', '930_M5', '930_M6', '1200_M4', '1200_M5', '1200_M6', '1200_M7'];
const BLUE = ['600_UV', '930_M1', '930_M2', '1200_M0', '1200_M1', '1200_M2', '1200_M3'];

/** The solution of a sky in a mode, or why there is none. */
function solved(mode: string, flux: Float64Array, binning: 1 | 2): WavelengthSolution | FitError {
  const setup = instrument.modes[mode];
  if (!setup) throw new Error(`no mode ${mode}`);
  try {
    return solveBySky({ flux }, { setup, optics: goodmanOptics, laboratoryLines: nightSkyLines, firstColumn: 0, binning, detectorColumns: setup.format.opticalColumns });
  } catch (error) {
    if (error instanceof FitError) return error;
    throw error;
  }
}

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
        const solution = solved(mode, sky.flux, binning);
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
      const refusal = solved(mode, flux, 2);
      if (!(refusal instanceof FitError)) throw new Error(`${mode} was accepted`);
      expect(refusal.reason).toBe('sky-lines-insufficient');
      expect(refusal.message).toMatch(/lines .*; only a lamp gives/);
    }
  }
});

test('a sky that is none of its set-up is not accepted: mirrored, shuffled, of another mode', { timeout: 300_000 }, () => {
  let tried = 0;
  const accepted: string[] = [];
  const present = (kind: string, mode: string, flux: Float64Array): void => {
    tried++;
    if (!(solved(mode, flux, 2) instanceof FitError)) accepted.push(`${kind} ${mode}`);
  };
  for (const [k, mode] of RED.entries()) {
    for (const seed of [11, 12]) {
      const { flux } = simulateSkySpectrum({ seed, mode, binning: 2, exposureSecond: 600 }, instrument);
      present('mirrored', mode, flux.slice().reverse());
      for (let n = 1; n <= 3; n++) present('elsewhere', RED[(k + 2 * n + 1) % RED.length] ?? mode, flux);
      const random = createRandom(seed).fork(mode);
      for (let n = 0; n < 3; n++) present('shuffled', mode, shuffled(flux, () => random.integer(12)));
    }
  }
  console.info(`${tried} skies that are none of their set-up, ${accepted.length} accepted`);
  expect(accepted).toEqual([]);
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

/** Twelve blocks of which none keeps its place. */
function shuffled(flux: Float64Array, draw: () => number): Float64Array {
  const order = Array.from({ length: 12 }, (_, k) => k);
  do {
    for (let k = 0; k < 12; k++) {
      const other = draw();
      [order[k], order[other]] = [order[other] ?? 0, order[k] ?? 0];
    }
  } while (order.some((block, k) => block === k));
  const size = Math.floor(flux.length / 12);
  return flux.map((value, q) => (q < 12 * size ? (flux[(order[Math.floor(q / size)] ?? 0) * size + (q % size)] ?? NaN) : value));
}
