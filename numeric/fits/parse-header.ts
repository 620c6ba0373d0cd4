import { BLOCK, CARD, latin1, padded, utf8OrLatin1 } from './bytes.js';
import { FitsError, type WarningList } from './errors.js';
import { Header, isCommentary, type Card } from './header.js';
import { parseValue } from './parse-value.js';

/** A header and where it stands in the file. */
export interface HeaderBlock {
  readonly header: Header;
  /** Byte offset of each card of `header`. */
  readonly offsets: readonly number[];
  readonly offset: number;
  /** First byte behind the header's last block. */
  readonly end: number;
}

/** Text cards and record-valued keywords (`D2IM1 = 'AXIS.1: 1'`) come many times by design; any other repetition is worth a word. */
function repeatsByDesign({ keyword, value }: Card): boolean {
  return isCommentary(keyword) || (typeof value === 'string' && /^[A-Z][A-Z0-9_.]*: [-+\d.]/.test(value));
}

/**
 * Reads the header that starts at `offset`: cards of 80 characters up to END, long strings joined over CONTINUE, HIERARCH keywords
 * taken whole. What breaks the standard but has one sensible reading is read, with a warning.
 * @returns Cards in the order of the file; `end` is the first byte behind the header, or the end of the file where that comes earlier.
 * @throws {FitsError} where no END card follows.
 * @see FITS 4.0 §4.1; §4.2.1.2 for CONTINUE
 */
export function parseHeader(bytes: Uint8Array, offset: number, warnings: WarningList): HeaderBlock {
  const endCard = findEnd(bytes, offset);
  const cards: Card[] = [];
  const offsets: number[] = [];
  const seen = new Set<string>();
  let foreign = false;
  for (let at = offset; at < endCard; at += CARD) {
    const line = latin1(bytes, at, at + CARD);
    const { card, problem } = parseCard(line);
    foreign ||= /[\x80-\xff]/.test(line);
    if (problem !== undefined) warnings.add(`Not standard: ${problem}.`, at, line);
    if (card.keyword === 'CONTINUE') {
      if (joinContinuation(cards, card)) continue;
      warnings.add('A CONTINUE card follows no string that ends in "&".', at, line);
    } else if (!repeatsByDesign(card)) {
      if (seen.has(card.keyword)) warnings.add(`${card.keyword} comes more than once; the first one counts.`, at, line);
      seen.add(card.keyword);
    }
    cards.push(card);
    offsets.push(at);
  }
  return { header: new Header(foreign ? cards.map(withUtf8) : cards), offsets, offset, end: endOfHeader(bytes, offset, endCard, warnings) };
}

/** Whole strings, also those that went on over several lines: a letter of two bytes may stand across an edge. */
function withUtf8(card: Card): Card {
  return { ...card, value: typeof card.value === 'string' ? utf8OrLatin1(card.value) : card.value, comment: utf8OrLatin1(card.comment) };
}

/** A blank line is never END, and a card of a keyword that starts with END (`ENDTIME`) is not either. */
function findEnd(bytes: Uint8Array, offset: number): number {
  for (let at = offset; at + 3 <= bytes.length; at += CARD) {
    if (bytes[at] !== 69 || bytes[at + 1] !== 78 || bytes[at + 2] !== 68) continue;
    const last = Math.min(at + CARD, bytes.length);
    let i = at + 3;
    while (i < last && (bytes[i] === 32 || bytes[i] === 0 || bytes[i] === 10 || bytes[i] === 13)) i++;
    if (i === last) return at;
  }
  throw new FitsError('The header has no END card: the file is cut short or is not FITS', offset);
}

function endOfHeader(bytes: Uint8Array, offset: number, endCard: number, warnings: WarningList): number {
  const end = offset + padded(endCard + CARD - offset);
  const last = Math.min(end, bytes.length);
  if (last < end) warnings.add(`The header is not filled up to a block of ${BLOCK} bytes: ${end - last} bytes are missing.`, bytes.length);
  for (let i = endCard + 3; i < last; i++) {
    if (bytes[i] === 32) continue;
    warnings.add('The rest of the header block behind END is not blank.', i);
    break;
  }
  return last;
}

