import { unpackRawFile } from '../products/raw-file.js';
import { serveTasks } from './serve-tasks.js';

serveTasks({
  unpack: ({ sent, name, limit }: { sent: Uint8Array; name: string; limit: number }) => {
    const { bytes, warnings } = unpackRawFile(sent, name, limit);
    // A part of a larger buffer would take the rest along.
    return { bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice(), warnings };
  },
});
