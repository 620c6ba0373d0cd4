/** Something the person at the keyboard can cure: printed as one sentence, without a stack, with exit code 1. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

const sentences: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is mounted read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENAMETOOLONG: 'the path is too long',
};

/** What the operating system's error means, in words where we have some. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Ends a program: problems as a sentence, anything else with its stack because it is our fault. */
export function reportAndFail(error: unknown): void {
  const text = error instanceof Problem ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`error: ${text}\n`);
  process.exitCode = 1;
}
