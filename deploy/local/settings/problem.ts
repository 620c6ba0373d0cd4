import { systemWords } from './system-words.js';

/** Something the person at the keyboard can cure: printed as one sentence, without a stack, with exit code 1. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** What the operating system's error means, in words where we have some. */
export function systemReason(error: unknown): string {
  return systemWords(error) ?? (error instanceof Error ? error.message : String(error));
}

/** `parseArgs` refuses a call with an error that is meant for whoever typed it. */
function isWrongCall(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Ends a program: problems and wrong calls (exit code 2) as a sentence, anything else with its stack because it is our fault. */
export function reportAndFail(error: unknown): void {
  const wrongCall = isWrongCall(error);
  const text = error instanceof Problem || wrongCall ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = wrongCall ? 2 : 1;
}
