import type { HeaderReader } from '../header-reader.js';
import { FULL_READOUT_COLUMNS, NARROW_FRAME_COLUMNS } from './detector.js';

/** What one place of the header tells of the read-out. */
export interface Region {
  readonly serialOrigin?: number;
  readonly parallelOrigin?: number;
  readonly binX?: number;
  readonly binY?: number;
}

/** No read-out is wider than prescan and detector together. */
const WIDEST_COLUMNS = 4200;
/** The read-out electronics bin by no more. */
const LARGEST_BINNING = 8;

/** Binning along x (serial) and y (parallel), as one place of the header tells it. */
interface Witness {
  readonly who: string;
  /** What it says, for a warning. */
  readonly words: string;
  readonly x: number | undefined;
  readonly y: number | undefined;
}

/**
 * The binning of a read-out, each axis by what its witnesses agree on: CCDSUM in any spelling, the name of the region of interest, the camera's own
 * parameters, and the number of columns where it is that of a whole read-out. Two that agree outvote a third, with a warning that names all; where
 * only two speak and differ, CCDSUM is taken before the others, with the same warning.
 *
 * @throws {ReductionError} `keyword-missing` when nothing tells it, `header-invalid` when three witnesses say three different things.
 */
export function binningOf(reader: HeaderReader, nx: number, { named, parameters }: { readonly named: Region; readonly parameters: Region }): { binX: number; binY: number } {
  /** A witness whose columns would not fit on the detector is not heard at all. */
  const heard = (x: number | undefined, y: number | undefined) => (x !== undefined && (x < 1 || x * nx > WIDEST_COLUMNS) ? { x: undefined, y: undefined } : { x, y });
  const ccdsum = reader.text('CCDSUM');
  const [, x, y] = /^\(?\s*(\d+)(?:\s*[x×*,;/]\s*|\s+)(\d+)\s*\)?$/i.exec(ccdsum) ?? [];
  // A read-out that begins within the detector is a window: its width tells nothing.
  const whole = (named.serialOrigin ?? parameters.serialOrigin ?? 0) === 0 ? wholeReadoutBinning(nx) : undefined;
  const witnesses: Witness[] = [
    { who: 'CCDSUM', words: `CCDSUM = '${ccdsum}'`, ...heard(numberOf(x), numberOf(y)) },
    { who: 'the region of interest', words: `ROI = '${reader.text('ROI')}'`, ...heard(named.binX, named.binY) },
    { who: "the camera's parameters", words: `the camera's parameters ${parameters.binX ?? '?'} × ${parameters.binY ?? '?'}`, ...heard(parameters.binX, parameters.binY) },
    { who: 'the number of columns', words: `${nx} columns`, x: whole, y: undefined },
  ];
  const stated = witnesses.filter((witness) => witness.x !== undefined || witness.y !== undefined);
  const serial = agreedOn(reader, stated, 'x');
  if (serial === undefined) throw reader.missing('CCDSUM', `so the binning is unknown, and ${nx} columns do not tell it`);
  // Who is wrong about the columns is not asked about the rows. Where nothing tells those they are binned as columns are: the presets are square.
  const trusted = stated.filter(({ x: told }) => (told ?? serial) === serial);
  const binning = { binX: serial, binY: agreedOn(reader, trusted, 'y') ?? serial };
  if (witnesses[0]?.x === undefined) {
    reader.warn(`CCDSUM = '${ccdsum}' does not tell the binning of ${nx} columns; ${binning.binX} × ${binning.binY} by ${byWhom(stated, binning)}.`);
  } else if (stated.some((witness) => (witness.x ?? binning.binX) !== binning.binX || (witness.y ?? binning.binY) !== binning.binY)) {
    reader.warn(`${stated.map(({ words }) => words).join(', ')} contradict each other about the binning; ${binning.binX} × ${binning.binY} was taken, by ${byWhom(stated, binning)}.`);
  }
  return binning;
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && value >= 1 && value <= LARGEST_BINNING ? value : undefined;
}

/** The binning at which a whole read-out of either frame has so many columns; undefined for a part of one. */
function wholeReadoutBinning(nx: number): number | undefined {
  for (let bin = 1; bin <= LARGEST_BINNING; bin++) {
    if ([FULL_READOUT_COLUMNS, NARROW_FRAME_COLUMNS].some((columns) => Math.floor(columns / bin) === nx || Math.ceil(columns / bin) === nx)) return bin;
  }
  return undefined;
}

/** What most witnesses say of an axis; the first of them where as many say something else, unless three say three things. */
function agreedOn(reader: HeaderReader, witnesses: readonly Witness[], axis: 'x' | 'y'): number | undefined {
  const votes = new Map<number, number>();
  for (const { [axis]: bin } of witnesses) if (bin !== undefined) votes.set(bin, (votes.get(bin) ?? 0) + 1);
  const [best, second] = [...votes].sort(([, a], [, b]) => b - a);
  if (best && votes.size > 2 && best[1] === second?.[1]) {
    throw reader.invalid(`has ${witnesses.map(({ words }) => words).join(', ')}, which contradict each other: its binning is unknown. Correct CCDSUM and send it again.`, { keyword: 'CCDSUM' });
  }
  return best?.[0];
}

function byWhom(witnesses: readonly Witness[], { binX, binY }: { readonly binX: number; readonly binY: number }): string {
  return witnesses
    .filter(({ x, y }) => (x ?? binX) === binX && (y ?? binY) === binY)
    .map(({ who }) => who)
    .join(' and ');
}
