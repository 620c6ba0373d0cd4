import { expect, test } from 'vitest';
import { isFitsName, isPlainName, unpackedName } from './raw-name.js';

test.each([
  ['0022_a.fits', '0022_a.fits', true],
  ['0022_a.fits.fz', '0022_a.fits', true],
  ['0022_a.FITS.FZ', '0022_a.FITS', true],
  ['0022_a.fits.fz.gz', '0022_a.fits', false],
  ['0022_a.fit.gz', '0022_a.fit', false],
  ['0022_a.fts', '0022_a.fts', true],
  ['0022_a.FTS.BZ2', '0022_a.FTS', false],
  ['0022_a.fits.Z', '0022_a.fits', false],
])('%s is the frame %s', (given, name, plain) => {
  expect([isFitsName(given), unpackedName(given), isPlainName(given)]).toEqual([true, name, plain]);
});

test('a packing that is not read is still a frame that somebody wants; other files are none', () => {
  for (const name of ['a.fits.xz', 'a.fits.zip', 'a.FITS.ZST']) expect(isFitsName(name)).toBe(true);
  for (const name of ['a.gz', 'a.txt', 'fits', 'a.fits.md5', 'a.tar.gz', 'notes.fz']) expect(isFitsName(name)).toBe(false);
});
