/** What the operating system says of a file or folder, in words that fit behind "cannot be read:" as behind "cannot be written:". */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ELOOP: 'it points to itself',
  EACCES: 'this user has no permission there',
  EPERM: 'this user has no permission there',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EIO: 'the disk has an error there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is mounted read-only',
  ENAMETOOLONG: 'its name is too long for the disk',
};

/** The code of an error of the operating system; empty for any other. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error of the operating system means; undefined where we have no words for it. */
export function systemWords(error: unknown): string | undefined {
  return WORDS[systemCode(error)];
}
