import type { Unpacking } from '../store/unpack-upload.js';
import { ThreadPool, threadEntry } from './pool.js';

/** One thread: unpacking is bound by memory, and frames that come plain pass it by. Started with the first packed frame; it keeps no process alive. */
let thread: ThreadPool | undefined;

function run<T>(task: string, args: unknown): Promise<T> {
  thread ??= new ThreadPool(threadEntry('unpack-thread', import.meta.url), { size: 1 });
  return thread.run(task, args);
}

/** `unpackOnce` and `unpackedSize` beside the event loop, which a bzip2 of one frame would hold for the better part of a second. They throw what those throw. */
export const unpackInThread: Unpacking = {
  unpack: (sent, name, size) => run('unpack', { sent, name, size }),
  size: (sent, most) => run('size', { sent, most }),
};
