import type { WriteHdu } from '#numeric/fits/write';
import { cardsOf } from './header-cards.js';

/**
 * The exact record of a product as JSON in an extension of its file, so that reading gives back what was written: numbers that JSON does
 * not have (NaN, infinities, −0, integers beyond 2⁵³) are tagged. Python reads it with `json.loads(hdus['RECORD'].data.tobytes())`.
 */
export function encodeRecord(record: unknown): Uint8Array {
  const text = JSON.stringify(record, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { $bigint: String(value) };
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return { $number: Object.is(value, -0) ? '-0' : String(value) };
    return value;
  });
  return new TextEncoder().encode(text);
}

export function decodeRecord(bytes: Uint8Array): unknown {
  // TextDecoder refuses shared memory, which FITS bytes may lie in.
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice());
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bigint' in value && typeof value.$bigint === 'string') return BigInt(value.$bigint);
    if ('$number' in value && typeof value.$number === 'string') return Number(value.$number);
    return value;
  });
}

/** The extension that holds the record. */
export function recordHdu(record: unknown): WriteHdu {
  const bytes = encodeRecord(record);
  const header = cardsOf([
    ['COMMENT', 'JSON in UTF-8: what the product is, exactly, with the raw header and how'],
    ['COMMENT', "it was made. Python: json.loads(hdus['RECORD'].data.tobytes())"],
  ]);
  return { kind: 'image', name: 'RECORD', header, shape: [bytes.length], data: bytes };
}
