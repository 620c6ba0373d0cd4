import { expect, test } from 'vitest';
import { createRandom } from '../math/random.js';
import { headerBytes, imageLines } from './building.js';
import { padded } from './bytes.js';
import { readFits } from './read.js';

const NX = 300;
const NY = 200;

/** Unsigned counts around 800 with noise, as a detector gives them. */
function frame(): Uint8Array {
  const random = createRandom(1);
  const header = headerBytes(imageLines(16, [NX, NY], ['BSCALE  = 1', 'BZERO   = 32768']));
  const bytes = new Uint8Array(header.length + padded(2 * NX * NY));
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let i = 0; i < NX * NY; i++) view.setInt16(2 * i, 768 + random.integer(120) - 32768);
  return bytes;
}

function asText(bytes: Uint8Array, change: (byte: number) => readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes].flatMap(change));
}

const file = frame();
const appended = (count: number, byte: number) => Uint8Array.from([...file, ...new Array<number>(count).fill(byte)]);

test('a line feed that became two bytes shifts every pixel behind it: refused, with the number of bytes', () => {
  const damaged = asText(file, (byte) => (byte === 10 ? [13, 10] : [byte]));
  const added = damaged.length - file.length;
  expect(added).toBeGreaterThan(100);
  expect(() => readFits(damaged)).toThrow(`There are ${added} bytes too many behind the image: transferred in text mode? Transfer it again, in binary mode`);
  expect(() => readFits(asText(file, (byte) => (byte === 13 ? [13, 10] : [byte])))).toThrow(/text mode/);
});

test('a line end of two bytes that became one leaves the file too short', () => {
  const twice = file.slice();
  for (let i = 3000; i < 60_000; i += 20) twice.set([13, 10], i);
  const bytes = [...twice].filter((byte, i) => !(byte === 13 && twice[i + 1] === 10));
  expect(() => readFits(Uint8Array.from(bytes))).toThrow(/too early: transfer it again/);
});

test('a line of seven bits takes the highest bit off every byte', () => {
  expect(() => readFits(asText(file, (byte) => [byte & 127]))).toThrow(/No byte of the pixels has its highest bit set: transferred in text mode/);
});

test('padding, a second file and a short trailer behind the image are a warning', () => {
  for (const bytes of [appended(5000, 0), appended(5001, 32), appended(100, 77), Uint8Array.from([...file, ...file]), Uint8Array.from([...file, ...file.subarray(0, 100_001)])]) {
    expect(readFits(bytes).warnings).toEqual([expect.objectContaining({ message: expect.stringMatching(/behind the last HDU are ignored/) as string })]);
  }
  expect(readFits(file).warnings).toEqual([]);
});
