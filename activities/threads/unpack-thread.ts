import { parentPort } from 'node:worker_threads';
import { unpackedSize } from '#numeric/fits/read';
import { unpackOnce } from '../products/raw-file.js';
import { answerTasks } from './answer-tasks.js';
import { collectNow } from './collect-garbage.js';

if (!parentPort) throw new Error('unpack-thread.ts runs as a worker thread only');
// What was sent is copied here, and the copies would lie by the dozen: after each task they go.
answerTasks(parentPort, {
  unpack: ({ sent, name, size }: { sent: Uint8Array; name: string; size: number }) => {
    setImmediate(collectNow);
    const { bytes, warnings } = unpackOnce(sent, name, size);
    // A part of a larger buffer would take the rest along.
    return { bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice(), warnings };
  },
  size: ({ sent, most }: { sent: Uint8Array; most: number }) => {
    setImmediate(collectNow);
    return unpackedSize(sent, most);
  },
});
