import type { Profile } from '../math/peak-profile.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import { madSigma } from '../math/statistics.js';
import type { SlitProfile } from './slit-search.js';

/** The sources of a slit profile and the constant under them, electron per pixel. */
export interface ComponentFit {
  readonly components: readonly Component[];
  readonly constant: number;
}

/** One source in the slit profile. */
export interface Component {
  /** Amplitude (electron per pixel), row, width, and for a Moffat the exponent. */
  readonly parameters: readonly number[];
  /** Full width at half maximum, rows. */
  readonly fwhm: number;
  /** Amplitude in units of the scatter between rows. */
  readonly peakInScatter: number;
}

/** The limits of a believable full width at half maximum, rows. */
export interface WidthLimits {
  readonly narrowest: number;
  readonly widest: number;
}

/** Where a source is looked for. */
export interface Start {
  readonly row: number;
  readonly snr: number;
  /** Starts of the same name have the same width and exponent: two stars that the seeing has merged. */
  readonly shape?: string;
}

/** Above this significance a source determines its own shape; fainter ones have that of the brightest: one seeing for all. */
const OWN_SHAPE_SNR = 40;
/** Exponent of a Moffat whose data cannot tell: the wings of seeing at a good site (Trujillo et al. 2001 find 2.5–4.8). */
const USUAL_EXPONENT = 3;
/** Below 1.5 more than 1 % of the light would lie beyond 5 FWHM, where nobody sees it; above 8 it is a Gaussian. */
const EXPONENT_RANGE = [1.5, 8] as const;
/** Rows fitted on either side of a source, FWHM. */
const REACH_FWHM = 6;
/**
 * The fit may leave the believable widths by these factors, of the FWHM and once more of the width parameter, because the exponent moves one against the
 * other: a source that is none then ends well beyond a limit, where it is seen for what it is.
 */
const BEYOND = { narrowestFwhm: 0.8, narrowestWidth: 0.6, widestFwhm: 1.1, widestWidth: 3 };
/** Least amplitude a fit starts from, electron per pixel: at 0 the derivatives by row and width vanish. */
const LEAST_AMPLITUDE = 1e-3;

/**
 * Fits all sources of a slit profile together, each with its place and height, on one constant; χ² with the variance given.
 * Bright sources have a shape of their own, faint ones share that of the brightest.
 *
 * @param profile flux (electron per pixel) and variance (electron²) by row; NaN and Infinity where there is no measurement.
 * @param model the profile as a pixel sees it. @param starts rows and σ of the sources. @param limits of the width, rows. @param fwhm expected, rows.
 * @returns one component per start, in the order given; one that ends on a limit has no believable width, which is for the caller to judge.
 */
export function fitComponents(profile: SlitProfile, model: Profile, starts: readonly Start[], limits: WidthLimits, fwhm: number): ComponentFit {
  const rows = fittedRows(profile, starts, REACH_FWHM * fwhm);
  const layout = layParameters(profile, model, starts, limits, fwhm);
  const fit = levenbergMarquardt({
    count: rows.length,
    parameters: layout.parameters,
    bounds: layout.bounds,
    maxIterations: 60,
    tolerance: 1e-8,
    residuals: (p, out) => residualsOf(profile, model, layout, rows, p, out),
    jacobian: (p, out) => jacobianOf(profile, model, layout, rows, p, out),
  });
  const scatter = Math.max(1e-30, madSigma(profile.flux.filter(Number.isFinite)));
  const components = layout.places.map((place) => {
    const source = profileParameters(fit.parameters, place, model);
    return { parameters: source, fwhm: model.fwhm(source), peakInScatter: source[0] / scatter };
  });
  return { components, constant: fit.parameters[0] };
}

/** The profile of one source: the constant and all others subtracted. */
export function profileOf(profile: SlitProfile, model: Profile, { components, constant }: ComponentFit, source: Component): SlitProfile {
  const others = components.filter((other) => other !== source);
  return { ...profile, flux: profile.flux.map((value, y) => others.reduce((rest, other) => rest - model.evaluate(y, other.parameters), value - constant)) };
}

/** Where the parameters of one source stand among all; no place for an exponent that is not free. */
interface Place {
  readonly amplitude: number;
  readonly row: number;
  readonly width: number;
  readonly exponent: number | undefined;
}

