import { ContractError } from '../errors.js';
import { asciiText, CARD } from './bytes.js';
import { isCommentary, type Card, type CardValue } from './header.js';

/** Text a COMMENT or HISTORY card holds; longer text goes on in further cards. */
const COMMENTARY_WIDTH = CARD - 8;

/**
 * One card as the 80-character lines it takes: fixed format, HIERARCH where the keyword has more than 8 characters, CONTINUE where
 * a string does not fit, comments cut at the edge. NaN and infinite numbers, which a header cannot hold, become "no value".
 * @throws {ContractError} if keyword and value do not fit a line together, or the keyword holds "=".
 * @see FITS 4.0 §4.2; §4.2.1.2 for CONTINUE
 */
export function formatCard({ keyword, value, comment }: Card): string[] {
  const name = asciiText(keyword.toUpperCase());
  if (isCommentary(name)) return commentary(name, textOf(value));
  const head = /^[A-Z0-9_-]{1,8}$/.test(name) ? `${name.padEnd(8)}= ` : `HIERARCH ${name} = `;
  const remark = asciiText(comment).trimEnd();
  if (typeof value === 'string') return stringCard(head, asciiText(value), remark);
  const text = valueText(value);
  const body = head.startsWith('HIERARCH') ? `${head}${text}` : `${head}${text.padStart(20)}`;
  if (body.length > CARD || name.includes('=')) throw new ContractError(`the card ${name} does not fit 80 characters`);
  return [withComment(body, remark)];
}

function valueText(value: Exclude<CardValue, string>): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'object') return `(${numberText(value.re)}, ${numberText(value.im)})`;
  return typeof value === 'bigint' ? value.toString() : numberText(value);
}

/** The shortest digits that read back as the same double; `E` in upper case, and a point so that nobody takes it for an integer. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const [digits, exponent] = String(value).split('e');
  if (exponent === undefined) return Math.abs(value) <= Number.MAX_SAFE_INTEGER || digits.includes('.') ? digits : `${digits}.0`;
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}

function textOf(value: CardValue): string {
  if (typeof value === 'string') return asciiText(value);
  return valueText(value);
}

function commentary(keyword: string, text: string): string[] {
  const lines: string[] = [];
  for (let i = 0; i === 0 || i < text.length; i += COMMENTARY_WIDTH) {
    lines.push((keyword.padEnd(8) + text.slice(i, i + COMMENTARY_WIDTH)).padEnd(CARD));
  }
  return lines;
}

function withComment(body: string, comment: string): string {
  return withRemark(body, comment).slice(0, CARD).padEnd(CARD);
}

function withRemark(body: string, comment: string): string {
  return comment === '' ? body : `${body.padEnd(30)} / ${comment}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function stringCard(head: string, text: string, comment: string): string[] {
  const fixed = `'${text.replaceAll("'", "''").padEnd(8)}'`;
  if (head.length + fixed.length <= CARD) return [withComment(head + fixed, comment)];

  const lines: string[] = [];
  let start = head;
  let rest = text;
  for (;;) {
    const room = CARD - start.length;
    const last = start + quoted(rest);
    // The comment of a long string has room for itself: a line of its own, where the last piece leaves none.
    if (last.length <= CARD && (rest === '' || withRemark(last, comment).length <= CARD)) return [...lines, withComment(last, comment)];
    const length = piece(rest, room - 3); // two quotes and the "&" that says: goes on
    if (length === 0) throw new ContractError(`the card ${head.trim()} leaves no room for its text`);
    lines.push(`${start}${quoted(`${rest.slice(0, length)}&`)}`.padEnd(CARD));
    rest = rest.slice(length);
    start = 'CONTINUE  ';
  }
}

/** How many characters fit `room` when each quote takes two. */
function piece(text: string, room: number): number {
  let length = 0;
  for (let used = 0; length < text.length; length++) {
    used += text[length] === "'" ? 2 : 1;
    if (used > room) break;
  }
  return length;
}
