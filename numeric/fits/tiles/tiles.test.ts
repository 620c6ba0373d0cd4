import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EMPTY_PRIMARY, fileOf, tableLines } from '../building.js';
import { putAscii } from '../bytes.js';
import { FitsError } from '../errors.js';
import { readFits, readPrimaryHeader, unpackFile, type ImageHdu, type OtherHdu } from '../read.js';
import { unpackImage } from '../unpack-image.js';
import { hcompressDecode } from './hcompress.js';
import { plioDecode } from './plio.js';
import { riceDecode } from './rice.js';

const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../../golden/fits-tiles.json`, 'utf8')) as { images: Readonly<Record<string, { readonly file: string }>> };

/** A golden file with other values in some cards of its table. */
function changed(name: string, cards: Readonly<Record<string, string>>): Uint8Array {
  const bytes = Uint8Array.from(unpackFile(Buffer.from(golden.images[name].file, 'base64'), 1e6).bytes);
  for (const [keyword, value] of Object.entries(cards)) {
    let at = 2880;
    while (at < bytes.length && String.fromCharCode(...bytes.subarray(at, at + 8)) !== keyword.padEnd(8)) at += 80;
    expect(at, `a card ${keyword}`).toBeLessThan(bytes.length);
    putAscii(bytes, at, `${keyword.padEnd(8)}= ${value}`.padEnd(80));
  }
  return bytes;
}

const problemOf = (bytes: Uint8Array) => (readFits(bytes).hdus[1] as OtherHdu).problem;
const pixelsOf = (bytes: Uint8Array) => (readFits(bytes, { largestImageBytes: 1e6 }).hdus[1] as ImageHdu).physical();

test.each<[what: string, cards: Readonly<Record<string, string>>, problem: RegExp]>([
  ['another method', { ZCMPTYPE: "'BSHUF_1 '" }, /tile compressed by "BSHUF_1", which is not read here: unpack it with funpack first/],
  ['an unknown dither', { ZQUANTIZ: "'DITHER_9'" }, /quantized by "DITHER_9", which is not read here: unpack the file with funpack first/],
  ['other tiles than rows', { ZTILE2: '5' }, /cut in 6 tiles, and the table has 26 rows/],
  ['a BITPIX that is none', { ZBITPIX: '12' }, /ZBITPIX must be one of/],
  ['no axis', { ZNAXIS1: "'x'" }, /ZNAXIS1 must be an integer/],
  ['more axes than there are', { ZNAXIS: '1000000000' }, /ZNAXIS is 1000000000, outside 0 to 999/],
])('a compression that contradicts itself is named: %s', (_what, cards, problem) => {
  const name = 'ZQUANTIZ' in cards ? 'RICE_1, float32, dither 1, zeros and NaN' : 'RICE_1, uint16';
  const bytes = changed(name, cards);
  expect(problemOf(bytes)).toMatch(problem);
  expect(() => unpackImage(bytes, 1e6)).toThrow(problem);
});

test('an absurd number of axes is refused also where the header alone is read', () => {
  expect(() => readPrimaryHeader(changed('RICE_1, uint16', { ZNAXIS: '-1' }))).toThrow(FitsError);
});

test('an image is bounded by what it unpacks to, before anything of that size is made', () => {
  const cards = { ZNAXIS1: '2000000000', ZTILE1: '2000000000' };
  expect(() => pixelsOf(changed('RICE_1, uint16', cards))).toThrow(/unpacks to 104000000000 bytes, more than the 1000000 allowed/);
  expect(() => unpackImage(changed('RICE_1, uint16', cards), 1e6)).toThrow(/more than the \d+ allowed/);
});

test('a damaged tile is named with its place', () => {
  expect(() => pixelsOf(changed('RICE_1, int32', { ZBITPIX: '16' }))).toThrow(/^Tile 1 of 26: a pixel of -2147483648 does not fit 16 bits: the file is damaged/);
  expect(() => pixelsOf(changed('RICE_1, int32', { ZVAL2: '8', ZNAME2: "'BYTEPIX '" }))).toThrow(/^Tile 1 of 26: RICE_1 with BYTEPIX 8 is a code that no program writes: 1, 2 and 4 are read/);
});

test('a column of the wrong kind is refused', () => {
  expect(() => pixelsOf(changed('GZIP_1, int16', { TFORM1: "'1PE(99) '" }))).toThrow(/COMPRESSED_DATA of a compressed image has the format "1PE\(99\)", which holds no such data/);
  expect(() => pixelsOf(changed('GZIP_1, int16', { TFORM1: "'1PA(99) '" }))).toThrow(/holds no such data/);
  expect(problemOf(changed('GZIP_1, int16', { TTYPE1: "'OTHER'" }))).toMatch(/no column COMPRESSED_DATA/);
});

test('a billion tiles of no bytes', () => {
  const tiles = ['ZIMAGE  = T', 'ZBITPIX = 8', 'ZNAXIS  = 1', 'ZNAXIS1 = 1000000000', 'ZTILE1  = 1', "ZCMPTYPE= 'GZIP_1'"];
  const bytes = fileOf(EMPTY_PRIMARY, [tableLines(0, 1e9, 0, ['TFIELDS = 1', "TTYPE1  = 'COMPRESSED_DATA'", "TFORM1  = '0PB'", ...tiles]), []]);
  expect(() => (readFits(bytes).hdus[1] as ImageHdu).physical()).toThrow(/1000000000 rows of no bytes/);
});

test('codes that end before their pixels do, or make too many', () => {
  expect(() => riceDecode(Uint8Array.of(0, 5, 0x20), 1000, 2, 32)).toThrow(/ends before its pixels do/);
  expect(() => plioDecode([0, 7, -100, 9, 0, 0, 0, 0x4001], 10)).toThrow(FitsError);
  expect(() => plioDecode([0, 7, -100, 8, 0, 0, 0, 0x4fff], 10)).toThrow(/PLIO_1 does not make sense/);
  expect(() => hcompressDecode(new Uint8Array(30), 4, 4, false)).toThrow(/HCOMPRESS_1 does not make sense/);
  const plane = Uint8Array.of(0xdd, 0x99, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0);
  expect(() => hcompressDecode(plane, 4, 4, false)).toThrow(FitsError);
});

test('Rice: no difference, differences as they are, and folded signs', () => {
  // First pixel 5; code 0 in four bits: the block repeats it.
  expect([...riceDecode(Uint8Array.of(0, 5, 0x00), 3, 2, 32)]).toEqual([5, 5, 5]);
  // Code 1 + 0 low bits: zeros before a one are the folded difference: 0, 1 → −1, 2 → +1.
  expect([...riceDecode(Uint8Array.of(0, 5, 0b00011010, 0b01000000), 3, 2, 32)]).toEqual([5, 4, 5]);
  // Code 15: sixteen bits each as they are; 3 → −2.
  expect([...riceDecode(Uint8Array.of(0, 5, 0xf0, 0x00, 0x30, 0x00, 0x20), 2, 2, 32)]).toEqual([3, 4]);
});
