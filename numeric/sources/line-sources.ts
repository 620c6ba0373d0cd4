import type { EmissionKnot } from './emission-knots.js';
import { profileNamed, type ProfileName } from '../math/peak-profile.js';
import { evaluateFit, type Series } from '../math/polynomial.js';
import { median } from '../math/statistics.js';
import type { Target } from './target.js';

/** Lines on one path within this distance are of one source, FWHM. */
const SAME_ROW_FWHM = 0.5;
/** A source with one line only must show it this well, σ, and whole. */
const SINGLE_SNR = 15;
/** Exponent of a Moffat that the lines cannot tell. */
const USUAL_EXPONENT = 3;

/**
 * Sources without continuum, from their emission lines: lines at one distance from a path are one source.
 * @param path the path of the frame's continuum; undefined without: it is then the straight line (up to `largestTilt` rows over half of the columns) that gathers the
 * most light in two or more lines, else level.
 * @param nx columns of the frame. @returns positions at the middle column, strongest first.
 */
export function lineSources(knots: readonly EmissionKnot[], path: Series | undefined, nx: number, largestTilt: number, model: ProfileName): Target[] {
  if (knots.length === 0) return [];
  const along = path ?? straightPath(knots, nx, largestTilt);
  const targets: Target[] = [];
  let left = [...knots];
  while (left.length > 0) {
    const row = offsetOf(left[0], along);
    const own = left.filter((knot) => Math.abs(offsetOf(knot, along) - row) <= SAME_ROW_FWHM * left[0].fwhm);
    left = left.filter((knot) => !own.includes(knot));
    if (own.length > 1 || (own[0].snr >= SINGLE_SNR && own[0].whole)) targets.push(asTarget(own, along, nx, model));
  }
  return targets;
}

const offsetOf = (knot: EmissionKnot, path: Series): number => knot.row - evaluateFit(path, knot.column);

/** The slope that brings the most light onto one line, from the slopes between pairs of knots. */
function straightPath(knots: readonly EmissionKnot[], nx: number, largestTilt: number): Series {
  const half = (nx - 1) / 2;
  const line = (rise: number): Series => ({ kind: 'legendre', coefficients: Float64Array.of(0, rise, 0), domain: [0, nx - 1] });
  let best = { path: line(0), light: 0 };
  for (let i = 0; i < knots.length; i++) {
    for (let j = 0; j < i; j++) {
      const columns = knots[i].column - knots[j].column;
      const rise = ((knots[i].row - knots[j].row) / columns) * half;
      if (!(Math.abs(rise) <= largestTilt)) continue;
      const path = line(rise);
      const light = knots.reduce((sum, knot) => sum + (Math.abs(offsetOf(knot, path) - offsetOf(knots[i], path)) <= SAME_ROW_FWHM * knot.fwhm ? knot.snr : 0), 0);
      if (light > best.light) best = { path, light };
    }
  }
  return best.path;
}

function asTarget(own: readonly EmissionKnot[], path: Series, nx: number, model: ProfileName): Target {
  const weights = own.map((knot) => 1 / knot.sigmaRow ** 2);
  const positionRow = own.reduce((sum, knot, k) => sum + weights[k] * offsetOf(knot, path), 0) / weights.reduce((sum, w) => sum + w, 0);
  const fwhm = median(Float64Array.from(own, (knot) => knot.fwhm));
  const profile = profileNamed(model);
  const width = profile.widthOf(fwhm, USUAL_EXPONENT);
  const shape = model === 'moffat' ? [width, USUAL_EXPONENT] : [width];
  const amplitude = own.reduce((sum, knot) => sum + knot.electrons, 0) / nx / profile.area([1, 0, ...shape]);
  const columns = own.map((knot) => knot.column);
  return {
    positionRow,
    fwhmPixel: fwhm,
    amplitude,
    snr: Math.hypot(...own.map((knot) => knot.snr)),
    model,
    parameters: [amplitude, positionRow, ...shape],
    path,
    columns: [Math.max(0, Math.floor(Math.min(...columns) - fwhm)), Math.min(nx, Math.ceil(Math.max(...columns) + fwhm) + 1)],
    misfitPercent: 0,
    lines: own,
  };
}
