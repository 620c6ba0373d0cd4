import type { Random } from '../math/random.js';
import { EMPTY_PRIMARY, fileOf, imageLines, tableLines } from './building.js';
import { readFits, readPrimaryHeader, unpackFile } from './read.js';
import { unpackImage } from './unpack-image.js';
import { verifyChecksums, writeFits } from './write.js';

/** Bytes that one compressed image may take while files are broken on purpose. For tests. */
export const LARGEST_IMAGE = 1 << 20;

/** Small plain files that between them use every branch of the reader of headers, images and tables. For tests. */
export function plainSeeds(): Uint8Array[] {
  const descriptors = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4];
  const ascii = Array.from(' 12 1.5D2ab 13 2.5  cd', (character) => character.charCodeAt(0));
  return [
    writeFits([
      { kind: 'image', header: [{ keyword: 'LONG', value: 'x'.repeat(150), comment: 'c' }], shape: [7, 3], data: new Uint16Array(21).fill(9) },
      { kind: 'table', header: [], name: 'T', columns: [{ name: 'a', data: Float64Array.of(1, 2) }, { name: 's', data: ['ab', 'c'] }] },
    ]),
    fileOf([imageLines(16, [4], ['BSCALE  = 2.5', 'BLANK   = 1', 'HIERARCH A B C = (1, 2)', "OBJECT  = 'a\0b' / \xc3\xb1"]), [0, 1, 0, 2, 0, 3, 0, 4]]),
    fileOf(EMPTY_PRIMARY, [tableLines(8, 2, 8, ['TFIELDS = 1', "TFORM1  = '1PI(2)'", 'THEAP   = 16']), [...descriptors, 0, 1, 0, 2, 0, 3, 0, 4]]),
    fileOf(EMPTY_PRIMARY, [tableLines(4, 2, 0, ['TFIELDS = 3', "TFORM1  = '9X'", "TFORM2  = 'L'", "TFORM3  = 'A'"]), [1, 2, 84, 65, 3, 4, 70, 66]]),
    fileOf(EMPTY_PRIMARY, [tableLines(11, 2, 0, ['TFIELDS = 3', "TFORM1  = 'I3'", 'TBCOL1  = 1', "TFORM2  = 'D6.1'", 'TBCOL2  = 4', "TFORM3  = 'A2'", 'TBCOL3  = 10'], 'TABLE'), ascii]),
    fileOf([[...imageLines(-32, [0, 3]), 'GROUPS  = T', 'PCOUNT  = 2', 'GCOUNT  = 1'], new Array<number>(20).fill(0)]),
  ];
}

/** Values that stand in cards more often than chance would put them there. */
const STRANGE = [
  '-1', '999999999999', '1E300', '9007199254740993', "'x'", 'T', 'F', '', '0', '1', '3', '7', '8', '-32', '64', "'2147483647E'", "'1PE'", "'1QB'", "'0PB'", "'999999999A'", 'NaN',
  "'RICE_1'", "'GZIP_1'", "'GZIP_2'", "'PLIO_1'", "'HCOMPRESS_1'", "'NOCOMPRESS'", "'SUBTRACTIVE_DITHER_2'", "'NO_DITHER'",
]; // prettier-ignore

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Random bytes, most of them where compressed data stand: behind the headers. */
const hits: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const from = random.integer(3) === 0 ? 0 : Math.min(out.length - 1, 2880 * random.integer(4));
  for (let count = 1 + random.integer(12); count > 0; count--) out[from + random.integer(out.length - from)] = random.integer(256);
  return out;
};

const oneBit: Mutation = (bytes, random) => {
  const out = bytes.slice();
  out[random.integer(out.length)] ^= 1 << random.integer(8);
  return out;
};

const cut: Mutation = (bytes, random) => bytes.slice(0, random.integer(bytes.length + 1));

const drop: Mutation = (bytes, random) => {
  const at = random.integer(bytes.length);
  return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + random.integer(200))));
};

const repeat: Mutation = (bytes, random) => joined(bytes, bytes.subarray(2880 * random.integer(Math.ceil(bytes.length / 2880))));

const moveCards: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const cards = Math.max(1, Math.floor(bytes.length / 80));
  out.copyWithin(80 * random.integer(cards), 80 * random.integer(cards), 80 * random.integer(cards));
  return out;
};

/** Another value for one card of one header. */
const strangeCard: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const cards: number[] = [];
  for (let at = 0; at + 80 <= out.length; at += 80) if (out[at + 8] === 61 && out[at] >= 65 && out[at] <= 90) cards.push(at);
  if (cards.length === 0) return out;
  const at = cards[random.integer(cards.length)] + 8;
  const text = `= ${STRANGE[random.integer(STRANGE.length)]}`.padEnd(40);
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
  return out;
};

/** A 32 bit number that is huge, negative or small where a descriptor may stand: at a multiple of four behind a header. */
const strangeWord: Mutation = (bytes, random) => {
  const out = bytes.slice();
  if (out.length < 2884) return out;
  const words = [0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000, out.length];
  const at = 2880 * (1 + random.integer(Math.floor((out.length - 4) / 2880))) + 4 * random.integer(16);
  if (at + 4 <= out.length) new DataView(out.buffer).setUint32(at, words[random.integer(words.length)]);
  return out;
};

/** What a transfer, a disk, a broken program or an enemy does to a file. */
const MUTATIONS: readonly Mutation[] = [hits, hits, oneBit, cut, drop, repeat, moveCards, strangeCard, strangeCard, strangeWord];

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** One to three of them after each other. For tests. */
export function broken(bytes: Uint8Array, random: Random): Uint8Array {
  let out = bytes;
  for (let times = 1 + random.integer(3); times > 0 && out.length > 0; times--) out = MUTATIONS[random.integer(MUTATIONS.length)](out, random);
  return out;
}

/** Everything a user of the reader can ask for: unpacked, read, decoded, summed, and a compressed image as a plain file. For tests. */
export function readAll(sent: Uint8Array): number {
  const { bytes } = unpackFile(sent, 4 * LARGEST_IMAGE);
  let values = readPrimaryHeader(bytes).cards.length;
  const { hdus } = readFits(bytes, { largestImageBytes: LARGEST_IMAGE });
  for (const hdu of hdus) {
    if (hdu.kind === 'image') values += hdu.physical().length + hdu.float32().length;
    if (hdu.kind === 'table') for (const column of hdu.columns) values += column.values().length;
  }
  return values + verifyChecksums(bytes).length + readFits(unpackImage(bytes, 4 * LARGEST_IMAGE)).hdus.length;
}