const STANDARD_KEYWORD = /^[A-Z0-9_-]*$/;

/** Reads one line of 80 characters. `problem` says in words what is not standard about it. */
export function parseCard(line: string): { card: Card; problem?: string } {
  const { keyword, value, comment, problem } = splitCard(line);
  const upper = keyword.toUpperCase();
  let found = line.includes('\0') ? 'there is a NUL byte, which ends a string and is a blank elsewhere' : problem;
  if (upper !== keyword) found ??= 'the keyword is in lower case';
  if (!line.startsWith('HIERARCH') && !STANDARD_KEYWORD.test(upper)) found ??= 'the keyword has characters other than A-Z, 0-9, "-" and "_"';
  if (/[^\x20-\x7e]/.test(line)) found ??= 'there are characters outside ASCII';
  if (found === undefined) return { card: { keyword: upper, value, comment } };
  return { card: { keyword: upper, value, comment, raw: line }, problem: found };
}

interface Split {
  readonly keyword: string;
  readonly value: Card['value'];
  readonly comment: string;
  readonly problem?: string;
}

/** A string that C wrote with its end: what stands behind the NUL inside the quotes is not meant. Outside of them it is a blank. */
function splitCard(given: string): Split {
  const line = given.includes('\0') ? withoutNul(given) : given;
  const keyword = line.slice(0, 8).trimEnd();
  if (isCommentary(keyword.toUpperCase())) return { keyword, value: line.slice(8).trimEnd(), comment: '' };
  if (line[8] === '=') {
    const parsed = parseValue(line.slice(9));
    if (line[9] !== ' ' && line[9] !== undefined) return { keyword: keyword.trim(), ...parsed, problem: 'there is no blank behind "="' };
    if (keyword.startsWith(' ')) return { keyword: keyword.trim(), ...parsed, problem: 'the keyword does not start in column 1' };
    return { keyword, ...parsed };
  }
  if (keyword === 'CONTINUE') return { keyword, ...parseValue(line.slice(8)) };
  if (keyword === 'HIERARCH') {
    const equals = line.indexOf('=', 9);
    if (equals > 9) return { keyword: line.slice(9, equals).trim().replace(/\s+/g, ' '), ...parseValue(line.slice(equals + 1)) };
  }
  const early = /^ {0,7}([A-Za-z0-9_-]{1,8}) *= */.exec(line.slice(0, 12));
  if (early) return { keyword: early[1], ...parseValue(line.slice(line.indexOf('=') + 1)), problem: '"=" is not in column 9' };
  // No value indicator: the rest is text (FITS 4.0 §4.1.2.3).
  return { keyword: keyword.trim(), value: line.slice(8).trimEnd(), comment: '' };
}

function withoutNul(line: string): string {
  const open = line.indexOf("'");
  const nul = line.indexOf('\0', open);
  const close = line.indexOf("'", nul);
  const inString = line[8] === '=' && open > 8 && /^[ \0]*$/.test(line.slice(9, open)) && nul > open && close > nul && !line.slice(open + 1, nul).replaceAll("''", '').includes("'");
  const cut = inString ? line.slice(0, nul) + ' '.repeat(close - nul) + line.slice(close) : line;
  return cut.replaceAll('\0', ' ');
}

/** Joins a CONTINUE card to the string before it. @returns false if there is no string that asks for it. */
function joinContinuation(cards: Card[], card: Card): boolean {
  const last = cards.at(-1);
  if (!last || typeof last.value !== 'string' || typeof card.value !== 'string' || isCommentary(last.keyword)) return false;
  if (!last.value.endsWith('&')) return false;
  const comment = [last.comment, card.comment].filter((part) => part !== '').join(' ');
  const { raw: _raw, ...rest } = last;
  cards[cards.length - 1] = { ...rest, value: last.value.slice(0, -1) + card.value, comment };
  return true;
}
