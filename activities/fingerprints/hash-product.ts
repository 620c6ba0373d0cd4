import { createHash, type Hash } from 'node:crypto';

/** What a product says about its origin, or what steps hand on as they got it: not a number of this step. */
const NOT_OF_THE_STEP = new Set(['exposure', 'cards', 'provenance', 'source', 'members']);

/**
 * SHA-256 (hexadecimal) of every number in a value, under its name: planes and spectra byte by byte, whatever lies deeper in the order of the names.
 * All NaN are one, as WebAssembly leaves their bits open; words, dates and origins do not count. Little-endian, like every machine we know of.
 */
export function hashNumbers(value: unknown): string {
  const hash = createHash('sha256');
  add(hash, '', value);
  return hash.digest('hex');
}

function add(hash: Hash, name: string, value: unknown): void {
  if (typeof value === 'number') hash.update(`${name}=`).update(bytesOf(Float64Array.of(value)));
  else if (typeof value === 'boolean' || value === null) hash.update(`${name}=${String(value)};`);
  else if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Uint8Array) {
    hash.update(`${name}:${value.constructor.name}:${value.length}=`).update(bytesOf(value));
  } else if (ArrayBuffer.isView(value)) throw new Error(`${name} is of a kind that no product had before: teach hash-product.ts how it is hashed`);
  else if (Array.isArray(value)) {
    hash.update(`${name}[${value.length}]`);
    value.forEach((item, i) => add(hash, `${name}.${i}`, item));
  } else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!NOT_OF_THE_STEP.has(key)) add(hash, `${name}.${key}`, item);
    }
  }
}

/** A copy whose NaN all have the same bits. */
function bytesOf(values: Float32Array | Float64Array | Uint8Array): Uint8Array {
  const copy = values.slice();
  for (let i = 0; i < copy.length; i++) if (Number.isNaN(copy[i])) copy[i] = NaN;
  return new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength);
}
