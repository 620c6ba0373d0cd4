import { ContractError } from '../errors.js';
import { median } from '../math/statistics.js';
import type { WavelengthSolution } from './solve.js';

/** The solution of a lamp, and when it shone: hours from the middle of the exposure of the sky to that of the lamp, negative before it. */
export interface LampInTime {
  readonly solution: WavelengthSolution;
  readonly hours: number;
}

/** What two lamps around an exposure say of its wavelengths. */
export interface BetweenLamps {
  readonly solution: WavelengthSolution;
  /** Weight of the second lamp, 0…1; 0 where they disagree by more than the instrument bends. */
  readonly share: number;
  /** How far the lines moved along x from the earlier lamp to the later, median; unbinned pixel. */
  readonly driftPixel: number;
  /** Rms of the same between the outermost lines that both have, over what flexure allows: beyond 1 they disagree. */
  readonly driftOverFlexure: number;
}

/**
 * How far flexure moves the lines of two lamps at one pointing against each other, unbinned pixel: lamps of one mode and night of the observatory's library differ by up to 0.5,
 * and tracking bends the instrument by up to 1 an hour, as its manual says. Farther than the neighboring lines of a rich lamp nothing can be told apart.
 */
const FLEXURE = { atOncePixel: 0.5, perHourPixel: 1, mostPixel: 4 };
/** What bends the instrument turns with the sky, radian an hour. */
const TURN_PER_HOUR = Math.PI / 12;
/** Largest distance of a sine from its chord, over the turn times the chord: the share of a drift that a straight line in time misses in its middle is this times the turn. */
const BEND = 1 / 8;

/**
 * The wavelengths at an exposure between two lamps, per sample by linear interpolation in time. Its expected error carries those of both in full, as what limits a solution (the
 * list of lines, the camera) is the same in both, and how far a drift bends away from a straight line in time.
 *
 * Lamps that disagree by more than flexure allows are two opinions, and a mean of them is none: the first is taken as it is, and what it may be off by goes into its error.
 *
 * @param first what serves alone where they disagree: the lamp nearer to the exposure. @param second the one on the other side of it. Both on the same samples.
 * @throws {ContractError} if the two do not enclose the exposure, or differ in length.
 */
export function betweenLamps(first: LampInTime, second: LampInTime): BetweenLamps {
  if (!(first.hours * second.hours <= 0) || first.hours === second.hours) throw new ContractError(`lamps ${first.hours} h and ${second.hours} h from an exposure do not enclose it`);
  if (first.solution.wavelengths.length !== second.solution.wavelengths.length) throw new ContractError(`lamps of ${first.solution.wavelengths.length} and ${second.solution.wavelengths.length} samples`);
  const hours = Math.abs(second.hours - first.hours);
  const share = Math.abs(first.hours) / hours;
  const moved = movements(first.solution, second.solution);
  const driftPixel = median(moved) * Math.sign(second.hours - first.hours);
  const apart = Math.sqrt(moved.reduce((sum, each) => sum + each * each, 0) / moved.length);
  const driftOverFlexure = apart / Math.min(FLEXURE.mostPixel, FLEXURE.atOncePixel + FLEXURE.perHourPixel * hours);
  if (!(driftOverFlexure <= 1)) return { solution: withError(first.solution, share * apart), share: 0, driftPixel, driftOverFlexure };
  const bent = 4 * share * (1 - share) * Math.min(1, BEND * TURN_PER_HOUR * hours) * Math.abs(driftPixel);
  return { solution: withError(mixed(first.solution, second.solution, share), bent), share, driftPixel, driftOverFlexure };
}

/** How far the lines of the second lie beyond those of the first along x, unbinned pixel, at every sample between the outermost lines that both have; at all where there are none. */
function movements(first: WavelengthSolution, second: WavelengthSolution): Float64Array {
  const [lo, hi] = [Math.max(first.loAngstrom, second.loAngstrom), Math.min(first.hiAngstrom, second.hiAngstrom)];
  const { wavelengths, binning } = first;
  const all = wavelengths.map((wavelength, q) => (-binning * ((second.wavelengths[q] ?? NaN) - wavelength)) / stepAt(wavelengths, q));
  const known = all.filter((_, q) => wavelengths[q] >= lo && wavelengths[q] <= hi);
  return known.length > 0 ? known : all;
}

/** Angstrom a sample, with its sign. */
function stepAt(wavelengths: Float64Array, q: number): number {
  const [from, to] = [Math.max(0, q - 1), Math.min(wavelengths.length - 1, q + 1)];
  return (wavelengths[to] - wavelengths[from]) / (to - from);
}

/** Wavelengths, their errors and the optics between two solutions; the lines and what they say stay those of the one that weighs more. */
function mixed(first: WavelengthSolution, second: WavelengthSolution, share: number): WavelengthSolution {
  const between = (a: number, b: number): number => (1 - share) * a + share * b;
  const each = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, q) => between(value, b[q] ?? NaN));
  const [a, b] = [first.model, second.model];
  return {
    ...(share > 0.5 ? second : first),
    model: {
      ...a,
      deltaRadian: between(a.deltaRadian, b.deltaRadian),
      focalLengthMillimeter: between(a.focalLengthMillimeter, b.focalLengthMillimeter),
      distortion: a.distortion.map((value, k) => between(value, b.distortion[k] ?? NaN)),
    },
    wavelengths: each(first.wavelengths, second.wavelengths),
    errorsAngstrom: each(first.errorsAngstrom, second.errorsAngstrom),
    predictedErrorPixel: between(first.predictedErrorPixel, second.predictedErrorPixel),
    lineWidthPixel: between(first.lineWidthPixel, second.lineWidthPixel),
  };
}

/** With a further error of the place of every line. @param pixel unbinned. */
function withError(solution: WavelengthSolution, pixel: number): WavelengthSolution {
  const { wavelengths, errorsAngstrom, predictedErrorPixel, binning } = solution;
  return {
    ...solution,
    errorsAngstrom: errorsAngstrom.map((error, q) => Math.hypot(error, (pixel / binning) * stepAt(wavelengths, q))),
    predictedErrorPixel: Math.hypot(predictedErrorPixel, pixel / binning),
  };
}
