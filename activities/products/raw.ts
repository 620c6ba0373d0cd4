import { createHash } from 'node:crypto';
import type { ProductRef } from '../domain/products.js';

/** Names raw bytes by what they are: the same file twice is the same frame. */
export function rawRef(bytes: Uint8Array, name: string): ProductRef<'rawFrame'> {
  return rawRefOf(createHash('sha256').update(bytes).digest('hex'), name);
}

export function rawRefOf(sha256: string, name: string): ProductRef<'rawFrame'> {
  return { kind: 'rawFrame', key: `raw/${sha256}`, quality: {}, label: name };
}
