import { ContractError } from '../errors.js';
import { MASK, type Frame, type Spectrum } from '../frame.js';
import { fitSeries, type Series } from '../math/polynomial.js';
import { median } from '../math/statistics.js';
import { skyAt, type SkyModel } from '../sky/model.js';
import type { Target } from '../sources/target.js';
import { apertureWeights } from './aperture.js';
import { extractSources } from './extract.js';
import { wrongWithZones, type Zones } from './zones.js';
import { skyOfZones } from './zone-sky.js';

/** How zones set by hand are extracted. */
export interface ZoneExtraction {
  /** The plain sum of the aperture, or the light in it weighed by the profile of the source. */
  readonly method: 'optimal' | 'fractional';
  /** The shape an optimal extraction begins with, and its full width at half maximum, rows. */
  readonly model: 'moffat' | 'gaussian';
  readonly fwhmPixel: number;
  /** Read noise of the frame, electron per raw pixel. */
  readonly readNoiseElectron: number;
}

/** The spectrum of an aperture: electron, native columns, nx values each. No answer is NaN and NO_DATA. */
export interface ZoneSpectrum extends Spectrum {
  /** Sky under the source summed with the weights of the flux, electron. */
  readonly sky: Float64Array;
}

/** Below this share of the light left unmasked a column has no answer. */
const LEAST_SHARE = 0.25;
/** A column in which saturated pixels hold more than this of the light says so. */
const MOST_SATURATED = 0.1;
/** Columns on either side whose light tells how it lies in the aperture of one. */
const PROFILE_COLUMNS = 50;
/** The trace is a polynomial of this degree at most; it is written as one. */
const HIGHEST_DEGREE = 5;

/**
 * Extracts an aperture that a person set, above the sky of the zones that a person set: the one function behind the pipeline and the picture of it in a browser.
 *
 * `fractional` sums the light between `lower` and `upper`, pixels at the ends in part; light outside is not made up for. A masked pixel is made up for by how the
 * light of the 50 columns on either side lies in the aperture. `optimal` weighs the light by the profile of the source, of which only the rows of the
 * aperture are looked at, and gives all of its light. The sky is a straight line through zones on both sides, a constant with zones on one side, nothing without zones.
 *
 * @param sky Of these very zones (`skyOfZones`), from who has it already: it is most of the work, and the ends of an aperture do not change it.
 * @throws {ContractError} for zones that the frame cannot have (`wrongWithZones` says it in words before).
 * Inputs are left unchanged. O(nx · rows of aperture and zones).
 */
export function extractZones(frame: Frame, zones: Zones, how: ZoneExtraction, sky?: SkyModel): ZoneSpectrum {
  const wrong = wrongWithZones(frame.geometry.ny, zones);
  if (wrong !== undefined) throw new ContractError(wrong);
  const under = sky ?? skyOfZones(frame, zones);
  return how.method === 'fractional' ? sumZones(frame, zones, under) : weighZones(frame, zones, under, how);
}

function sumZones(frame: Frame, { rows, lower, upper }: Zones, sky: SkyModel): ZoneSpectrum {
  const { nx, ny } = frame.geometry;
  const width = Math.ceil(upper - lower) + 2;
  const fromRow = Int32Array.from(rows, (row) => Math.floor(row + lower));
  const profile = lightAlong(frame, { rows, fromRow, width }, sky);
  const out: ZoneSpectrum = { flux: new Float64Array(nx).fill(NaN), variance: new Float64Array(nx).fill(NaN), sky: new Float64Array(nx), mask: new Uint8Array(nx) };
  const weights = new Float64Array(width);
  for (let x = 0; x < nx; x++) {
    apertureWeights(rows[x] + lower, rows[x] + upper, fromRow[x], width, weights);
    let flux = 0;
    let variance = 0;
    let under = 0;
    let sum = 0;
    let moment = 0;
    let used = 0;
    let saturated = 0;
    let all = 0;
    for (let k = 0; k < width; k++) {
      const y = fromRow[x] + k;
      if (weights[k] === 0 || y < 0 || y >= ny) continue;
      const i = y * nx + x;
      const part = weights[k] * profile[x * width + k];
      all += part;
      if ((frame.mask[i] & MASK.SATURATED) !== 0) saturated += part;
      if (frame.mask[i] !== 0) continue;
      const t = y - rows[x];
      const below = skyAt(sky, x, t);
      used += part;
      flux += weights[k] * (frame.flux[i] - below);
      under += weights[k] * below;
      variance += weights[k] ** 2 * frame.variance[i];
      sum += weights[k];
      moment += weights[k] * t;
    }
    const share = used / all;
    if (saturated > MOST_SATURATED * all) out.mask[x] |= MASK.SATURATED;
    if (!(share >= LEAST_SHARE) || sky.mask[x] !== 0) {
      out.mask[x] |= MASK.NO_DATA;
      continue;
    }
    variance += sum * sum * sky.levelVariance[x] + 2 * sum * moment * sky.covariance[x] + moment * moment * sky.slopeVariance[x];
    out.flux[x] = flux / share;
    out.variance[x] = variance / share ** 2;
    out.sky[x] = under / share;
  }
  return out;
}

