import { ContractError } from '../errors.js';
import { detectorColumn, detectorRow, type Geometry } from '../frame.js';

/** An aperture and its sky on the detector, whatever is cut out of it: unbinned columns and rows, pixel centers at integers. */
export interface DetectorAperture {
  /** Detector row followed by the aperture as a power series of the detector column, constant first. */
  readonly trace: readonly number[];
  /** Ends of the aperture, rows from the trace; lower < upper. */
  readonly lower: number;
  readonly upper: number;
  /** Sky zones, [from, to] rows from the trace; without one no sky is subtracted. */
  readonly sky: readonly (readonly [number, number])[];
}

/** The same on one frame. */
export interface Zones {
  /** Row of the trace in every column, counted from 0. */
  readonly rows: Float64Array;
  readonly lower: number;
  readonly upper: number;
  readonly sky: readonly (readonly [number, number])[];
}

/** Lays an aperture onto a frame. @returns rows of the frame, binned; they may leave it: see `wrongWithZones`. */
export function zonesOn(geometry: Geometry, { trace, lower, upper, sky }: DetectorAperture): Zones {
  const { nx, binY } = geometry;
  const zero = detectorRow(geometry, 0);
  const rows = Float64Array.from({ length: nx }, (_, x) => (valueOf(trace, detectorColumn(geometry, x)) - zero) / binY);
  return { rows, lower: lower / binY, upper: upper / binY, sky: sky.map(([from, to]) => [from / binY, to / binY] as const) };
}

/**
 * The way back: an aperture given in rows and columns of a frame (binned, from 0), on the detector.
 * @param aperture `trace` is a power series of the column of the frame. @throws {ContractError} for a trace without coefficients.
 */
export function onDetector(geometry: Geometry, { trace, lower, upper, sky }: DetectorAperture): DetectorAperture {
  const { binX, binY } = geometry;
  if (trace.length === 0) throw new ContractError('a trace needs a coefficient at least');
  const rows = substituted(trace, -detectorColumn(geometry, 0) / binX, 1 / binX).map((c) => c * binY);
  rows[0] += detectorRow(geometry, 0);
  return { trace: rows, lower: lower * binY, upper: upper * binY, sky: sky.map(([from, to]) => [from * binY, to * binY] as const) };
}

/** The trace of an aperture as a power series of the column of a frame, giving its row, both binned and from 0: what headers say. */
export function traceOn(geometry: Geometry, trace: readonly number[]): number[] {
  const { binX, binY } = geometry;
  const rows = substituted(trace, detectorColumn(geometry, 0), binX).map((c) => c / binY);
  rows[0] -= detectorRow(geometry, 0) / binY;
  return rows;
}

/** Coefficients of p(offset + scale·x) in x, by Horner's scheme. */
function substituted(series: readonly number[], offset: number, scale: number): number[] {
  let out = [0];
  for (const c of [...series].reverse()) {
    const last = out;
    out = Array.from({ length: last.length + 1 }, (_, j) => offset * (last[j] ?? 0) + scale * (last[j - 1] ?? 0));
    out[0] += c;
  }
  return out.slice(0, series.length);
}

/** Fewer rows of sky than this in a column tell nothing about it. */
const FEWEST_SKY_ROWS = 6;
/** An aperture of less than this is no measurement, rows. */
const LEAST_WIDTH = 1;

/** What makes it impossible to extract zones from a frame, and the numbers of it; rows of the frame, or from the trace where zones are told. */
export interface ZoneFault {
  readonly kind: 'aperture-narrow' | 'aperture-leaves' | 'sky-backwards' | 'sky-overlaps' | 'sky-twice' | 'sky-leaves' | 'sky-few';
  /** By the names in braces of its sentence. */
  readonly values: Readonly<Record<string, number>>;
}

/** One sentence for each; a portal has them in other languages too. */
const FAULTS: Readonly<Record<ZoneFault['kind'], string>> = {
  'aperture-narrow': 'The aperture is {rows} rows high: it takes {least} at least.',
  'aperture-leaves': 'The aperture leaves the frame: it reaches from row {from} to {to}, and the frame has rows 0 to {last}.',
  'sky-backwards': 'Sky zone {zone} ends at {to}, before it begins at {from}.',
  'sky-overlaps': 'Sky zone {zone} ({from} to {to} rows from the trace) overlaps the aperture ({lower} to {upper}): the source would be subtracted from itself.',
  'sky-twice': 'Sky zones {other} and {zone} overlap: the same rows would count twice.',
  'sky-leaves': 'Sky zone {zone} leaves the frame: it reaches from row {from} to {to}, and the frame has rows 0 to {last}.',
  'sky-few': 'The sky zones have {rows} rows together: it takes {least} to know the sky, or none to leave it in.',
};

/** The first thing that makes it impossible to extract zones from a frame of so many rows; undefined when nothing does. */
export function zoneFault(ny: number, { rows, lower, upper, sky }: Zones): ZoneFault | undefined {
  const fault = (kind: ZoneFault['kind'], values: ZoneFault['values']): ZoneFault => ({ kind, values });
  if (!(upper - lower >= LEAST_WIDTH)) return fault('aperture-narrow', { rows: upper - lower, least: LEAST_WIDTH });
  const [least, most] = [rows.reduce((a, b) => Math.min(a, b)), rows.reduce((a, b) => Math.max(a, b))];
  if (!(least + lower >= -0.5 && most + upper <= ny - 0.5)) return fault('aperture-leaves', { from: least + lower, to: most + upper, last: ny - 1 });
  for (const [i, [from, to]] of sky.entries()) {
    const zone = i + 1;
    if (!(to > from)) return fault('sky-backwards', { zone, from, to });
    if (from < upper && to > lower) return fault('sky-overlaps', { zone, from, to, lower, upper });
    const other = sky.findIndex(([a, b], j) => j < i && from < b && to > a);
    if (other >= 0) return fault('sky-twice', { zone, other: other + 1 });
    if (!(least + from >= -0.5 && most + to <= ny - 0.5)) return fault('sky-leaves', { zone, from: least + from, to: most + to, last: ny - 1 });
  }
  const skyRows = sky.reduce((sum, [from, to]) => sum + (to - from), 0);
  return sky.length > 0 && skyRows < FEWEST_SKY_ROWS ? fault('sky-few', { rows: skyRows, least: FEWEST_SKY_ROWS }) : undefined;
}

/** The same in one sentence. */
export function wrongWithZones(ny: number, zones: Zones): string | undefined {
  const fault = zoneFault(ny, zones);
  return fault && FAULTS[fault.kind].replace(/\{(\w+)\}/g, (_, name: string) => spoken(fault.values[name]));
}

const spoken = (rows: number): string => String(Number(rows.toFixed(2)));

function valueOf(series: readonly number[], at: number): number {
  return series.reduceRight((sum, c) => c + sum * at, 0);
}
