import { ReductionError } from '#activities/domain/errors';

/**
 * PostgreSQL holds every text but two: one with a NUL, and one with half of a surrogate pair, which is no character (RFC 3629 §3).
 * @throws ReductionError `request-invalid`
 */
export function refuseUnstorable(text: string, what: string): void {
  if (text.includes('\0')) throw new ReductionError('request-invalid', `${what} has a NUL character in it, which no text here can have.`);
  if (!text.isWellFormed()) throw new ReductionError('request-invalid', `${what} has half a character in it: send UTF-8.`);
}
