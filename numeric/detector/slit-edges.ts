import { sectionGeometry, type Frame, type Section } from '../frame.js';
import { median, quantile } from '../math/statistics.js';

const SMOOTHING_ROWS = 5;
/** Rows inside an edge whose light is its full light, unbinned. */
const PLATEAU_ROWS = 50;
const MARGIN_ROWS = 10;
/** Columns a row's level is the median of: an even sample of the middle half of the detector. */
const COLUMNS = 201;

/**
 * Rows that the slit lights, all columns: from half light to half light of a master flat's profile along the slit, less a margin of 10 unbinned rows
 * at each edge found. Half is measured against the light just inside that edge, so a sloping illumination does not move it; edges are found
 * to a fraction of a row by interpolation. No edge on a side: the section reaches the border there. Never empty: a flat without light gives all rows.
 *
 * @param flat Any unit, [ny × nx]; only its flux and mask are used.
 * @returns A section of the flat, in its own pixels.
 * @throws {ContractError} if the flat has no pixels.
 *
 * Profile: median over the middle columns of the usable pixels of a row, median-smoothed over 5 rows.
 */
export function findSlitEdges(flat: Frame): Section {
  const { nx, ny, binY } = flat.geometry;
  const all: Section = { x0: 0, x1: nx, y0: 0, y1: ny };
  sectionGeometry(flat.geometry, all);
  const profile = smooth(rowLevels(flat));
  const finite = profile.filter(Number.isFinite);
  const half = finite.length > 0 ? quantile(finite, 0.9) / 2 : 0;
  if (!(half > 0)) return all;
  const [first, last] = longestRun(profile, half);

  const plateau = Math.max(1, Math.round(PLATEAU_ROWS / binY));
  const margin = Math.round(MARGIN_ROWS / binY);
  const lower = edge(profile, first, -1, plateau);
  const upper = edge(profile, last, 1, plateau);
  const y0 = lower === undefined ? 0 : Math.ceil(lower) + margin;
  const y1 = upper === undefined ? ny : Math.floor(upper) - margin + 1;
  return y1 > y0 ? { x0: 0, x1: nx, y0, y1 } : all;
}

function rowLevels(flat: Frame): Float64Array {
  const { nx, ny } = flat.geometry;
  const from = Math.floor(nx / 4);
  const step = Math.max(1, Math.floor(nx / 2 / COLUMNS));
  return Float64Array.from({ length: ny }, (_, y) => {
    const values: number[] = [];
    for (let x = from; x < nx - from; x += step) if (flat.mask[y * nx + x] === 0) values.push(flat.flux[y * nx + x]);
    return values.length > 0 ? median(Float64Array.from(values)) : NaN;
  });
}

/** Running median that leaves a step where it is; NaN only where the whole window is. */
function smooth(levels: Float64Array): Float64Array {
  const half = (SMOOTHING_ROWS - 1) / 2;
  return levels.map((_, y) => {
    const reach = Math.min(half, y, levels.length - 1 - y); // symmetric, so that a slope is not shifted at the ends
    const window = levels.slice(y - reach, y + reach + 1).filter(Number.isFinite);
    return window.length > 0 ? median(window) : NaN;
  });
}

/** First and last row of the longest run above a level; unknown rows do not break it. */
function longestRun(profile: Float64Array, level: number): [number, number] {
  let best: [number, number] = [0, -1];
  let start = 0;
  for (let y = 0; y <= profile.length; y++) {
    if (y < profile.length && !(profile[y] < level)) continue;
    if (y - start > best[1] - best[0] + 1) best = [start, y - 1];
    start = y + 1;
  }
  return best;
}

/**
 * Where the profile falls to half of the light inside, walking outward from a lit row near the edge; undefined if it stays lit up to the border.
 */
function edge(profile: Float64Array, from: number, direction: 1 | -1, plateau: number): number | undefined {
  const inside: number[] = [];
  for (let k = 2; k < plateau + 2; k++) {
    const value = profile[from - direction * k];
    if (Number.isFinite(value)) inside.push(value);
  }
  const half = (inside.length > 0 ? median(Float64Array.from(inside)) : profile[from]) / 2;
  // Start inside: the half of the light here may lie a few rows within the half of the whole.
  for (let y = from - direction * 2; y + direction >= 0 && y + direction < profile.length; y += direction) {
    const [here, next] = [profile[y], profile[y + direction]];
    if (here >= half && next < half) return y + (direction * (here - half)) / (here - next);
  }
  return undefined;
}
