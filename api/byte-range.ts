import { parse } from 'range-parser';
import { ReductionError } from '#activities/domain/errors';

/**
 * The one part of a body that a `Range` asks for, RFC 9110 §14; undefined means all of it: no range, one we cannot read, several at once, or a
 * range of another version (`If-Range`).
 * @throws {ReductionError} `range-not-satisfiable` when nothing of it lies within the body.
 */
export function byteRange(range: string, ifRange: string, etag: string, size: number): { offset: number; length: number } | undefined {
  if (range === '' || (ifRange !== '' && ifRange !== etag)) return undefined;
  const { type, code, ranges } = parse(size, range);
  if (type !== 'bytes' || (code & MALFORMED) !== 0) return undefined;
  const [part, ...others] = ranges;
  if (!part) throw new ReductionError('range-not-satisfiable', `The file has ${size} bytes; "${range}" asks for none of them.`, { bytes: size });
  if (others.length > 0) return undefined;
  return { offset: part.start, length: part.end - part.start + 1 };
}

/** The bit of range-parser's answer for what it could not read. */
const MALFORMED = 1;
