import { describe, expect, test } from 'vitest';
import { encodeProduct } from '../encode-product.js';
import { calibrationHeaders } from '../index.js';
import { EXPOSURE, masterBias, PROVENANCE, reducedProduct } from '../test-products.js';
import { calibratedName, frameStem, reducedName } from './names.js';

const nameOf = (name: string, distinguishedBy?: string) =>
  calibratedName({ exposure: { ...EXPOSURE, name }, provenance: PROVENANCE }, { calibrationHeaders, ...(distinguishedBy === undefined ? {} : { distinguishedBy }) }, 20, 20);

describe('names that file systems take', () => {
  test.each([['x'.repeat(246)], ['0001_' + 'é'.repeat(120)], ['0001_' + '星'.repeat(80)]])('%s.fits', (stem) => {
    const long = nameOf(`${stem}.fits`, '1f2e3d4c');
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    // Another one that begins alike has another name, and the same one always the same.
    expect(nameOf(`${stem}b.fits`, '1f2e3d4c')).not.toBe(long);
    expect(nameOf(`${stem}.fits`, '1f2e3d4c')).toBe(long);
  });

  test('an ordinary name stays whole', () => {
    expect(reducedName({ exposure: { ...EXPOSURE, name: '0123_star.fits' }, provenance: PROVENANCE }, { calibrationHeaders })).toMatch(/^[a-z]+_0123_star\.fits$/);
  });
});

test('products of one name are told apart when asked, in header and name', () => {
  for (const [kind, product] of [['frame', reducedProduct()], ['masterBias', masterBias()]] as const) {
    const [plain] = encodeProduct(kind, product, { key: 'k', date: '2026-11-24' });
    const [apart] = encodeProduct(kind, product, { key: 'k', date: '2026-11-24', distinguishedBy: '1f2e3d4c' });
    expect(apart?.fileName).toBe(plain?.fileName.replace(/\.fits$/, '_1f2e3d4c.fits'));
    expect(apart?.cards.find(({ keyword }) => keyword === 'GSP_FNAM')?.value).toBe(apart?.fileName);
  }
});

test('one stem, however a frame is packed', () => {
  for (const name of ['a.fits', 'a.fit', 'a.FTS', 'a.fits.gz', 'a.fits.fz', 'a.fits.bz2', 'a.fits.Z']) expect(frameStem(name)).toBe('a');
});
