import { parentPort } from 'node:worker_threads';
import { unpackRawFile } from '../products/raw-file.js';
import { answerTasks } from './answer-tasks.js';

if (!parentPort) throw new Error('unpack-thread.ts runs as a worker thread only');
answerTasks(parentPort, {
  unpack: ({ sent, name, limit }: { sent: Uint8Array; name: string; limit: number }) => {
    const { bytes, warnings } = unpackRawFile(sent, name, limit);
    // A part of a larger buffer would take the rest along.
    return { bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice(), warnings };
  },
});
