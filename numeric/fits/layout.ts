import { FitsError } from './errors.js';
import type { CardValue } from './header.js';
import type { HeaderBlock } from './parse-header.js';

/** What the structural keywords say about the data unit. */
export interface DataLayout {
  readonly bitpix: number;
  /** NAXIS1 first. */
  readonly shape: readonly number[];
  readonly pcount: number;
  readonly gcount: number;
  /** Bytes of the data unit without padding: |BITPIX|/8 · GCOUNT · (PCOUNT + Π NAXISn), FITS 4.0 eq. 2. */
  readonly length: number;
  readonly randomGroups: boolean;
}

const BITPIX = [8, 16, 32, 64, -32, -64];

/** The largest number of axes and of table columns (FITS 4.0 §4.4.1.1 and §7.3.1). */
export const MOST_AXES = 999;

/**
 * What BITPIX, NAXIS and their kin say, extensions and random groups included (FITS 4.0 §4.4.1).
 * @throws {FitsError} where a structural keyword is missing, absurd, or the product passes 2⁵³.
 */
export function dataLayout(block: HeaderBlock): DataLayout {
  const bitpix = integerOf(block, 'BITPIX', -64, 64);
  if (!BITPIX.includes(bitpix)) throw trouble(block, 'BITPIX', `BITPIX must be one of ${BITPIX.join(', ')}`);
  const naxis = integerOf(block, 'NAXIS', 0, MOST_AXES);
  const shape: number[] = [];
  for (let n = 1; n <= naxis; n++) shape.push(integerOf(block, `NAXIS${n}`, 0, Number.MAX_SAFE_INTEGER));

  const randomGroups = naxis > 1 && shape[0] === 0 && block.header.boolean('GROUPS') === true;
  const grouped = randomGroups || block.header.has('XTENSION');
  const pcount = grouped ? integerOf(block, 'PCOUNT', 0, Number.MAX_SAFE_INTEGER, 0) : 0;
  const gcount = grouped ? integerOf(block, 'GCOUNT', 0, Number.MAX_SAFE_INTEGER, 1) : 1;
  const axes = randomGroups ? shape.slice(1) : shape;
  const elements = naxis === 0 ? 0 : product(axes);
  const length = (Math.abs(bitpix) / 8) * gcount * (pcount + elements);
  if (!Number.isSafeInteger(length)) throw trouble(block, 'NAXIS', `The header declares ${shape.join(' × ')} values, more than any file holds`);
  return { bitpix, shape, pcount, gcount, length, randomGroups };
}

/** Zero beats overflow: 10⁹ rows of no columns are no bytes. */
function product(axes: readonly number[]): number {
  return axes.includes(0) ? 0 : axes.reduce((size, axis) => size * axis, 1);
}

/** An integer the file cannot do without, unless it has a usual value. @throws {FitsError} if missing or outside its range. */
export function integerOf(block: HeaderBlock, keyword: string, least: number, most: number, usual?: number): number {
  const value = block.header.get(keyword);
  if (value === undefined && usual !== undefined) return usual;
  if (value === undefined) throw trouble(block, keyword, `${keyword} is missing`);
  if (typeof value !== 'number' || !Number.isInteger(value)) throw trouble(block, keyword, `${keyword} must be an integer below 2^53`);
  if (value < least || value > most) throw trouble(block, keyword, `${keyword} is ${value}, outside ${least} to ${most}`);
  return value;
}

/** An error that points at the card of a keyword, or at the header where there is no such card. */
export function trouble(block: HeaderBlock, keyword: string, message: string): FitsError {
  const place = block.header.cards.findIndex((card) => card.keyword === keyword);
  if (place < 0) return new FitsError(message, block.offset);
  const { raw, value } = block.header.cards[place];
  return new FitsError(message, block.offsets[place], raw ?? `${keyword.padEnd(8)}= ${shown(value)}`);
}

function shown(value: CardValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? `(${value.re}, ${value.im})` : String(value);
}
