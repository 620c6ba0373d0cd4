import { MASK, type Frame } from '../frame.js';
import { median, SIGMA_PER_MAD } from '../math/statistics.js';
import { fitCurvedSky } from '../sky/curved.js';
import type { SkyModel } from '../sky/model.js';
import type { Zones } from './zones.js';

/** Values beyond this many σ are cosmic rays or unseen sources. */
const CLIP_SIGMA = 4;
const ROUNDS = 4;
const FEWEST_ROWS = 3;

/**
 * The sky in zones that a person set, electron per pixel in every column: a straight line through zones on both sides of the trace, a constant from one side, 0
 * without zones. Outliers are clipped at 4 σ. NaN and NO_DATA where too few rows can be used. O(nx · rows of the zones).
 */
export function skyOfZones(frame: Frame, { rows, sky: zones }: Zones): SkyModel {
  const { nx } = frame.geometry;
  const zeros = (): Float64Array => new Float64Array(nx);
  if (zones.length === 0) return { level: zeros(), slope: zeros(), levelVariance: zeros(), slopeVariance: zeros(), covariance: zeros(), mask: new Uint8Array(nx), zones };
  const bothSides = zones.some(([, to]) => to < 0) && zones.some(([from]) => from > 0);
  if (bothSides) return { ...fitCurvedSky(frame, { zones, avoid: [] }, rows, 1, () => 0, () => 0), zones };
  const model = { level: zeros(), slope: zeros(), levelVariance: zeros(), slopeVariance: zeros(), covariance: zeros(), mask: new Uint8Array(nx), zones };
  for (let x = 0; x < nx; x++) {
    const found = levelIn(frame, zones, x, rows[x]);
    model.level[x] = found?.level ?? NaN;
    model.levelVariance[x] = found?.variance ?? NaN;
    if (!found) model.mask[x] = MASK.NO_DATA;
  }
  return model;
}

/** The clipped mean of the usable pixels of a column in the zones, and its variance. */
function levelIn({ geometry: { nx, ny }, flux, variance, mask }: Frame, zones: Zones['sky'], x: number, center: number): { level: number; variance: number } | undefined {
  let kept: number[] = [];
  for (const [from, to] of zones) {
    for (let y = Math.max(0, Math.ceil(center + from)); y <= Math.min(ny - 1, center + to); y++) if (mask[y * nx + x] === 0) kept.push(y * nx + x);
  }
  for (let round = 0; round < ROUNDS && kept.length >= FEWEST_ROWS; round++) {
    const values = Float64Array.from(kept, (i) => flux[i]);
    const middle = median(values);
    const limit = CLIP_SIGMA * SIGMA_PER_MAD * median(values.map((value) => Math.abs(value - middle)));
    const inside = limit > 0 ? kept.filter((i) => Math.abs(flux[i] - middle) <= limit) : kept;
    if (inside.length === kept.length) break;
    kept = inside;
  }
  if (kept.length < FEWEST_ROWS) return undefined;
  const mean = (of: Float32Array): number => kept.reduce((sum, i) => sum + of[i], 0) / kept.length;
  return { level: mean(flux), variance: mean(variance) / kept.length };
}
