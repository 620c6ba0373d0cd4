import { createHash } from 'node:crypto';

/** SHA-256 of numbers alone, in the machine's (little-endian) order: no date, name or comment in a header changes it. */
export function dataChecksum(arrays: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
