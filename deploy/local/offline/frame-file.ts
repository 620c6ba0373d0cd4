import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readPrimaryHeader } from '#numeric/fits/read';
import { isPlainName } from '#activities/domain/raw-name';
import { ReductionError } from '#activities/domain/errors';
import type { Exposure } from '#activities/domain/exposure';
import { describeExposure } from '#activities/instruments/goodman/describe-exposure';
import { fileTrouble } from './folder-listing.js';

/** A raw frame of a folder. */
export interface FrameFile {
  readonly name: string;
  read(): Promise<Uint8Array>;
  /** Where it can be read again whenever its counts are asked for, so that they need not be kept. @throws {ReductionError} in words if it cannot be opened. */
  readonly stored?: () => Promise<string>;
  /** The first bytes, enough for a header; without it the order of work is less clever, the result the same. */
  readonly peek?: () => Promise<Uint8Array>;
}

/** What a header says a frame is, without its pixels; undefined when that cannot be told. */
export async function peekedKind(file: FrameFile): Promise<Exposure['kind'] | undefined> {
  try {
    const header = file.peek && readPrimaryHeader(await file.peek());
    if (!header) return undefined;
    return describeExposure(header, file.name).kind;
  } catch (error) {
    // A header that makes no sense is told about when the frame arrives; it is no bias.
    return error instanceof ReductionError ? 'other' : undefined;
  }
}

/** More than any header takes; a Goodman header has some 13 kB. */
const HEADER_BYTES = 2880 * 24;

/** A frame of a folder. */
export function frameFileIn(folder: string, name: string): FrameFile {
  const file = path.join(folder, name);
  const peek = async () => {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  };
  const inWords = (error: unknown) => Promise.reject(unreadable(name, error));
  const stored = async () => {
    await (await open(file)).close();
    return file;
  };
  return { name, read: () => readFile(file).catch(inWords), stored: () => stored().catch(inWords), ...(isPlainName(name) ? { peek } : {}) };
}

function unreadable(name: string, error: unknown): ReductionError {
  return new ReductionError('not-fits', `${name} cannot be read: ${fileTrouble(error)}.`, { exposure: name }, { cause: error });
}
