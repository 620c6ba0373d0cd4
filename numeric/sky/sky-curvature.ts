import type { Frame } from '../frame.js';
import { factorSymmetric, inverseForm, solveFactored } from '../math/linear-algebra.js';
import { median } from '../math/statistics.js';
import { isAvoided, type ZonePlan } from './zones.js';

/** A way to describe the sky along the slit: the zones and the degree of the polynomial through them. */
export interface SkyShapeChoice {
  readonly plan: ZonePlan;
  readonly degree: number;
}

/** What the averaged sky says about the ways to describe it. */
export interface CurvatureVerdict {
  /** The way that is needed; undefined where a straight line does. */
  readonly choice: SkyShapeChoice | undefined;
  /** What it leaves of the sky in its zones, summed over two FWHM, percent of the light of the source; the noise taken out. */
  readonly misfitPercent: number;
}

/** Columns are averaged in so many blocks. */
const BLOCKS = 24;
/** A residual counts up to this many σ of its pixel, so that a cosmic ray is no bend of the sky. */
const CAP_SIGMA = 8;
/** A curve must lower χ² of a block by this much (6 σ), move the level under the source by a tenth of its error in one column, and its light by 1 %. */
const WIN = 36;
const SHARE_OF_ERROR = 0.1;
const SHARE_OF_LIGHT = 0.01;
/** So many blocks must ask for it: one could be a star not seen. */
const FEWEST_BLOCKS = 3;
/** A description is good enough whose χ² is that of chance: its reduced value exceeds 1 by no more than so many of its standard errors √(2/freedom), and a tenth for rays and flats. */
const GOOD_SIGMA = 4;
const GOOD_BEYOND = 0.1;
/** The sky under the source by two good descriptions differs when it does by more than this, σ, and by more than this share of the light: half of what asks for a curve. */
const BIASED_SIGMA = 2;
const BIASED_LIGHT = 0.005;
/** One that is not must at least come down to this share of that of the line. */
const WORTHWHILE = 0.05;

interface Block {
  /** Offset from the trace, mean residual about the line and its variance, by cell. */
  readonly offset: Float64Array;
  readonly value: Float64Array;
  readonly variance: Float64Array;
  /** Light of the source, electron per column, and the error of the level of one column. */
  readonly light: number;
  readonly levelSigma: number;
}

/** The sky as a straight line, in the columns of the frame. */
interface LineSky {
  readonly level: Float64Array;
  readonly slope: Float64Array;
  readonly levelVariance: Float64Array;
}

/**
 * Whether the sky along the slit is more than a straight line near a source, and what describes it: the residuals about the line are averaged over blocks of
 * columns, where noise is small and tilted sky lines cancel, and polynomials are fitted to them. A star's own wings are a bend too; they matter
 * less than 1 % and are left alone.
 *
 * @param rows and `fwhm` of the trace, rows. @param choices simplest first; the zones of the first are those of the line.
 */
export function judgeCurvature(frame: Frame, rows: Float64Array, fwhm: number, line: LineSky, choices: readonly SkyShapeChoice[]): CurvatureVerdict {
  const reach = Math.max(...choices.flatMap(({ plan }) => plan.zones.flat().map(Math.abs)));
  const blocks = averageBlocks(frame, rows, fwhm, line, choices[0].plan, reach);
  const fits = choices.map((choice) => blocks.map((block) => fitBlock(block, choice)));
  const asked = blocks.flatMap((block, k) => (fits.some((fit) => needs(block, fit[k], fwhm)) ? [k] : []));
  const straight = blocks.map((block) => fitBlock(block, { ...choices[0], degree: 1 }));
  if (asked.length < FEWEST_BLOCKS) return { choice: undefined, misfitPercent: misfit(blocks, straight, fwhm) };
  const freedoms = fits.map((fit) => asked.reduce((sum, k) => sum + fit[k].freedom, 0));
  const reduced = fits.map((fit, i) => asked.reduce((sum, k) => sum + fit[k].chiSquare, 0) / freedoms[i]);
  const isGood = (i: number): boolean => reduced[i] < 1 + GOOD_BEYOND + GOOD_SIGMA * Math.sqrt(2 / freedoms[i]);
  const good = reduced.findIndex((_, i) => isGood(i));
  const best = good >= 0 ? good : reduced.indexOf(Math.min(...reduced));
  // A step (the end of the slit in the zone) is no curve: nothing is gained by a polynomial that misses it too.
  const before = asked.reduce((sum, k) => sum + straight[k].chiSquare, 0) / asked.reduce((sum, k) => sum + straight[k].freedom, 0);
  if (good < 0 && reduced[best] > WORTHWHILE * before) return { choice: undefined, misfitPercent: misfit(blocks, straight, fwhm) };
  const chosen = good < 0 ? best : unbiased(blocks, fits, reduced.map((_, i) => isGood(i)), good, fwhm);
  return { choice: choices[chosen], misfitPercent: misfit(blocks, fits[chosen], fwhm) };
}

