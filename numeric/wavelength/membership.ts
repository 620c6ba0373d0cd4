import { ROOT_TWO_PI } from '../math/special-functions.js';
import { median } from '../math/statistics.js';
import type { MatchedLine, Pair } from './match.js';
import { PARAMETERS, type LaboratoryLine, type LineTable } from './parameters.js';

/** Listed intensities tell brightness to a factor e^±2 within one element and stage (measured on 1300 lines of 40 lamps), fainter lines worse than brighter ones. */
const BRIGHTNESS_SCATTER = 2;
/** Fewer lines than this of one element and stage do not tell its brightness. */
const LEAST_LINES = 4;
/** A line that fixes its own place altogether cannot speak for itself; more than this share is not believed. */
const MOST_LEVERAGE = 0.95;

/** What the last fit says of its pairs. */
export interface FitState {
  readonly matches: readonly MatchedLine[];
  /** Covariance of the parameters, [6 × 6]. */
  readonly covariance: Float64Array;
  /** Derivatives of the columns of the matched lines by the parameters, [matches × 6]. */
  readonly design: Float64Array;
}

/**
 * Probability that a detected line is the laboratory line it was paired with, rather than a stranger that happens to lie there:
 *
 *     q = B·N(r; s) ÷ (B·N(r; s) + ρ)
 *
 * r is the distance from where the *other* lines put it, r₀/(1 − h) with h the share that the pair has in its own prediction, s the error of
 * both; ρ the number of strangers per pixel; B falls below one for a line far brighter than its listed intensity lets expect. Near the ends of a lamp,
 * where two or three lines decide, a stranger otherwise draws the solution to itself and then looks like a perfect match.
 *
 * @param strangers detected lines that no laboratory line claims, per unbinned pixel.
 * @returns one value per pair, 0…1.
 */
export function memberships({ matches, covariance, design }: FitState, pairs: readonly Pair[], table: LineTable, strangers: number): Float64Array {
  const excess = brightnessExcess(matches, pairs, table);
  return Float64Array.from(matches, ({ residual, error, weight }, i) => {
    const predicted = predictedVariance(design, i * PARAMETERS, covariance);
    const alone = 1 - Math.min(MOST_LEVERAGE, (weight * predicted) / error ** 2);
    const sigma = Math.sqrt(error ** 2 + predicted / alone);
    const likelihood = (excess[i] * Math.exp(-0.5 * (residual / alone / sigma) ** 2)) / (sigma * ROOT_TWO_PI);
    return likelihood / (likelihood + strangers);
  });
}

/** Variance of a predicted column, j·C·jᵀ for one row of derivatives; unbinned pixel². */
export function predictedVariance(design: Float64Array, row: number, covariance: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < PARAMETERS; a++) for (let b = 0; b < PARAMETERS; b++) sum += design[row + a] * covariance[a * PARAMETERS + b] * design[row + b];
  return sum;
}

/** 1 for a line no brighter than expected, falling with the logarithm of the excess. */
function brightnessExcess(matches: readonly MatchedLine[], pairs: readonly Pair[], table: LineTable): Float64Array {
  const stage = ({ element, ionized }: LaboratoryLine): string => `${element} ${ionized}`;
  const ratios = pairs.map(({ height, laboratory }) => Math.log(height / table.lines[laboratory].strength));
  const usual = new Map<string, number>();
  for (const [name, group] of Map.groupBy(pairs.keys(), (i) => stage(table.lines[pairs[i].laboratory]))) {
    const believed = group.filter((i) => matches[i].weight > 0.5);
    if (believed.length >= LEAST_LINES) usual.set(name, median(Float64Array.from(believed, (i) => ratios[i])));
  }
  return Float64Array.from(pairs, ({ laboratory }, i) => {
    const excess = (ratios[i] - (usual.get(stage(table.lines[laboratory])) ?? ratios[i])) / BRIGHTNESS_SCATTER;
    return excess > 0 ? Math.exp(-0.5 * excess ** 2) : 1;
  });
}
