import type { CardValue } from './header.js';

/** Value and comment of a card. */
export interface ParsedValue {
  readonly value: CardValue;
  readonly comment: string;
  /** What breaks the standard here, in words. */
  readonly problem?: string;
}

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[ED][+-]?\d+)?$/i;

/**
 * Reads what stands behind the value indicator of a card: a string, logical, integer, real or complex number, or nothing, then
 * `/` and a comment (FITS 4.0 §4.2, free format). What no reader of numbers understands comes back as text, with the problem named.
 */
export function parseValue(field: string): ParsedValue {
  let start = 0;
  while (start < field.length && field.charCodeAt(start) <= 32) start++;
  if (field[start] === "'") return parseString(field, start);

  const slash = field.indexOf('/', start);
  const token = (slash < 0 ? field.slice(start) : field.slice(start, slash)).trimEnd();
  const comment = slash < 0 ? '' : commentAt(field, slash);
  if (token === 'T' || token === 'F') return { value: token === 'T', comment };
  if (token === '') return { value: undefined, comment };
  return { ...parseNumber(token), comment };
}

function parseNumber(token: string): { value: CardValue; problem?: string } {
  if (INTEGER.test(token)) return { value: integer(token) };
  if (REAL.test(token)) {
    const value = Number(token.replace(/d/i, 'E'));
    return /[ed]/.test(token) ? { value, problem: 'the exponent letter is in lower case' } : { value };
  }
  const complex = /^\(\s*([^,\s]+)\s*,\s*([^,\s]+)\s*\)$/.exec(token);
  if (complex && isNumber(complex[1]) && isNumber(complex[2])) return { value: { re: real(complex[1]), im: real(complex[2]) } };

  const joined = token.replace(/^([+-])\s+/, '$1');
  if (joined !== token && isNumber(joined)) return { value: real(joined), problem: 'the sign stands apart from its number' };
  if (token === 't' || token === 'f') return { value: token === 't', problem: 'the logical value is in lower case' };
  if (/^[+-]?nan$/i.test(token)) return { value: NaN, problem: 'a header cannot hold NaN' };
  if (/^[+-]?inf(inity)?$/i.test(token)) {
    return { value: token.startsWith('-') ? -Infinity : Infinity, problem: 'a header cannot hold an infinite number' };
  }
  return { value: token, problem: 'the value is neither a number nor a logical and has no quotes; it is taken as text' };
}

/** Two quotes inside a string stand for one; trailing blanks mean nothing. */
function parseString(field: string, open: number): ParsedValue {
  let value = '';
  let from = open + 1;
  for (;;) {
    const quote = field.indexOf("'", from);
    if (quote < 0) return { value: (value + field.slice(from)).trimEnd(), comment: '', problem: 'the closing quote is missing' };
    value += field.slice(from, quote);
    from = quote + 2;
    if (field[quote + 1] === "'") value += "'";
    else return { value: value.trimEnd(), ...afterString(field, quote + 1) };
  }
}

function afterString(field: string, at: number): { comment: string; problem?: string } {
  let i = at;
  while (i < field.length && field.charCodeAt(i) <= 32) i++;
  if (i === field.length) return { comment: '' };
  if (field[i] === '/') return { comment: commentAt(field, i) };
  const slash = field.indexOf('/', i);
  const comment = slash < 0 ? field.slice(i).trimEnd() : commentAt(field, slash);
  return { comment, problem: 'there is text between the closing quote and the comment' };
}

function commentAt(field: string, slash: number): string {
  return field.slice(slash + 1).trim();
}

const isNumber = (token: string) => INTEGER.test(token) || REAL.test(token);
const real = (token: string) => Number(token.replace(/d/i, 'E'));

function integer(token: string): number | bigint {
  const value = Number(token);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value; // "-0" is an integer, and integers have one zero
  return BigInt(token.startsWith('+') ? token.slice(1) : token);
}
