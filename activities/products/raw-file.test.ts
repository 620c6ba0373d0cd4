import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Card } from '#numeric/fits/header';
import { writeFits } from '#numeric/fits/write';
import { ReductionError } from '../domain/errors.js';
import { decodeRaw } from './decode-raw.js';
import { readRawFile } from './raw-file.js';
import { fpacked } from './test-fpacked.js';

const cards: Card[] = Object.entries({
  INSTRUME: 'ghts_red', INSTCONF: 'Red', OBSTYPE: 'BIAS', 'DATE-OBS': '2026-11-23T20:14:05.123', GAIN: 1.48, RDNOISE: 3.89, ROI: 'Spectroscopic 2x2', CCDSUM: '2 2', EXPTIME: 0, PROPID: 'X', OBJECT: 'Bias',
}).map(([keyword, value]) => ({ keyword, value, comment: '' }));
const counts = Uint16Array.from({ length: 2071 * 10 }, (_, i) => 800 + ((i * 7919) % 256));
const plain = writeFits([{ kind: 'image', header: cards, shape: [2071, 10], data: counts }]);
const withTable = writeFits([
  { kind: 'image', header: cards, shape: [2071, 10], data: counts },
  { kind: 'table', header: [], name: 'LOG', columns: [{ name: 'a', data: Float64Array.of(1, 2) }] },
]);
const dataOffset = 2880 * Math.ceil((cards.length + 12) / 36);

/** The bytes of a card with its value field replaced, and nothing else; its sums are not renewed. */
function edited(bytes: Uint8Array, keyword: string, value: string): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let at = 0; at < out.length; at += 80) {
    if (Buffer.from(out.subarray(at, at + 8)).toString('latin1') !== keyword.padEnd(8)) continue;
    out.set(Buffer.from(`= ${value}`.padEnd(72), 'latin1'), at + 8);
    return out;
  }
  throw new Error(`no card ${keyword}`);
}

function withoutSums(bytes: Uint8Array): Uint8Array {
  return edited(edited(bytes, 'CHECKSUM', "''"), 'DATASUM', "''");
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[at] = (out[at] ?? 0) ^ 0x10;
  return out;
}

describe('the same frame, however it is packed', () => {
  const packed: Readonly<Record<string, Uint8Array>> = { plain, gzip: gzipSync(plain), 'tile compressed': fpacked(plain), 'tile compressed, then gzip': gzipSync(fpacked(plain)) };
  test.each(Object.entries(packed))('%s', (_name, sent) => {
    const raw = readRawFile(sent, '0001_bias.fits');
    expect(Buffer.compare(raw.bytes, plain)).toBe(0);
    expect(raw.warnings).toEqual([]);
    const frame = decodeRaw(sent, '0001_bias.fits');
    expect(frame.image.data).toEqual(counts);
    expect(frame.checksum).toBe(decodeRaw(plain, '0001_bias.fits').checksum);
  });

  test('a bomb is refused by its size, before it is made', () => {
    for (const bomb of [gzipSync(new Uint8Array(5_000_000)), fpacked(plain)]) {
      expect(() => readRawFile(bomb, 'a.fits', 20_000)).toThrow(/a\.fits cannot be read as FITS: .* more than the -?\d+ (bytes )?allowed/);
    }
  });

  test.each([
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], /xz: unpack it with "unxz" first/],
    ['zip', [0x50, 0x4b, 3, 4], /zip archive: unpack it first/],
    ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd], /"unzstd" first/],
  ])('%s is not read, and the sentence says what unpacks it', (_name, bytes, sentence) => {
    expect(() => readRawFile(Uint8Array.from(bytes), 'a.fits.xz')).toThrow(sentence);
  });
});

describe('checksums', () => {
  test('one damaged byte of the pixels is a refusal, plain and packed', () => {
    const damaged = flipped(plain, plain.length - 5000);
    for (const sent of [damaged, gzipSync(damaged), fpacked(damaged)]) {
      expect(() => readRawFile(sent, '0022_star.fits')).toThrow('DATASUM of 0022_star.fits does not fit: the pixels are not those that were written. Transfer the file again.');
      expect(() => decodeRaw(sent, '0022_star.fits')).toThrow(ReductionError);
    }
    expect(() => readRawFile(flipped(fpacked(plain), fpacked(plain).length - 8000), 'a.fits')).toThrow(ReductionError);
  });

  test('a program that left the sums of the image in the header of the table meant the image', () => {
    const leftAlone = (packed: Uint8Array) => {
      const out = Buffer.from(packed);
      for (const keyword of ['DATASUM', 'CHECKSUM']) out.write(keyword.padEnd(8), out.indexOf(keyword === 'DATASUM' ? 'ZDATASUM' : 'ZHECKSUM'), 'latin1');
      return out;
    };
    expect(readRawFile(leftAlone(fpacked(plain)), 'a.fits').warnings).toEqual([]);
    expect(() => readRawFile(leftAlone(fpacked(flipped(plain, plain.length - 5000))), 'a.fits')).toThrow(/DATASUM does not fit: the bytes of the compressed image/);
  });

  test('a header that was changed by hand is a warning that goes with the exposure', () => {
    const renamed = edited(plain, 'OBJECT', "'Zero    '");
    const warning = 'CHECKSUM does not fit, DATASUM does: the header was changed after it was written.';
    expect(readRawFile(renamed, 'a.fits').warnings).toEqual([warning]);
    expect(decodeRaw(renamed, 'a.fits').exposure.warnings).toContain(warning);
  });

  test('no sums, and sums of another notation, are nothing to say', () => {
    expect(readRawFile(withoutSums(plain), 'a.fits').warnings).toEqual([]);
    expect(readRawFile(edited(edited(plain, 'DATASUM', "'MaAaMZ5Z'"), 'CHECKSUM', "''"), 'a.fits').warnings).toEqual([]);
  });
});

