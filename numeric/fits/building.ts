import { padded, putAscii } from './bytes.js';

/** Lines of a header, each up to 80 characters of latin-1, END not among them, as the bytes of whole blocks. For tests. */
export function headerBytes(lines: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(padded((lines.length + 1) * 80)).fill(32);
  [...lines, 'END'].forEach((line, i) => putAscii(bytes, 80 * i, line));
  return bytes;
}

/** A file of header lines and data bytes after each other, the data padded with zeros. For tests. */
export function fileOf(...units: readonly (readonly [lines: readonly string[], data: readonly number[]])[]): Uint8Array {
  const parts = units.flatMap(([lines, data]) => {
    const block = new Uint8Array(padded(data.length));
    block.set(data);
    return [headerBytes(lines), block];
  });
  const file = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (file.set(part, at), at + part.length), 0);
  return file;
}

/** Structural lines of a primary image. */
export function imageLines(bitpix: number, axes: readonly number[], more: readonly string[] = []): string[] {
  const naxis = axes.map((axis, i) => `NAXIS${i + 1}  = ${axis}`);
  return ['SIMPLE  =                    T', `BITPIX  = ${bitpix}`, `NAXIS   = ${axes.length}`, ...naxis, ...more];
}

/** Structural lines of a binary or ASCII table. */
export function tableLines(rowBytes: number, rows: number, pcount: number, more: readonly string[], kind = 'BINTABLE'): string[] {
  return [
    `XTENSION= '${kind}'`,
    'BITPIX  = 8',
    'NAXIS   = 2',
    `NAXIS1  = ${rowBytes}`,
    `NAXIS2  = ${rows}`,
    `PCOUNT  = ${pcount}`,
    'GCOUNT  = 1',
    ...more,
  ];
}

/** A primary HDU without data, to stand before an extension. For tests. */
export const EMPTY_PRIMARY: readonly [string[], number[]] = [imageLines(8, []), []];
