import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../math/random.js';
import { FitsError } from '../errors.js';
import { bunzip2 } from './bzip2.js';
import { uncompress } from './compress.js';
import { gunzip, isGzip } from './gzip.js';
import { unpackedSize, unpackFile } from './unpack-file.js';

const random = createRandom(3);
/** Runs, repeats at a distance, noise, and nothing: what every branch of a packer is for. */
const samples: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(7),
  text: Uint8Array.from('SIMPLE  =                    T / fits  '.repeat(300), (character) => character.charCodeAt(0)),
  zeros: new Uint8Array(200_000),
  noise: Uint8Array.from({ length: 150_000 }, () => random.integer(256)),
  counts: Uint8Array.from({ length: 400_000 }, (_, i) => (i % 2 === 0 ? 0x83 : 100 + random.integer(20))),
};

/** What numeric/golden/fits-tiles.py packed. */
interface Packing {
  readonly kind: 'gzip' | 'bzip2';
  readonly packed: string;
  readonly length: number;
  readonly sha256: string;
}
const golden = (JSON.parse(readFileSync(`${import.meta.dirname}/../../golden/fits-tiles.json`, 'utf8')) as { packings: Readonly<Record<string, Packing>> }).packings;
const packed = (name: string) => Buffer.from(golden[name].packed, 'base64');

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

test.each(Object.entries(golden))('what Python packed: %s', (name, { kind, length, sha256 }) => {
  const { bytes, warnings } = (kind === 'gzip' ? gunzip : bunzip2)(packed(name), length);
  expect([bytes.length, createHash('sha256').update(bytes).digest('hex'), warnings]).toEqual([length, sha256, []]);
});

describe('gzip', () => {
  test.each(Object.entries(samples))('%s, at every level', (_name, bytes) => {
    for (const level of [0, 1, 6, 9]) expect(gunzip(gzipSync(bytes, { level }), bytes.length).bytes).toEqual(bytes);
  });

  test('several members are one file; zeros behind them are padding, anything else a warning', () => {
    const [a, b] = [samples['text'], samples['counts']];
    const two = joined(gzipSync(a), gzipSync(b));
    const whole = Uint8Array.from([...a, ...b]);
    expect(gunzip(two, whole.length)).toEqual({ bytes: whole, warnings: [] });
    expect(gunzip(joined(two, new Uint8Array(2880)), whole.length)).toEqual({ bytes: whole, warnings: [] });
    expect(gunzip(joined(two, Uint8Array.of(1, 2, 3, 4, 5, 6, 7)), whole.length).warnings).toEqual(['7 bytes behind the gzip data are ignored.']);
  });

  test('name, comment and extra fields of the head are passed over', () => {
    const plain = gzipSync(samples['text']);
    const text = Array.from('x.fits\0why\0', (character) => character.charCodeAt(0));
    const head = Uint8Array.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 65, 66, ...text, 0, 0]);
    expect(gunzip(joined(head, plain.subarray(10)), 1e6).bytes).toEqual(samples['text']);
  });

  test('a bomb costs no more than is allowed; a cut and a damaged file are errors', () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    expect(() => gunzip(bomb, 1_000_000)).toThrow(/more than the 1000000 bytes allowed/);
    expect(() => gunzip(bomb.subarray(0, 20_000), 1e9)).toThrow(FitsError);
    const file = gzipSync(samples['counts'].subarray(0, 20_000));
    for (let at = 0; at < file.length; at += 41) {
      const wrong = Uint8Array.from(file);
      wrong[at] ^= 0x10;
      if (at > 10) expect(() => gunzip(wrong, 1e6)).toThrow(/damaged|more than/); // the CRC proves every byte
      expect(() => gunzip(file.subarray(0, at), 1e6)).toThrow(FitsError);
    }
    expect(() => gunzip(samples['text'], 1e6)).toThrow(/not gzip/);
  });
});

describe('bzip2', () => {
  test('a bomb, a cut and a damaged file', () => {
    const file = packed('bzip2 -9, counts');
    expect(bunzip2(joined(file, file), 1e6).bytes).toHaveLength(2 * golden['bzip2 -9, counts'].length);
    expect(bunzip2(joined(file, Uint8Array.of(1, 2)), 1e6).warnings).toEqual(['2 bytes behind the bzip2 data are ignored.']);
    expect(() => bunzip2(packed('bzip2 -9, zeros'), 1000)).toThrow(/more than the 1000 bytes allowed/);
    for (let at = 5; at < file.length - 11; at += 7) {
      const wrong = Uint8Array.from(file);
      wrong[at] ^= 0x10;
      expect(() => bunzip2(wrong, 1e6)).toThrow(FitsError); // the CRC of the block proves every byte
      expect(() => bunzip2(file.subarray(0, at), 1e6)).toThrow(FitsError);
    }
  });
});

