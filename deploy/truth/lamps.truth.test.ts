import { expect, test } from 'vitest';
import type { Lamp } from '#activities/domain/exposure';
import { goodmanOptics } from '#activities/instruments/goodman/optics';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { isHollowCathode, laboratoryLines } from '#activities/reference/line-lists';
import { FitError } from '#numeric/errors';
import { quantile } from '#numeric/math/statistics';
import { simulateLampSpectrum, type SimulatedLamp } from '#numeric/synthetic/night';
import { solveWavelengths, type WavelengthSolution } from '#numeric/wavelength/solve';
import { knownShortfalls } from './known-shortfalls.js';
import { leaveMeasured } from './measured.js';
import { judge, type Judged } from './shortfalls.js';

/** Each mode with lamps that the observatory's own library has of it. */
const MODES: readonly (readonly [mode: string, lamps: readonly Lamp[]])[] = [
  ['400_M1', ['HGA', 'NE']],
  ['400_M2', ['HGA', 'NE']],
  ['600_UV', ['HGA', 'NE']],
  ['600_UV', ['CU']],
  ['600_BLUE', ['CU']],
  ['600_MID', ['HGA']],
  ['600_RED', ['HGA', 'NE']],
  ['930_M1', ['HGA', 'NE']],
  ['930_M2', ['CU']],
  ['1200_M1', ['FE']],
  ['1200_M2', ['FE']],
  ['1200_M3', ['FE']],
  ['1200_M4', ['FE']],
  ['1200_M5', ['CU']],
  ['1200_M5', ['HGA', 'NE']],
  ['1200_M6', ['CU']],
  ['1200_M7', ['CU']],
];
/** Cameras, focus and noise are drawn anew for each. */
const SEEDS = [1, 2, 3, 4];
const instrument = simulatedGoodman();

interface Solved {
  readonly lamp: SimulatedLamp;
  readonly solution: WavelengthSolution | undefined;
}

function solved(mode: string, lamps: readonly Lamp[], binning: 1 | 2, slitArcsecond: number, seed: number): Solved {
  const lines = laboratoryLines(lamps, isHollowCathode(lamps));
  const lamp = simulateLampSpectrum({ seed, mode, lamps, laboratoryLines: laboratoryLines(lamps, true), binning, slitArcsecond }, instrument);
  const setup = instrument.modes[mode];
  if (!setup) throw new Error(`no mode ${mode}`);
  try {
    return { lamp, solution: solveWavelengths(lamp, { setup, optics: goodmanOptics, laboratoryLines: lines, firstColumn: lamp.firstColumn, binning, detectorColumns: setup.format.opticalColumns }) };
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    return { lamp, solution: undefined };
  }
}

interface SampleError {
  /** Of the spectrum, 0…1 from its first to its last sample. */
  readonly place: number;
  readonly pixel: number;
  readonly expected: number;
}

/** Wavelength errors in samples, and over those that the solution expects, at every sample or between two wavelengths. */
function errorsOf({ lamp, solution }: Solved, range?: SimulatedLamp['range']): SampleError[] {
  if (!solution) return [];
  return Array.from(lamp.wavelengths).flatMap((wavelength, q) => {
    if (q === 0 || (range && (wavelength < range.loAngstrom || wavelength > range.hiAngstrom))) return [];
    const off = Math.abs((solution.wavelengths[q] ?? NaN) - wavelength);
    return [{ place: q / lamp.wavelengths.length, pixel: off / (wavelength - (lamp.wavelengths[q - 1] ?? NaN)), expected: off / (solution.errorsAngstrom[q] ?? NaN) }];
  });
}

/** Rms of error ÷ expected error. */
const overExpected = (errors: readonly SampleError[]): number => Math.sqrt(errors.reduce((sum, { expected }) => sum + expected * expected, 0) / errors.length);

const PARTS = 16;

/** The expected error is neither too small nor too large by more than a factor, in any sixteenth of the detector. */
function honestEverywhere(errors: readonly SampleError[], factor: number): Judged[] {
  return Array.from({ length: PARTS }, (_, part) => {
    const ratio = overExpected(errors.filter(({ place }) => Math.floor(PARTS * place) === part));
    return [
      { quantity: `part ${part + 1} of ${PARTS}: error over expected`, value: ratio, atMost: factor },
      { quantity: `part ${part + 1} of ${PARTS}: expected over error`, value: 1 / ratio, atMost: factor },
    ];
  }).flat();
}

