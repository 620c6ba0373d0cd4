import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FitError } from '#numeric/errors';
import { readFits } from '#numeric/fits/read';
import { createRandom } from '#numeric/math/random';
import { solveWavelengths, wavelengthAt, type WavelengthSolution } from '#numeric/wavelength/solve';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { isHollowCathode, laboratoryLines } from './line-lists.js';

interface Lamp {
  readonly name: string;
  readonly lamps: readonly string[];
  readonly setup: { readonly linesPerMm: number; readonly gratingAngleDegree: number; readonly cameraAngleDegree: number };
  readonly flux: Float64Array;
  /** Wavelength at an unbinned column by a solution fitted apart from this code, and where lines support it. */
  readonly truth: { readonly legendre: readonly number[]; readonly loAngstrom: number; readonly hiAngstrom: number };
}

function truthAt({ truth, flux }: Lamp, column: number): number {
  const u = (2 * column) / (flux.length - 1) - 1;
  let [previous, current] = [1, u];
  let sum = (truth.legendre[0] ?? 0) + (truth.legendre[1] ?? 0) * u;
  for (let k = 2; k < truth.legendre.length; k++) {
    [previous, current] = [current, ((2 * k - 1) * u * current - (k - 1) * previous) / k];
    sum += (truth.legendre[k] ?? 0) * current;
  }
  return sum;
}

interface Trial {
  readonly flux?: Float64Array;
  readonly lamps?: readonly string[];
  readonly setup?: Lamp['setup'];
  readonly binning?: number;
}

/** 600_RED is a window of the detector that begins at serial origin 530 (card Serial Origin of its lamps); light begins at 50. */
function firstColumnOf(columns: number): number {
  return columns < 3500 ? 480 : 0;
}

/** The solution, or undefined when the solver declines. */
function attempt(lamp: Lamp, trial: Trial = {}): WavelengthSolution | undefined {
  const { flux = lamp.flux, lamps = lamp.lamps, setup = lamp.setup, binning = 1 } = trial;
  try {
    const lines = laboratoryLines(lamps, isHollowCathode(lamps));
    return solveWavelengths({ flux }, { setup, optics: goodmanOptics, laboratoryLines: lines, firstColumn: firstColumnOf(lamp.flux.length), binning, detectorColumns: 4060 });
  } catch (error) {
    if (error instanceof FitError) return undefined;
    throw error;
  }
}

/** Errors against the truth, unbinned pixel, every tenth column between the truth's outermost lines. */
function errorsOf(lamp: Lamp, solution: WavelengthSolution): { rms: number; medianAbsolute: number } {
  const errors: number[] = [];
  for (let x = 5; x < lamp.flux.length - 5; x += 10) {
    const wavelength = truthAt(lamp, x);
    if (wavelength < lamp.truth.loAngstrom || wavelength > lamp.truth.hiAngstrom) continue;
    const dispersion = truthAt(lamp, x + 0.5) - truthAt(lamp, x - 0.5);
    errors.push((wavelengthAt(solution, (x - (solution.binning - 1) / 2) / solution.binning) - wavelength) / dispersion);
  }
  const absolute = errors.map(Math.abs).sort((a, b) => a - b);
  return { rms: Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length), medianAbsolute: absolute[absolute.length >> 1] ?? NaN };
}

function binned(flux: Float64Array, binning: number): Float64Array {
  return Float64Array.from({ length: Math.floor(flux.length / binning) }, (_, q) => flux.subarray(q * binning, (q + 1) * binning).reduce((sum, v) => sum + v, 0));
}

/** Columns that a slit of 3 arcsecond covers, 0.15 arcsecond each. */
const WIDE_SLIT_COLUMNS = 20;

