/** Every header and every data unit fills a whole number of blocks (FITS 4.0 §3.1). */
export const BLOCK = 2880;
/** Characters of a header card, one byte each (FITS 4.0 §4.1.1). */
export const CARD = 80;

/** `length` bytes rounded up to whole blocks: what a unit takes in the file. */
export function padded(length: number): number {
  return Math.ceil(length / BLOCK) * BLOCK;
}

/** Bytes [from, to) as text, one character a byte: ASCII, and latin-1 where a header breaks the standard. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  const step = 8192; // an argument list of a million would overflow the stack
  if (to - from <= step) return String.fromCharCode.apply(null, bytes.subarray(from, to) as unknown as number[]);
  let text = '';
  for (let i = from; i < to; i += step) text += latin1(bytes, i, Math.min(to, i + step));
  return text;
}

/**
 * Text that was taken for latin-1, one character a byte, as UTF-8 where its bytes are that. Both have ASCII in common, and bytes beyond it that
 * happen to be UTF-8 without being meant so are next to impossible.
 */
export function utf8OrLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replace(/[%\x80-\xff]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`));
  } catch {
    return text; // not UTF-8: each byte is a character of latin-1
  }
}

/** Writes ASCII text at `offset`; the caller has seen to it that it is ASCII and fits. */
export function putAscii(bytes: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
}

/** True if the ASCII text stands at `offset`; false also where the bytes end before it does. */
export function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The same bytes for reading big-endian numbers, as all of FITS is (FITS 4.0 §5): no copy. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const ASCII_FOR: Readonly<Record<string, string>> = {
  '°': 'deg', 'º': 'deg', 'µ': 'u', 'μ': 'u', 'Å': 'A', '±': '+/-', '×': 'x', '²': '2', '³': '3', 'ß': 'ss', 'Ø': 'O', 'ø': 'o',
  '–': '-', '—': '-', '−': '-', '‘': "'", '’': "'", '“': '"', '”': '"', '…': '...', '≤': '<=', '≥': '>=', 'σ': 'sigma', 'λ': 'lambda',
}; // prettier-ignore

/** Text fit for a FITS header, which knows 0x20–0x7E only (FITS 4.0 §3.2): the nearest ASCII, and `?` where there is none. */
export function asciiText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return Array.from(text, (character) => {
    if (character >= ' ' && character <= '~') return character;
    if (/\s/.test(character)) return ' ';
    const plain = ASCII_FOR[character] ?? character.normalize('NFD').replace(/[^\x20-\x7e]/g, '');
    return plain === '' ? '?' : plain;
  }).join('');
}
