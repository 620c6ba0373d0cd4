import { gzipSync } from 'node:zlib';
import { readFits, type ImageHdu } from '#numeric/fits/read';

const CARD = 80;
const BLOCK = 2880;
/** What fpack renames in the header of a first HDU. */
const RENAMED: Readonly<Record<string, string>> = { SIMPLE: 'ZSIMPLE', BITPIX: 'ZBITPIX', NAXIS: 'ZNAXIS', EXTEND: 'ZEXTEND', CHECKSUM: 'ZHECKSUM', DATASUM: 'ZDATASUM' };

const card = (keyword: string, value: string | number) => `${keyword.padEnd(8)}= ${typeof value === 'number' || value === 'T' ? String(value).padStart(20) : value}`.padEnd(CARD);
const blocks = (bytes: Uint8Array, fill: number) => Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK, fill)]);
const headerOf = (lines: readonly string[]) => blocks(Buffer.from([...lines, 'END'.padEnd(CARD)].join(''), 'latin1'), 32);

/** A file of one image as `fpack -g` makes it of it: an empty first HDU, then a table with a row of the image in each cell. */
export function fpacked(plain: Uint8Array): Uint8Array {
  const image = readFits(plain).hdus[0] as ImageHdu;
  const [nx = 0, ny = 0] = image.shape;
  const width = nx * (Math.abs(image.bitpix) / 8);
  const cells = Array.from({ length: ny }, (_, y) => gzipSync(plain.subarray(image.dataOffset + y * width, image.dataOffset + (y + 1) * width), { level: 1 }));
  const heap = Buffer.concat(cells);
  const table = Buffer.alloc(8 * ny);
  let at = 0;
  cells.forEach((cell, y) => {
    table.writeInt32BE(cell.length, 8 * y);
    table.writeInt32BE(at, 8 * y + 4);
    at += cell.length;
  });
  const own = Array.from({ length: image.dataOffset / CARD }, (_, i) => Buffer.from(plain.subarray(CARD * i, CARD * (i + 1))).toString('latin1'));
  const lines = own.slice(0, own.findIndex((line) => /^END *$/.test(line))).map((line) => {
    const keyword = line.slice(0, 8).trimEnd();
    return (RENAMED[keyword] ?? (/^NAXIS\d+$/.test(keyword) ? `Z${keyword}` : keyword)).padEnd(8) + line.slice(8);
  });
  const structure = [
    card('XTENSION', "'BINTABLE'"), card('BITPIX', 8), card('NAXIS', 2), card('NAXIS1', 8), card('NAXIS2', ny), card('PCOUNT', heap.length), card('GCOUNT', 1), card('TFIELDS', 1),
    card('TTYPE1', "'COMPRESSED_DATA'"), card('TFORM1', `'1PB(${Math.max(...cells.map(({ length }) => length))})'`), card('ZIMAGE', 'T'), card('ZTILE1', nx), card('ZTILE2', 1), card('ZCMPTYPE', "'GZIP_1  '"),
  ]; // prettier-ignore
  const first = headerOf([card('SIMPLE', 'T'), card('BITPIX', 8), card('NAXIS', 0), card('EXTEND', 'T')]);
  return new Uint8Array(Buffer.concat([first, headerOf([...structure, ...lines]), blocks(Buffer.concat([table, heap]), 0)]));
}
