import { ReductionError } from '#activities/domain/errors';

/**
 * PostgreSQL holds every text but two: one with a NUL, and one with half of a surrogate pair, which is no character (RFC 3629 §3).
 * @throws ReductionError `request-invalid`
 */
export function refuseUnstorable(text: string, what: string): void {
  if (text.includes('\0')) throw new ReductionError('request-invalid', `${what} has a NUL character in it, which no text here can have.`);
  if (!text.isWellFormed()) throw new ReductionError('request-invalid', `${what} has half a character in it: send UTF-8.`);
}

/**
 * What somebody wrote, without the space around it.
 * @throws ReductionError `request-invalid` for fewer characters than it takes
 */
export function wordsIn(text: string, field: string, least = 1): string {
  const words = text.trim();
  if (words.length < least) throw new ReductionError('request-invalid', `${field}: ${words === '' ? 'there are no words in it' : `it has ${words.length} characters, ${least} are the least`}.`, { field });
  return words;
}
