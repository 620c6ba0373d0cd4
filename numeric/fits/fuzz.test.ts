import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { createRandom, type Random } from '../math/random.js';
import { EMPTY_PRIMARY, fileOf, imageLines, tableLines } from './building.js';
import { FitsError } from './errors.js';
import { readFits, readPrimaryHeader } from './read.js';
import { verifyChecksums, writeFits } from './write.js';

/** Small files that between them use every branch of the reader. */
function seeds(): Uint8Array[] {
  const descriptors = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4];
  const ascii = Array.from(' 12 1.5D2ab 13 2.5  cd', (character) => character.charCodeAt(0));
  return [
    writeFits([
      { kind: 'image', header: [{ keyword: 'LONG', value: 'x'.repeat(150), comment: 'c' }], shape: [7, 3], data: new Uint16Array(21).fill(9) },
      { kind: 'table', header: [], name: 'T', columns: [{ name: 'a', data: Float64Array.of(1, 2) }, { name: 's', data: ['ab', 'c'] }] },
    ]),
    fileOf([imageLines(16, [4], ['BSCALE  = 2.5', 'BLANK   = 1', 'HIERARCH A B C = (1, 2)']), [0, 1, 0, 2, 0, 3, 0, 4]]),
    fileOf(EMPTY_PRIMARY, [tableLines(8, 2, 8, ['TFIELDS = 1', "TFORM1  = '1PI(2)'", 'THEAP   = 16']), [...descriptors, 0, 1, 0, 2, 0, 3, 0, 4]]),
    fileOf(EMPTY_PRIMARY, [tableLines(4, 2, 0, ['TFIELDS = 3', "TFORM1  = '9X'", "TFORM2  = 'L'", "TFORM3  = 'A'"]), [1, 2, 84, 65, 3, 4, 70, 66]]),
    fileOf(EMPTY_PRIMARY, [
      tableLines(11, 2, 0, ['TFIELDS = 3', "TFORM1  = 'I3'", 'TBCOL1  = 1', "TFORM2  = 'D6.1'", 'TBCOL2  = 4', "TFORM3  = 'A2'", 'TBCOL3  = 10'], 'TABLE'),
      ascii,
    ]),
    fileOf([[...imageLines(-32, [0, 3]), 'GROUPS  = T', 'PCOUNT  = 2', 'GCOUNT  = 1'], new Array<number>(20).fill(0)]),
  ];
}

/** What a transfer, a disk or an enemy does to a file; numbers in cards are made large, negative or strange more often than chance would. */
const MUTATIONS: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
  (bytes, random) => {
    const out = bytes.slice();
    for (let hits = 1 + random.integer(12); hits > 0; hits--) out[random.integer(out.length)] = random.integer(256);
    return out;
  },
  (bytes, random) => {
    const at = random.integer(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + random.integer(200))));
  },
  (bytes, random) => joined(bytes, bytes.subarray(2880 * random.integer(Math.ceil(bytes.length / 2880)))),
  (bytes, random) => {
    const out = bytes.slice();
    const cards = Math.floor(bytes.length / 80);
    out.copyWithin(80 * random.integer(cards), 80 * random.integer(cards), 80 * random.integer(cards));
    return out;
  },
  (bytes, random) => {
    const strange = ['-1', '999999999999', '1E300', '9007199254740993', "'x'", 'T', '', '0', '1', '3', "'2147483647E'", "'1PE'", "'999999999A'", 'NaN'];
    const out = bytes.slice();
    const text = `= ${strange[random.integer(strange.length)]}`.padEnd(40);
    const at = 80 * random.integer(Math.min(40, Math.floor(bytes.length / 80))) + 2880 * random.integer(3) + 8;
    for (let i = 0; i < text.length && at + i < out.length; i++) out[at + i] = text.charCodeAt(i);
    return out;
  },
];

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Everything a user of the reader can ask for. */
function readAll(bytes: Uint8Array): number {
  let values = readPrimaryHeader(bytes).cards.length;
  const { hdus } = readFits(bytes);
  for (const hdu of hdus) {
    if (hdu.kind === 'image') values += hdu.physical().length + hdu.float32().length;
    if (hdu.kind === 'table') for (const column of hdu.columns) values += column.values().length;
  }
  return values + verifyChecksums(bytes).length;
}

/** Each mutation of a small file: how it ends. Anything but an answer or a FitsError fails the test with its seed. */
function outcome(bytes: Uint8Array, seed: number): 'read' | 'refused' {
  try {
    readAll(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof FitsError) return 'refused';
    throw new Error(`mutation ${seed} ended in ${String(error)}`, { cause: error });
  }
}

test('4000 broken files are read or refused, never a crash, never long', () => {
  const files = seeds();
  files.forEach((bytes) => expect(readAll(bytes)).toBeGreaterThan(0));
  const outcomes = { read: 0, refused: 0 };
  let longest = 0;
  for (let seed = 0; seed < 4000; seed++) {
    const random = createRandom(seed);
    let bytes = files[random.integer(files.length)];
    for (let times = 1 + random.integer(3); times > 0 && bytes.length > 0; times--) bytes = MUTATIONS[random.integer(MUTATIONS.length)](bytes, random);
    const start = performance.now();
    outcomes[outcome(bytes, seed)]++;
    longest = Math.max(longest, performance.now() - start);
  }
  // Both ends must be met, or the mutations are too tame or too wild to test anything.
  expect(outcomes.read).toBeGreaterThan(1000);
  expect(outcomes.refused).toBeGreaterThan(1000);
  expect(longest).toBeLessThan(1000);
});