interface Layout {
  readonly parameters: readonly number[];
  readonly bounds: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  readonly places: readonly Place[];
}

/** Constant; then amplitude and row of each source; then width (and exponent) of each that has a shape of its own. */
function layParameters(profile: SlitProfile, model: Profile, starts: readonly Start[], { narrowest, widest }: WidthLimits, fwhm: number): Layout {
  const parameters = [0];
  const lower = [-Infinity];
  const upper = [Infinity];
  const push = (value: number, low: number, high: number): number => {
    lower.push(low);
    upper.push(high);
    return parameters.push(value) - 1;
  };
  const brightest = starts.reduce((best, start, i) => (start.snr > starts[best].snr ? i : best), 0);
  const owners = starts.map((start, i) => {
    const twin = start.shape === undefined ? -1 : starts.findIndex((other) => other.shape === start.shape);
    return twin >= 0 ? twin : start.snr >= OWN_SHAPE_SNR ? i : brightest;
  });
  const own = starts.map(({ row }) => ({
    amplitude: push(Math.max(profile.flux[Math.round(row)] || 0, LEAST_AMPLITUDE), 0, Infinity),
    row: push(row, row - fwhm, row + fwhm),
  }));
  const widthBounds = [
    model.widthOf(BEYOND.narrowestFwhm * narrowest, USUAL_EXPONENT) * BEYOND.narrowestWidth,
    model.widthOf(BEYOND.widestFwhm * widest, USUAL_EXPONENT) * BEYOND.widestWidth,
  ] as const;
  const shapes = new Map<number, Pick<Place, 'width' | 'exponent'>>();
  for (const i of new Set(owners)) {
    const width = push(model.widthOf(fwhm, USUAL_EXPONENT), ...widthBounds);
    const free = model.parameterCount === 4 && starts[i].snr >= OWN_SHAPE_SNR;
    shapes.set(i, { width, exponent: free ? push(USUAL_EXPONENT, ...EXPONENT_RANGE) : undefined });
  }
  return { parameters, bounds: { lower, upper }, places: own.map((place, i) => ({ ...place, ...shapes.get(owners[i])! })) };
}

function profileParameters(p: ArrayLike<number>, { amplitude, row, width, exponent }: Place, model: Profile): number[] {
  const head = [p[amplitude], p[row], p[width]];
  return model.parameterCount === 4 ? [...head, exponent === undefined ? USUAL_EXPONENT : p[exponent]] : head;
}

function residualsOf(profile: SlitProfile, model: Profile, { places }: Layout, rows: readonly number[], p: ArrayLike<number>, out: Float64Array): void {
  const sources = places.map((place) => profileParameters(p, place, model));
  for (let k = 0; k < rows.length; k++) {
    const y = rows[k];
    let value = p[0];
    for (const source of sources) value += model.evaluate(y, source);
    out[k] = (value - profile.flux[y]) / Math.sqrt(profile.variance[y]);
  }
}

function jacobianOf(profile: SlitProfile, model: Profile, { places, parameters }: Layout, rows: readonly number[], p: ArrayLike<number>, out: Float64Array): void {
  const n = parameters.length;
  const slope = new Float64Array(model.parameterCount);
  const sources = places.map((place) => profileParameters(p, place, model));
  out.fill(0);
  for (let k = 0; k < rows.length; k++) {
    const scale = 1 / Math.sqrt(profile.variance[rows[k]]);
    out[k * n] = scale;
    for (let i = 0; i < sources.length; i++) {
      model.gradient(rows[k], sources[i], slope);
      const { amplitude, row, width, exponent } = places[i];
      out[k * n + amplitude] += slope[0] * scale;
      out[k * n + row] += slope[1] * scale;
      out[k * n + width] += slope[2] * scale;
      if (exponent !== undefined) out[k * n + exponent] += slope[3] * scale;
    }
  }
}

function fittedRows({ flux, variance }: SlitProfile, starts: readonly Start[], reach: number): number[] {
  const rows: number[] = [];
  for (let y = 0; y < flux.length; y++) {
    if (variance[y] < Infinity && variance[y] > 0 && starts.some((start) => Math.abs(start.row - y) <= reach)) rows.push(y);
  }
  return rows;
}