describe('Unix compress', () => {
  /** compress(1) as its manual says: codes of 9 to 16 bits in groups of eight, the table filled once; `clearAt` empties it by then. */
  function compress(bytes: Uint8Array, most: number, clearAt = Infinity): Uint8Array {
    const out = [0x1f, 0x9d, 0x80 | most];
    let [width, free, table] = [9, 257, new Map<string, number>()];
    let group: number[] = [];
    const flush = () => {
      let hold = 0n;
      group.forEach((code, i) => (hold |= BigInt(code) << BigInt(width * i)));
      for (let i = 0; i < width; i++) out.push(Number((hold >> BigInt(8 * i)) & 255n));
      group = [];
    };
    const put = (code: number) => {
      if (group.push(code) === 8) flush();
    };
    const widen = (to: number) => {
      if (group.length > 0) flush();
      width = to;
    };
    let text = '';
    const codeOf = (word: string) => (word.length === 1 ? word.charCodeAt(0) : (table.get(word) ?? -1));
    bytes.forEach((byte, i) => {
      const longer = text + String.fromCharCode(byte);
      if (codeOf(longer) >= 0) return void (text = longer);
      put(codeOf(text));
      if (free < 1 << most) {
        table.set(longer, free++);
        if (free > 1 << width && width < most) widen(width + 1);
      }
      text = String.fromCharCode(byte);
      if (i < clearAt) return;
      clearAt = Infinity;
      put(codeOf(text));
      put(256);
      widen(9);
      [free, table, text] = [257, new Map<string, number>(), ''];
    });
    if (text !== '') put(codeOf(text));
    if (group.length > 0) {
      let hold = 0n;
      group.forEach((code, i) => (hold |= BigInt(code) << BigInt(width * i)));
      for (let i = 0; i < Math.ceil((group.length * width) / 8); i++) out.push(Number((hold >> BigInt(8 * i)) & 255n));
    }
    return Uint8Array.from(out);
  }

  test.each(Object.entries(samples))('%s', (_name, bytes) => {
    for (const most of [9, 12, 16]) expect(uncompress(compress(bytes, most), bytes.length).bytes).toEqual(bytes);
  });

  const sample = `${import.meta.dirname}/../../../../shared/data/fits-samples`;
  test.skipIf(!existsSync(sample))(`what compress itself wrote${existsSync(sample) ? '' : ' (the sample files are not beside this checkout)'}`, () => {
    const plain = unpackFile(readFileSync(`${sample}/nomtam_test.fits.gz`), 1e6).bytes;
    for (const name of ['nomtam_test.fits.Z', 'nomtam_test.fits.bz2']) expect(unpackFile(readFileSync(`${sample}/${name}`), 1e6)).toEqual({ bytes: plain, warnings: [] });
  });

  test('a bomb and damage', () => {
    expect(() => uncompress(compress(samples['zeros'], 16), 1000)).toThrow(/more than the 1000 bytes allowed/);
    expect(() => uncompress(Uint8Array.of(0x1f, 0x9d, 0x90, 255, 255, 255), 1e6)).toThrow(/damaged/);
    expect(() => uncompress(Uint8Array.of(0x1f, 0x9d, 0x82, 1, 2), 1e6)).toThrow(/damaged/);
  });
});

test('a file is unpacked by its first bytes; one that is packed twice is refused', () => {
  const file = samples['text'];
  expect(unpackFile(file, 1).bytes).toBe(file);
  expect(unpackFile(gzipSync(file), 1e6).bytes).toEqual(file);
  expect(isGzip(gzipSync(file))).toBe(true);
  expect(() => unpackFile(gzipSync(gzipSync(file)), 1e6)).toThrow(/packed twice/);
});

describe('what a packed file would unpack to', () => {
  const all = Object.entries(golden).map(([name, { length }]) => [name, packed(name), length] as const);

  test.each(all)('%s', (_name, bytes, length) => {
    expect(unpackedSize(bytes, 1e7)).toBe(length);
  });

  test('of a bomb, no more than was asked for', () => {
    const bomb = gzipSync(new Uint8Array(3e7));
    expect(unpackedSize(bomb, 2e7)).toBe(2e7 + 1);
    expect(unpackedSize(bomb, 3e7)).toBe(3e7);
  });

  test('references that reach back over what was forgotten', () => {
    const far = joined(...Array.from({ length: 40 }, (_, i) => samples['noise'].subarray(0, 32_000 + (i % 700))));
    expect(unpackedSize(gzipSync(far), 1e8)).toBe(far.length);
  });

  test('of several members, all; of damaged data, what comes before the damage; of a plain file, nothing', () => {
    const one = gzipSync(samples['text']);
    expect(unpackedSize(joined(one, one, new Uint8Array(512)), 1e7)).toBe(2 * samples['text'].length);
    const cut = unpackedSize(gzipSync(samples['noise']).subarray(0, 100_000), 1e7) ?? 0;
    expect(cut).toBeGreaterThan(90_000);
    expect(cut).toBeLessThan(samples['noise'].length);
    expect(unpackedSize(samples['text'], 1e7)).toBeUndefined();
  });
});