/** What the lamp would show through that slit: the mean over its columns, the outermost two counting half; the first and last value held beyond the ends. */
function throughWideSlit(flux: Float64Array): Float64Array {
  const half = WIDE_SLIT_COLUMNS / 2;
  return flux.map((_, x) => {
    let sum = 0;
    for (let k = -half; k <= half; k++) sum += (Math.abs(k) === half ? 0.5 : 1) * (flux[Math.min(flux.length - 1, Math.max(0, x + k))] ?? NaN);
    return sum / WIDE_SLIT_COLUMNS;
  });
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

interface StoredLamp {
  readonly lamp: string;
  readonly lamps: readonly string[];
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
  readonly columns: number;
  readonly lines: readonly (readonly [pixel: number, peak: number])[];
  readonly legendre: readonly number[];
  readonly loAngstrom: number;
  readonly hiAngstrom: number;
}

describe('lamps drawn from the line positions stored in the reference library', () => {
  const file = path.join(import.meta.dirname, '../../numeric/golden/wavelength-lamps.json');
  const { lamps } = JSON.parse(readFileSync(file, 'utf8')) as { lamps: StoredLamp[] };

  test.each(lamps)('$lamp', (stored) => {
    const random = createRandom(1);
    const flux = Float64Array.from({ length: stored.columns }, () => 200 + 5 * random.normal());
    for (const [pixel, peak] of stored.lines) {
      for (let x = Math.ceil(pixel - 8); x <= pixel + 8; x++) flux[x] = (flux[x] ?? 0) + peak * Math.exp(-0.5 * ((x - pixel) / 1.27) ** 2);
    }
    const lamp: Lamp = { name: stored.lamp, lamps: stored.lamps, setup: stored, flux, truth: stored };
    const solution = attempt(lamp);
    expect(solution).toBeDefined();
    // The stored positions are 0.1–0.5 pixel low on bright lines, and some lines are missing: this proves the identification.
    if (solution) expect(errorsOf(lamp, solution).rms).toBeLessThan(0.6);
  });
});

const shared = path.join(import.meta.dirname, '../../../shared');

/** Rows of a CSV with a header line; `#` lines are comments. */
function csv(name: string): Record<string, string>[] {
  const [head = '', ...rows] = readFileSync(path.join(shared, 'facts', name), 'utf8').split('\n').filter((row) => row !== '' && !row.startsWith('#'));
  const cells = (row: string): string[] => [...row.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((cell) => cell[2] ?? cell[1] ?? '');
  const names = cells(head);
  return rows.map((row) => Object.fromEntries(cells(row).map((cell, i) => [names[i] ?? '', cell])));
}

function libraryLamps(): Lamp[] {
  const modes = new Map(csv('modes.csv').map((mode) => [mode.lamp_file, mode]));
  return csv('lamp-solutions.csv').map((row) => {
    const mode = modes.get(row.lamp_file) ?? {};
    const [hdu] = readFits(readFileSync(path.join(shared, 'data/lamps', row.lamp_file ?? ''))).hdus;
    if (hdu?.kind !== 'image') throw new Error(`${row.lamp_file} is no image`);
    return {
      name: row.lamp_file ?? '',
      lamps: (mode.lamp_keywords_on ?? '').split('+'),
      setup: { linesPerMm: Number.parseInt(mode.grating ?? '', 10), gratingAngleDegree: Number(mode.grt_targ), cameraAngleDegree: Number(mode.cam_targ) },
      flux: Float64Array.from(hdu.physical() as Float64Array),
      truth: { legendre: (row.coefficients ?? '').split(' ').map(Number), loAngstrom: Number(row.lo_A), hiAngstrom: Number(row.hi_A) },
    };
  });
}

describe.skipIf(!existsSync(path.join(shared, 'data/lamps')))('the 40 lamps of the reference library (skipped without ../shared)', () => {
  const lamps = existsSync(path.join(shared, 'data/lamps')) ? libraryLamps() : [];

  test('as they are: all 40 within 0.1 pixel, median error below 0.02', () => {
    const results = lamps.flatMap((lamp) => {
      const solution = attempt(lamp);
      return solution ? [{ name: lamp.name, ...errorsOf(lamp, solution) }] : [];
    });
    expect(results).toHaveLength(40);
    expect(results.filter(({ rms }) => rms > 0.1)).toEqual([]);
    expect(results.filter(({ name, rms }) => name.includes('600Red') && rms > 0.04)).toEqual([]);
    expect(median(results.map(({ medianAbsolute }) => medianAbsolute))).toBeLessThan(0.02);
  });

  test('binned 2: at least 38 within 0.1 pixel, none wrong', () => {
    const results = lamps.flatMap((lamp) => {
      const solution = attempt(lamp, { flux: binned(lamp.flux, 2), binning: 2 });
      return solution ? [errorsOf(lamp, solution)] : [];
    });
    expect(results.filter(({ rms }) => rms <= 0.1).length).toBeGreaterThanOrEqual(38);
    expect(results.filter(({ rms }) => rms > 0.3)).toEqual([]);
    expect(median(results.map(({ medianAbsolute }) => medianAbsolute))).toBeLessThan(0.03);
  });

  test('through a slit of 3 arcsecond, binned 1 and 2: of 80 at least 64 within 0.1 pixel and 76 within 0.3, none wrong', () => {
    const results = [1, 2].flatMap((binning) =>
      lamps.flatMap((lamp) => {
        const solution = attempt(lamp, { flux: binned(throughWideSlit(lamp.flux), binning), binning });
        return solution ? [{ name: lamp.name, binning, widthColumns: binning * solution.lineWidthPixel, ...errorsOf(lamp, solution) }] : [];
      }),
    );
    // 67 and 78; with the lines fitted as they are, boxes in boxes, 27 and 53.
    expect(results.filter(({ rms }) => rms <= 0.1).length).toBeGreaterThanOrEqual(64);
    expect(results.filter(({ rms }) => rms <= 0.3).length).toBeGreaterThanOrEqual(76);
    expect(results.filter(({ rms }) => rms > 0.3)).toEqual([]);
    expect(results.filter(({ widthColumns }) => Math.abs(widthColumns - WIDE_SLIT_COLUMNS) > 0.6)).toEqual([]);
  });

  test('through a slit of 3 arcsecond, mirrored or with the angles of another mode, none is accepted', () => {
    const random = createRandom(11);
    const accepted = lamps.flatMap((lamp) => {
      const flux = binned(throughWideSlit(lamp.flux), 2);
      const others = lamps.filter(({ setup }) => setup.linesPerMm !== lamp.setup.linesPerMm || Math.abs(setup.cameraAngleDegree - lamp.setup.cameraAngleDegree) > 2);
      const elsewhere = others[random.integer(others.length)]?.setup ?? lamp.setup;
      return [{ flux: flux.slice().reverse(), binning: 2 }, { flux, setup: elsewhere, binning: 2 }].filter((trial) => attempt(lamp, trial)).map(() => lamp.name);
    });
    expect(accepted).toEqual([]);
  });

  test('moved by 100 pixels, stretched by 1 %, with cosmic rays: the same lines, none wrong', () => {
    const results = lamps.flatMap((lamp, i) => {
      const random = createRandom(100 + i);
      const [shift, stretch] = [200 * random.uniform() - 100, 1 + 0.02 * (random.uniform() - 0.5)];
      const middle = lamp.flux.length / 2;
      const source = (x: number): number => (x - middle - shift) * stretch + middle;
      const flux = Float64Array.from(lamp.flux, (_, x) => {
        const at = source(x);
        const k = Math.floor(at);
        const [left, right] = [lamp.flux[k] ?? 0, lamp.flux[k + 1] ?? 0];
        return left + (at - k) * (right - left);
      });
      for (let ray = 0; ray < 12; ray++) flux[random.integer(flux.length)] = Math.max(...flux) * random.uniform();
      const solution = attempt(lamp, { flux });
      if (!solution) return [];
      // Judged in the frame of the moved lamp: the wavelength of column x is that of its source column.
      const errors = Array.from({ length: 40 }, (_, j) => (j + 0.5) * (flux.length / 40)).flatMap((x) => {
        const wavelength = truthAt(lamp, source(x));
        if (wavelength < lamp.truth.loAngstrom || wavelength > lamp.truth.hiAngstrom) return [];
        return [(wavelengthAt(solution, x) - wavelength) / (truthAt(lamp, source(x) + 0.5) - truthAt(lamp, source(x) - 0.5))];
      });
      return [Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)];
    });
    expect(results.filter((rms) => rms <= 0.3).length).toBeGreaterThanOrEqual(37);
    expect(results.filter((rms) => rms > 1)).toEqual([]);
  });

  test('what is no lamp of this setup is never accepted', () => {
    let tried = 0;
    const accepted: string[] = [];
    const refuse = (lamp: Lamp, what: string, trial: Trial): void => {
      tried++;
      if (attempt(lamp, trial)) accepted.push(`${lamp.name} ${what}`);
    };
    const random = createRandom(7);
    for (const lamp of lamps) {
      refuse(lamp, 'mirrored', { flux: Float64Array.from(lamp.flux).reverse() });
      refuse(lamp, 'shuffled', { flux: shuffledBlocks(lamp.flux, random) });
      for (let k = 0; k < 3; k++) {
        const others = lamps.filter(({ setup }) => setup.linesPerMm !== lamp.setup.linesPerMm || Math.abs(setup.cameraAngleDegree - lamp.setup.cameraAngleDegree) > 2);
        refuse(lamp, 'with the angles of another mode', { setup: others[random.integer(others.length)]?.setup ?? lamp.setup });
      }
      // Only elements that the lamp does not hold; every lamp but pure neon holds argon.
      if (lamp.lamps.join() === 'NE') for (const other of ['AR', 'FE']) refuse(lamp, `as ${other}`, { lamps: [other] });
      else if (!lamp.lamps.includes('NE')) refuse(lamp, 'as NE', { lamps: ['NE'] });
    }
    expect(tried).toBeGreaterThanOrEqual(200);
    expect(accepted).toEqual([]);
  });
});

/** Twelve blocks of a spectrum in one random cycle (Sattolo's algorithm): no block keeps its place. */
function shuffledBlocks(flux: Float64Array, random: { integer(n: number): number }): Float64Array {
  const width = Math.floor(flux.length / 12);
  const order = Array.from({ length: 12 }, (_, k) => k);
  for (let k = 11; k > 0; k--) {
    const other = random.integer(k);
    [order[k], order[other]] = [order[other] ?? 0, order[k] ?? 0];
  }
  const out = Float64Array.from(flux);
  order.forEach((from, to) => out.set(flux.subarray(from * width, (from + 1) * width), to * width));
  return out;
}
