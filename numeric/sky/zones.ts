import { FitError } from '../errors.js';
import { traceFwhms, traceRows, type Trace } from '../sources/trace.js';

/** Where the sky of a source is measured: rows relative to its trace, [from, to], and what to leave out. */
export interface ZonePlan {
  /** One or two zones, offsets from the trace in rows; negative is below. */
  readonly zones: readonly (readonly [number, number])[];
  /** Traces of other sources and the distance within which rows belong to them. */
  readonly avoid: readonly { readonly rows: Float64Array; readonly radius: number }[];
}

/** Where sky is looked for, in units of the source's FWHM. */
export interface ZoneOptions {
  /** Distance between the aperture (which ends 1 FWHM from the trace) and the zones, FWHM. Default 3. */
  readonly spacingFwhm?: number;
  /** Width of each zone, FWHM. Default 15: with 30 FWHM of sky its noise costs a faint source 3 % of its signal-to-noise. */
  readonly widthFwhm?: number;
}

/** Zones where nothing else is asked for, FWHM. */
export const DEFAULT_ZONES = { spacingFwhm: 3, widthFwhm: 15 };
/** Width of the zones of a faint source, FWHM: the noise of so much sky costs it 2 %, never more; and the signal-to-noise of a column below which a source is faint. */
const FAINT_ZONE_FWHM = 25;
const FAINT_SNR = 30;
/** Half of the aperture from which the spacing counts, FWHM. */
const APERTURE_FWHM = 1;
/** A side with fewer rows than this is not used. */
const FEWEST_ROWS = 4;
/** Tried in turn until there is room: share of the spacing kept, and radius left to other sources, FWHM. */
const COMPROMISES = [
  [1, 3.5],
  [1, 2.5],
  [0.6, 2],
  [0.3, 1.5],
  [0, 1.2],
] as const;

/** Where a source and the others lie in every column, rows, and how wide they are at most. */
export interface SlitPaths {
  readonly rows: Float64Array;
  readonly fwhm: number;
  readonly others: readonly { readonly rows: Float64Array; readonly fwhm: number }[];
}

/** The paths of a source and of others over nx columns: worked out once for all plans of the source. */
export function slitPaths(nx: number, trace: Trace, others: readonly Trace[]): SlitPaths {
  const path = (one: Trace): { rows: Float64Array; fwhm: number } => ({ rows: traceRows(one, nx), fwhm: largest(traceFwhms(one, nx)) });
  return { ...path(trace), others: others.map(path) };
}

/**
 * Chooses the sky zones of a source, both sides where the slit and its neighbors leave room, one side otherwise; where neither has
 * room the gap shrinks step by step.
 * @returns one or two zones, rows relative to the trace, and the traces of others that come near.
 * @throws {FitError} `fit-failed` if the slit is too short for any sky at all.
 */
export function planZones(ny: number, { rows, fwhm, others }: SlitPaths, options: ZoneOptions = {}): ZonePlan {
  const { spacingFwhm, widthFwhm } = { ...DEFAULT_ZONES, ...options };
  const nx = rows.length;
  const probes = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (nx - 1)));
  for (const [gap, radius] of COMPROMISES) {
    const near = fwhm * (APERTURE_FWHM + gap * spacingFwhm);
    const far = near + Math.max(FEWEST_ROWS, widthFwhm * fwhm);
    const avoid = others.map((other) => ({ rows: other.rows, radius: radius * other.fwhm }));
    const sides: (readonly [number, number])[] = [
      [-far, -near],
      [near, far],
    ];
    const zones = sides.filter((zone) => probes.every((x) => countRows(zone, rows[x], x, ny, avoid) >= FEWEST_ROWS));
    // Others out of reach of the zones need not be looked for in every pixel.
    if (zones.length > 0) return { zones, avoid: avoid.filter((other) => rows.some((row, x) => Math.abs(other.rows[x] - row) < far + other.radius)) };
  }
  throw new FitError('fit-failed', `There is no sky to measure: ${ny} rows hold the source at row ${rows[nx >> 1].toFixed(1)} and its neighbors. Switch sky subtraction off.`, {
    rows: ny,
    row: rows[nx >> 1],
    fwhmPixel: fwhm,
  });
}

/** Width of the zones that a source is worth, FWHM: a faint one loses to the noise of its sky, a bright one does not feel it. @param snr of a column. */
export function zoneWidthFwhm(snr: number): number {
  return snr < FAINT_SNR ? FAINT_ZONE_FWHM : DEFAULT_ZONES.widthFwhm;
}

/** Whether a row is the light of another source in this column. */
export function isAvoided(avoid: ZonePlan['avoid'], x: number, y: number): boolean {
  for (const { rows, radius } of avoid) if (Math.abs(y - rows[x]) < radius) return true;
  return false;
}

function countRows([from, to]: readonly [number, number], center: number, x: number, ny: number, avoid: ZonePlan['avoid']): number {
  let count = 0;
  for (let y = Math.max(0, Math.ceil(center + from)); y <= Math.min(ny - 1, center + to); y++) if (!isAvoided(avoid, x, y)) count++;
  return count;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
