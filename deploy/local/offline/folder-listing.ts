import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isFitsName } from '#activities/domain/raw-name';
import { systemCode, systemWords } from '../settings/system-words.js';

/** What a folder holds, by name. */
export interface FolderListing {
  /** Files whose names are those of frames, in the order of their names. */
  readonly frames: readonly string[];
  /** What is no frame although it stands there, and why, in words. */
  readonly others: readonly { readonly name: string; readonly reason: string }[];
  /** Files that systems leave and hide (._star.fits, .DS_Store). */
  readonly hidden: number;
}

/** Looks through a folder. @throws {Error} in words for one that cannot be read, or holds no frame. */
export async function listFolder(folder: string): Promise<FolderListing> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`${folder} is not a folder. Give the folder that holds the raw frames.`);
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Error(`${folder} cannot be read: ${fileTrouble(error)}.`);
  });
  const shown = names.filter((name) => !name.startsWith('.')).sort();
  const looked = await Promise.all(shown.map(async (name) => ({ name, reason: await reasonNoFrame(path.join(folder, name), name) })));
  const frames = looked.filter(({ reason }) => reason === undefined).map(({ name }) => name);
  const others = looked.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }]));
  if (frames.length === 0) throw new Error(`${folder} holds no .fits file.${others.map(({ name, reason }) => `\n${name} ${reason}`).join('')}`);
  return { frames, others, hidden: names.length - shown.length };
}

async function reasonNoFrame(file: string, name: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return 'is a folder';
    if (!isFitsName(name)) return 'is no FITS file by its name';
    return found.isFile() ? undefined : 'is no file';
  } catch (error) {
    // A name that the folder lists and that is not there is a link.
    return `cannot be opened: ${systemCode(error) === 'ENOENT' ? 'the file it points to is not there' : fileTrouble(error)}`;
  }
}

/** What the operating system says of a file, in words and without its path. */
export function fileTrouble(error: unknown): string {
  return systemWords(error) ?? `the operating system refuses it (${systemCode(error) || 'unknown'})`;
}