describe('what is broken behind a good image, or odd in its header, is a warning with a name', () => {
  test('a table that contradicts itself', () => {
    const broken = Buffer.from(withTable);
    broken.write("TFORM1  = '1Z      '", broken.indexOf('TFORM1'), 'latin1');
    const { warnings, image } = readRawFile(broken, 'a.fits');
    expect(image.shape).toEqual([2071, 10]);
    expect(warnings).toEqual([expect.stringMatching(/^HDU 1 cannot be read and is left out: "1Z" is no format of a binary table/)]);
    expect(readRawFile(withTable.subarray(0, withTable.length - 4000), 'a.fits').warnings).toContainEqual(expect.stringMatching(/^HDU 1 cannot be read and is left out: .* bytes too early/));
  });

  test('a table with a wrong sum', () => {
    expect(readRawFile(flipped(withTable, withTable.length - 2880), 'a.fits').warnings).toEqual(['DATASUM of extension 1 does not fit: its data are not those that were written.']);
  });

  test('an image that is cut or broken is never a warning', () => {
    expect(() => readRawFile(plain.subarray(0, plain.length - 4000), 'a.fits')).toThrow(/bytes too early: transfer it again/);
    expect(() => readRawFile(fpacked(plain).subarray(0, -4000), 'a.fits')).toThrow(/bytes too early: transfer it again/);
  });

  test('NUL and letters beyond ASCII name their cards, once a kind', () => {
    const odd = edited(edited(withoutSums(plain), 'OBJECT', "'L0\xce\xb3 Mu\xc3\xb1oz'"), 'PROPID', "'SOAR\0garbage'");
    expect(readRawFile(odd, 'a.fits').warnings).toEqual([
      'Not standard: there is a NUL byte, which ends a string and is a blank elsewhere (PROPID).',
      'Not standard: there are characters outside ASCII (OBJECT).',
    ]);
    expect(decodeRaw(odd, 'a.fits').exposure).toMatchObject({ object: 'L0γ Muñoz', proposalId: 'SOAR' });
    expect(decodeRaw(edited(withoutSums(plain), 'OBJECT', "'Mu\xf1oz'"), 'a.fits').exposure.object).toBe('Muñoz');
    for (const [keyword, value] of [['INSTRUME', "'ghts_red\0'"], ['OBSTYPE', "'BIAS\0   '"], ['GAIN', '1.48\0'], ['CCDSUM', "'2 2\0'"], ['DATE-OBS', "'2026-11-23T20:14:05.123\0'"]] as const) {
      const { exposure } = decodeRaw(edited(withoutSums(plain), keyword, value), 'a.fits');
      expect(exposure).toMatchObject({ kind: 'bias', camera: 'Red', gainElectronPerAdu: 1.48, night: '20261123', geometry: { binX: 2 } });
      expect(exposure.warnings).toEqual([`Not standard: there is a NUL byte, which ends a string and is a blank elsewhere (${keyword}).`]);
    }
  });
});

test('a file without an image says so, and a broken one behind an empty first part is named', () => {
  const empty = writeFits([{ kind: 'image', header: cards, shape: [], data: undefined }]);
  expect(() => readRawFile(empty, 'a.fits')).toThrow('a.fits is FITS, but holds no image.');
  const elsewhere = writeFits([{ kind: 'image', header: cards, shape: [], data: undefined }, { kind: 'image', header: [], shape: [3, 2], data: new Uint8Array(6) }]);
  expect(() => readRawFile(elsewhere, 'a.fits')).toThrow(/holds no pixels in its first part/);
  expect(() => readRawFile(elsewhere.subarray(0, dataOffset + 100), 'a.fits')).toThrow(/a\.fits cannot be read as FITS: /);
  const strange = Buffer.from(fpacked(plain));
  strange.write("ZCMPTYPE= 'BSHUF_1 '", strange.indexOf('ZCMPTYPE'), 'latin1');
  expect(() => readRawFile(strange, 'a.fits')).toThrow(/tile compressed by "BSHUF_1", which is not read here: unpack it with funpack first/);
});
