import type { UnpackedFile } from '../products/raw-file.js';
import { ThreadPool, threadEntry } from './pool.js';

/** One thread: unpacking is bound by memory, and frames that come plain pass it by. Started with the first packed frame; it keeps no process alive. */
let thread: ThreadPool | undefined;

/**
 * `unpackRawFile` beside the event loop, which a bzip2 of one frame would hold for the better part of a second.
 * @throws {ReductionError} as `unpackRawFile`.
 */
export function unpackInThread(sent: Uint8Array, name: string, limit: number): Promise<UnpackedFile> {
  thread ??= new ThreadPool(threadEntry('unpack-thread', import.meta.url), { size: 1 });
  return thread.run('unpack', { sent, name, limit });
}