interface Window {
  readonly rows: Float64Array;
  readonly fromRow: Int32Array;
  readonly width: number;
}

/** How the light lies along the rows of the aperture around each column, by distance from the trace; even where there is none. [nx · width] */
function lightAlong(frame: Frame, { rows, fromRow, width }: Window, sky: SkyModel): Float64Array {
  const { nx, ny } = frame.geometry;
  const [sums, counts] = [new Float64Array((nx + 1) * width), new Float64Array((nx + 1) * width)];
  for (let x = 0; x < nx; x++) {
    for (let k = 0; k < width; k++) {
      const [y, at] = [fromRow[x] + k, (x + 1) * width + k];
      const i = y * nx + x;
      const known = y >= 0 && y < ny && frame.mask[i] === 0 && sky.mask[x] === 0;
      sums[at] = sums[at - width] + (known ? frame.flux[i] - skyAt(sky, x, y - rows[x]) : 0);
      counts[at] = counts[at - width] + Number(known);
    }
  }
  const profile = new Float64Array(nx * width);
  for (let x = 0; x < nx; x++) {
    const [from, to] = [Math.max(0, x - PROFILE_COLUMNS) * width, Math.min(nx, x + PROFILE_COLUMNS + 1) * width];
    let total = 0;
    for (let k = 0; k < width; k++) {
      const count = counts[to + k] - counts[from + k];
      const light = count > 0 ? Math.max(0, (sums[to + k] - sums[from + k]) / count) : 0;
      profile[x * width + k] = light;
      total += light;
    }
    if (!(total > 0)) profile.fill(1, x * width, (x + 1) * width);
  }
  return profile;
}

/** By the profile: the rows outside the aperture do not count, the light they would have is known by the profile. */
function weighZones(frame: Frame, { rows, lower, upper }: Zones, sky: SkyModel, { model, fwhmPixel, readNoiseElectron }: ZoneExtraction): ZoneSpectrum {
  const { nx, ny } = frame.geometry;
  const mask = Uint8Array.from(frame.mask);
  const [lows, highs] = [rows.map((row) => row + lower - 0.5), rows.map((row) => row + upper + 0.5)];
  // Along the rows, as they lie in memory.
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) if (y < lows[x] || y > highs[x]) mask[y * nx + x] |= MASK.NO_DATA;
  }
  const x = Float64Array.from(rows.keys());
  const fit: Series = fitSeries({ kind: 'legendre', degree: Math.min(HIGHEST_DEGREE, nx - 1), x, y: rows });
  const middle = rows[nx >> 1];
  const amplitude = heightAt(frame, rows, sky);
  const target: Target = {
    positionRow: middle,
    fwhmPixel,
    amplitude,
    snr: 0,
    model,
    parameters: [amplitude, middle, fwhmPixel],
    path: { ...fit, coefficients: fit.coefficients.map((c, k) => (k === 0 ? c - middle : c)) },
    columns: [0, nx],
  };
  const width: Series = { kind: 'legendre', domain: fit.domain, coefficients: Float64Array.of(fwhmPixel) };
  const [found] = extractSources({ ...frame, mask }, [{ target, trace: { fit, fwhm: width, rmsPixel: NaN, samples: [], samplesUsed: 0 }, sky }], { kind: 'optimal', readNoiseElectron });
  const { flux, variance, sky: under, mask: bits } = found;
  return { flux, variance, sky: under, mask: bits };
}

/** Light on the trace above the sky, electron: the median over the columns. */
function heightAt({ geometry: { nx, ny }, flux, mask }: Frame, rows: Float64Array, sky: SkyModel): number {
  const heights = Float64Array.from(rows, (row, x) => {
    const y = Math.min(ny - 1, Math.max(0, Math.round(row)));
    return mask[y * nx + x] === 0 && sky.mask[x] === 0 ? flux[y * nx + x] - skyAt(sky, x, y - row) : NaN;
  }).filter(Number.isFinite);
  return heights.length === 0 ? 0 : Math.max(0, median(heights));
}