/**
 * The simplest of the good ways whose sky under the source is that of the most local good one: wide zones may be followed well and yet be bridged wrongly. It may differ by chance,
 * or by less than the light that matters.
 */
function unbiased(blocks: readonly Block[], fits: readonly (readonly BlockFit[])[], isGood: readonly boolean[], simplest: number, fwhm: number): number {
  const local = isGood.lastIndexOf(true);
  // Above the sky that the local one finds: above the straight line there is a nebula's hump, too.
  const light = blocks.reduce((sum, block, k) => sum + block.light - 2 * fwhm * fits[local][k].level, 0);
  for (let i = simplest; i < local; i++) {
    if (!isGood[i]) continue;
    const difference = Math.abs(fits[i].reduce((sum, { level }, k) => sum + level - fits[local][k].level, 0));
    const sigma = Math.sqrt(fits[local].reduce((sum, { levelVariance }) => sum + levelVariance, 0));
    if (!(difference > BIASED_SIGMA * sigma && difference * 2 * fwhm > BIASED_LIGHT * light)) return i;
  }
  return local;
}

interface BlockFit {
  readonly level: number;
  readonly levelVariance: number;
  readonly chiSquare: number;
  readonly lineChiSquare: number;
  readonly freedom: number;
  /** Mean square of the residuals less their noise, electron². */
  readonly excess: number;
}

function needs({ light, levelSigma }: Block, { level, chiSquare, lineChiSquare }: BlockFit, fwhm: number): boolean {
  return lineChiSquare - chiSquare > WIN && Math.abs(level) > SHARE_OF_ERROR * levelSigma && Math.abs(level) * 2 * fwhm > SHARE_OF_LIGHT * light;
}

function misfit(blocks: readonly Block[], fits: readonly BlockFit[], fwhm: number): number {
  const light = median(Float64Array.from(blocks, (block) => block.light));
  const excess = fits.reduce((sum, fit) => sum + fit.excess, 0) / Math.max(1, fits.length);
  return light > 0 ? (100 * 2 * fwhm * Math.sqrt(Math.max(0, excess))) / light : 0;
}

function averageBlocks(frame: Frame, rows: Float64Array, fwhm: number, line: LineSky, plan: ZonePlan, reach: number): Block[] {
  const { nx } = frame.geometry;
  const cells = new Cells(Math.ceil(reach));
  return Array.from({ length: BLOCKS }, (_, k): Block => {
    const [from, to] = [Math.round((k * nx) / BLOCKS), Math.round(((k + 1) * nx) / BLOCKS)];
    const columns = Math.max(1, to - from);
    cells.clear();
    let levels = 0;
    for (let x = from; x < to; x++) {
      if (!Number.isFinite(line.level[x])) continue;
      levels += line.levelVariance[x];
      cells.add(frame, plan, { x, center: rows[x], fwhm, level: line.level[x], slope: line.slope[x] });
    }
    return { ...cells.means((to - from) / 2), light: cells.light / columns, levelSigma: Math.sqrt(levels / columns) };
  });
}

/** Sums over the columns of a block by whole rows from the trace. */
class Cells {
  /** Light of the source above the line, electron. */
  light = 0;
  private readonly half: number;
  private readonly count: Float64Array;
  private readonly sum: Float64Array;
  private readonly variance: Float64Array;

  constructor(half: number) {
    this.half = half;
    this.count = new Float64Array(2 * half + 1);
    this.sum = new Float64Array(2 * half + 1);
    this.variance = new Float64Array(2 * half + 1);
  }

  clear(): void {
    this.light = 0;
    for (const values of [this.count, this.sum, this.variance]) values.fill(0);
  }

