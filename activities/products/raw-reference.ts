import { rawKey } from '../domain/raw-key.js';
import type { ProductRef } from './product-ref.js';

/** Names raw bytes by what they are, their SHA-256: the same file twice is the same frame. */
export function rawRefOf(sha256: string, name: string): ProductRef<'rawFrame'> {
  return { kind: 'rawFrame', key: rawKey(sha256), quality: {}, label: name };
}
