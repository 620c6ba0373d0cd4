import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CardValue } from '../header.js';
import { readFits, readPrimaryHeader, unpackFile, type ImageHdu } from '../read.js';
import { unpackedImageSize, unpackImage } from '../unpack-image.js';
import { verifyChecksums } from '../checksum.js';

/** What numeric/golden/fits-tiles.py writes: files of every kind of compression, and what astropy reads in them. */
interface GoldenImage {
  readonly file: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly missing: number;
  readonly at: readonly number[];
  readonly cells: readonly (number | null)[];
  readonly cards: Readonly<Record<string, CardValue>>;
}
const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../../golden/fits-tiles.json`, 'utf8')) as { images: Readonly<Record<string, GoldenImage>> };

const open = ({ file }: GoldenImage) => unpackFile(Buffer.from(file, 'base64'), 1e6).bytes;

/** NaN has many bit patterns, and which one comes out is nobody's promise: all count as the one of astropy. */
function oneNaN(values: ArrayBufferView): Uint8Array {
  if (values instanceof Float32Array || values instanceof Float64Array) for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = NaN;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** JSON knows no bigint. */
const plainValue = (value: CardValue) => (typeof value === 'bigint' ? Number(value) : value);

describe('tile-compressed images, bit for bit as astropy reads them', () => {
  test.each(Object.entries(golden.images))('%s', (_name, expected) => {
    const bytes = open(expected);
    const { hdus, warnings } = readFits(bytes);
    const image = hdus[1] as ImageHdu;
    expect(image.shape).toEqual(expected.shape);
    const values = image.physical();
    expect(values.constructor.name.replace('Array', '').replace('Big', '').toLowerCase()).toBe(expected.type);
    expect(expected.at.map((place) => (Number.isNaN(Number(values[place])) ? null : Number(values[place])))).toEqual(expected.cells);
    expect(createHash('sha256').update(oneNaN(values)).digest('hex')).toBe(expected.sha256);
    for (const [keyword, value] of Object.entries(expected.cards)) expect([keyword, plainValue(image.header.get(keyword))]).toEqual([keyword, value]);
    expect(warnings).toEqual([]);
  });

  test.each(Object.entries(golden.images))('unpacked to a plain file: %s', (_name, expected) => {
    const plain = unpackImage(open(expected), 1e6);
    const told = unpackedImageSize(open(expected));
    expect(told?.bytes).toBe(plain.length + 80);
    expect(unpackImage(open(expected), told?.bytes ?? 0)).toEqual(plain);
    expect(unpackedImageSize(plain)).toBeUndefined();
    const { hdus, warnings } = readFits(plain);
    expect([hdus.length, warnings]).toEqual([1, []]);
    const image = hdus[0] as ImageHdu;
    expect([image.compression, image.shape]).toEqual([undefined, expected.shape]);
    expect(createHash('sha256').update(oneNaN(image.physical())).digest('hex')).toBe(expected.sha256);
    expect(readPrimaryHeader(open(expected)).text('ZCMPTYPE')).toBeUndefined();
    expect(verifyChecksums(plain)[0].datasum).not.toBe(false);
  });
});