  add({ geometry, flux, variance, mask }: Frame, { avoid }: ZonePlan, column: { x: number; center: number; fwhm: number; level: number; slope: number }): void {
    const { nx, ny } = geometry;
    const { half, count, sum, variance: variances } = this;
    const { x, center, fwhm, level, slope } = column;
    const alone = avoid.length === 0;
    const first = Math.max(0, Math.ceil(center - half));
    const last = Math.min(ny - 1, Math.floor(center + half));
    let light = 0;
    let cell = half + Math.round(first - center);
    for (let y = first, i = y * nx + x; y <= last; y++, i += nx, cell++) {
      if (mask[i] !== 0) continue;
      const t = y - center;
      const residual = flux[i] - level - slope * t;
      if (Math.abs(t) < fwhm) light += residual;
      if (!alone && isAvoided(avoid, x, y)) continue;
      count[cell]++;
      sum[cell] += residual * residual > CAP_SIGMA * CAP_SIGMA * variance[i] ? Math.sign(residual) * CAP_SIGMA * Math.sqrt(variance[i]) : residual;
      variances[cell] += variance[i];
    }
    this.light += light;
  }

  /** Of the cells with more than so many pixels. */
  means(least: number): Pick<Block, 'offset' | 'value' | 'variance'> {
    const used = Array.from(this.count.keys()).filter((cell) => this.count[cell] > least);
    return {
      offset: Float64Array.from(used, (cell) => cell - this.half),
      value: Float64Array.from(used, (cell) => this.sum[cell] / this.count[cell]),
      variance: Float64Array.from(used, (cell) => this.variance[cell] / this.count[cell] ** 2),
    };
  }
}

const NO_FIT: BlockFit = { level: 0, levelVariance: 0, chiSquare: 0, lineChiSquare: 0, freedom: 0, excess: 0 };

function fitBlock({ offset, value, variance }: Block, { plan: { zones }, degree }: SkyShapeChoice): BlockFit {
  const cells = { t: new Float64Array(offset.length), value: new Float64Array(offset.length), variance: new Float64Array(offset.length), count: 0 };
  let far = 1;
  for (let k = 0; k < offset.length; k++) {
    if (!zones.some(([from, to]) => offset[k] >= from && offset[k] <= to)) continue;
    far = Math.max(far, Math.abs(offset[k]));
    cells.t[cells.count] = offset[k];
    cells.value[cells.count] = value[k];
    cells.variance[cells.count++] = variance[k];
  }
  if (cells.count < degree + 4) return NO_FIT;
  for (let k = 0; k < cells.count; k++) cells.t[k] /= far;
  const moments = momentsOf(cells, degree);
  const straight = fitPolynomial(cells, 1, moments);
  const curve = degree === 1 ? straight : fitPolynomial(cells, degree, moments);
  if (straight === undefined || curve === undefined) return NO_FIT;
  // The level of the curve against that of the straight line, which is 0 here but for the zones.
  return { ...curve, lineChiSquare: straight.chiSquare, freedom: cells.count - degree - 1 };
}

/** Σ w·tᵖ and Σ w·tᵖ·v, p = 0…2·degree and 0…degree. */
function momentsOf({ t, value, variance, count }: ZoneCells, degree: number): { readonly powers: Float64Array; readonly pulls: Float64Array } {
  const powers = new Float64Array(2 * degree + 1);
  const pulls = new Float64Array(degree + 1);
  for (let k = 0; k < count; k++) {
    let term = 1 / variance[k];
    for (let p = 0; p < powers.length; p++, term *= t[k]) {
      powers[p] += term;
      if (p <= degree) pulls[p] += term * value[k];
    }
  }
  return { powers, pulls };
}

interface ZoneCells {
  readonly t: Float64Array;
  readonly value: Float64Array;
  readonly variance: Float64Array;
  readonly count: number;
}

/** By the normal equations: powers of t = −1…1 up to the fourth lose six of sixteen digits by them. Undefined where the cells do not tell the terms apart. */
function fitPolynomial({ t, value, variance, count }: ZoneCells, degree: number, { powers, pulls }: ReturnType<typeof momentsOf>): Pick<BlockFit, 'level' | 'levelVariance' | 'chiSquare' | 'excess'> | undefined {
  const n = degree + 1;
  const normal = Float64Array.from({ length: n * n }, (_, i) => powers[Math.floor(i / n) + (i % n)]);
  const factor = factorSymmetric(normal, n);
  if (factor === undefined) return undefined;
  const coefficients = solveFactored(factor, n, pulls.subarray(0, n));
  let chiSquare = 0;
  let excess = 0;
  for (let k = 0; k < count; k++) {
    let model = 0;
    for (let p = degree; p >= 0; p--) model = coefficients[p] + model * t[k];
    const squared = (value[k] - model) ** 2;
    chiSquare += squared / variance[k];
    excess += squared - variance[k];
  }
  const levelVariance = inverseForm(factor, n, Float64Array.of(1, ...new Float64Array(degree)));
  return { level: coefficients[0], levelVariance, chiSquare, excess: excess / count };
}