const at = (errors: readonly { pixel: number }[], share: number): number => quantile(Float64Array.from(errors, ({ pixel }) => pixel), share);

// What a solution is to reach: between the outermost lines as on the best lamps, beyond them as far as the mode's optics are known.
test.each([
  { binning: 2 as const, median: 0.004, p95: 0.012 },
  { binning: 1 as const, median: 0.008, p95: 0.02 },
])('lamps of every mode through the 1″ slit binned $binning', { timeout: 300_000 }, ({ binning, median, p95 }) => {
  const pooled: SampleError[] = [];
  const quantities: Judged[] = MODES.flatMap(([mode, lamps]) => {
    const all = SEEDS.map((seed) => solved(mode, lamps, binning, 1, seed));
    const everywhere = all.flatMap((each) => errorsOf(each));
    const inside = all.flatMap((each) => errorsOf(each, each.lamp.range ?? undefined));
    const ratio = overExpected(everywhere);
    pooled.push(...everywhere);
    const name = `${mode} ${lamps.join('+')}`;
    return [
      { quantity: `${name}: refused`, value: all.filter(({ solution }) => !solution).length, atMost: 0 },
      { quantity: `${name}: whole detector, 95 %`, value: at(everywhere, 0.95), atMost: 0.04 },
      { quantity: `${name}: between the lines, median`, value: at(inside, 0.5), atMost: median },
      { quantity: `${name}: between the lines, 95 %`, value: at(inside, 0.95), atMost: p95 },
      // Four cameras with some six free parameters each: their rms is known to a fifth.
      { quantity: `${name}: error over expected`, value: ratio, atMost: 2 },
      { quantity: `${name}: expected over error`, value: 1 / ratio, atMost: 2 },
    ];
  });
  const worst = (end: string): Judged => ({ quantity: `worst mode ${end} px`, value: Math.max(...quantities.filter(({ quantity }) => quantity.endsWith(end)).map(({ value }) => value)) });
  leaveMeasured(['whole detector, 95 %', 'between the lines, median', 'between the lines, 95 %'].map(worst));
  quantities.push(...honestEverywhere(pooled, 2));
  for (const { quantity, value, atMost = Infinity } of quantities) if (value > atMost) console.info(`${binning}×${binning} ${quantity} ${value.toPrecision(4)}`);
  expect(judge(`lamps ${binning}×${binning}`, quantities, knownShortfalls)).toEqual([]);
});

test.each([2, 3])('lamps of every mode through the %i″ slit: the expected error is the error within a factor of three, everywhere and for each mode', { timeout: 300_000 }, (slit) => {
  const byMode = MODES.map(([mode, lamps]) => ({
    name: `${mode} ${lamps.join('+')}`,
    errors: ([1, 2] as const).flatMap((binning) => SEEDS.slice(0, 2).flatMap((seed) => errorsOf(solved(mode, lamps, binning, slit, seed)))),
  }));
  const modes = byMode.flatMap(({ name, errors }) => [
    { quantity: `${name}: error over expected`, value: overExpected(errors), atMost: 3 },
    { quantity: `${name}: expected over error`, value: 1 / overExpected(errors), atMost: 3 },
  ]);
  expect(judge(`expected errors through ${slit}″`, [...modes, ...honestEverywhere(byMode.flatMap(({ errors }) => errors), 3)], knownShortfalls)).toEqual([]);
});

test('lamps of every mode through the 3″ slit: all but one in twenty right to a tenth of a pixel, none wrong by a pixel', { timeout: 300_000 }, () => {
  const all = ([1, 2] as const).flatMap((binning) => MODES.flatMap(([mode, lamps]) => SEEDS.slice(0, 2).map((seed) => solved(mode, lamps, binning, 3, seed))));
  const worst = all.map((each) => at(errorsOf(each, each.lamp.range ?? undefined), 0.95));
  const quantities = [
    { quantity: 'share within 0.1 pixel', value: worst.filter((value) => value <= 0.1).length / all.length, atLeast: 0.95 },
    { quantity: 'share accepted', value: all.filter(({ solution }) => solution).length / all.length, atLeast: 0.97 },
    { quantity: 'wrong by more than a pixel', value: worst.filter((value) => value > 1).length, atMost: 0 },
  ];
  leaveMeasured(quantities);
  console.info(quantities.map(({ quantity, value }) => `${quantity} ${value.toPrecision(4)}`).join('; '));
  expect(judge('lamps through 3″', quantities, knownShortfalls)).toEqual([]);
});
