import type { Method, ZoneRequest } from './zone-messages';

/** Aperture and background as a person sets them. Rows of the frame; pixel centers at whole numbers. */
export interface ApertureChoice {
  /** Row of the trace at the middle column. */
  readonly center: number;
  /** Rows from the trace. */
  readonly lower: number;
  readonly upper: number;
  readonly sky: readonly (readonly [from: number, to: number])[];
  readonly method: Method;
}

/** What of a choice is moved: the whole, an end of the aperture, or an end of a zone. */
export type Edge = 'center' | 'lower' | 'upper' | `sky.${number}.${0 | 1}`;

/** What a hand asks for, said as a change of the newest choice: of two quick keys the second comes before the page has drawn what the first did. */
export interface Wish {
  readonly change: (choice: ApertureChoice) => ApertureChoice;
  /** When, by the browser's clock, ms. */
  readonly asked: number;
  /** Part of a drag that goes on. */
  readonly isSameStep?: boolean;
}

/** The way of the trace, and how wide the source is. */
export interface Course {
  /** Row as a power series of the column, constant first. */
  readonly coefficients: readonly number[];
  readonly columns: number;
  readonly fwhm: number | undefined;
}

export const MOST_ZONES = 6;
/** A new zone is so many rows high, and so far from what is nearest. */
const [NEW_ZONE, NEW_GAP] = [20, 8];
const STEPS_KEPT = 100;

export function edgesOf({ sky }: ApertureChoice): Edge[] {
  return ['center', 'lower', 'upper', ...sky.flatMap((_, i): Edge[] => [`sky.${i}.0`, `sky.${i}.1`])];
}

/** Row of an edge at the middle column. */
export function rowOf(choice: ApertureChoice, edge: Edge): number {
  if (edge === 'center') return choice.center;
  if (edge === 'lower' || edge === 'upper') return choice.center + choice[edge];
  const [zone, end] = zoneEnd(edge);
  return choice.center + (choice.sky[zone]?.[end] ?? Number.NaN);
}

/** The choice with one edge at a row, to a hundredth of it: what a hand can mean, and a number that is read. */
export function moved(choice: ApertureChoice, edge: Edge, row: number): ApertureChoice {
  const at = Math.round(row * 100) / 100;
  if (edge === 'center') return { ...choice, center: at };
  const offset = Math.round((at - choice.center) * 100) / 100;
  if (edge === 'lower' || edge === 'upper') return { ...choice, [edge]: offset };
  const [zone, end] = zoneEnd(edge);
  return { ...choice, sky: choice.sky.map((pair, i): readonly [number, number] => (i !== zone ? pair : end === 0 ? [offset, pair[1]] : [pair[0], offset])) };
}

/** One more zone above everything; the same choice where there are enough. */
export function withZone(choice: ApertureChoice): ApertureChoice {
  if (choice.sky.length >= MOST_ZONES) return choice;
  const top = Math.max(choice.upper, ...choice.sky.map(([, to]) => to)) + NEW_GAP;
  return { ...choice, sky: [...choice.sky, [top, top + NEW_ZONE]] };
}

export function withoutZone(choice: ApertureChoice, zone: number): ApertureChoice {
  return { ...choice, sky: choice.sky.filter((_, i) => i !== zone) };
}

/** What the API and the worker are asked: the course, shifted to where the aperture is. */
export function requestOf({ center, lower, upper, sky, method }: ApertureChoice, { coefficients, columns, fwhm }: Course): ZoneRequest {
  const shift = center - rowAt(coefficients, (columns - 1) / 2);
  return { coefficients: coefficients.map((c, k) => (k === 0 ? c + shift : c)), lower, upper, sky, method, fwhm: fwhm ?? (upper - lower) / 3 };
}

/** Row of a trace at a column. */
export function rowAt(coefficients: readonly number[], column: number): number {
  return coefficients.reduceRight((sum, c) => c + sum * column, 0);
}

/** How far the trace is at a column from where it is at the middle one, rows: a choice is told by the rows of the middle. */
export function bowAt({ coefficients, columns }: Course, column: number): number {
  return rowAt(coefficients, column) - rowAt(coefficients, (columns - 1) / 2);
}

/** Everything that was chosen, the newest last: undo is one step back. */
export type History = readonly ApertureChoice[];

/** A step more; while one edge is dragged, all of it is one step. */
export function stepped(history: History, choice: ApertureChoice, isSameStep: boolean): History {
  return [...(isSameStep ? history.slice(0, -1) : history), choice].slice(-STEPS_KEPT);
}

function zoneEnd(edge: `sky.${number}.${0 | 1}`): [zone: number, end: 0 | 1] {
  const [, zone, end] = edge.split('.');
  return [Number(zone), end === '1' ? 1 : 0];
}
