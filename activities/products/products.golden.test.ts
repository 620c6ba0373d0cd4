import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { MASK } from '#numeric/frame';
import { encodeProduct } from './encode-product.js';
import type { EncodedFile } from './fits/file-draft.js';
import { calibratedProduct, masterBias, masterFlat, reducedProduct, spectraProduct, wavelengthAt } from './test-products.js';

/** A `python3` with astropy and specutils on the path, or the tests are skipped. */
const hasTools = spawnSync('python3', ['-c', 'import astropy, specutils']).status === 0;

const CONTEXT = { key: `extract/${'1'.repeat(64)}`, date: '2026-11-24', settings: { ignore_flats: false } };

describe.skipIf(!hasTools)('astropy and specutils read the products (skipped without a python3 that has them)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'products-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function describeFiles(files: readonly EncodedFile[]): Record<string, unknown>[] {
    const paths = files.map(({ fileName, bytes }) => {
      const path = join(folder, fileName);
      writeFileSync(path, bytes);
      return path;
    });
    const script = fileURLToPath(new URL('products.golden.py', import.meta.url));
    return JSON.parse(execFileSync('python3', [script, ...paths], { encoding: 'utf8' })) as Record<string, unknown>[];
  }

  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
  const close = (value: number, relative = 1e-12) => expect.closeTo(value, Math.max(0, -Math.log10(Math.abs(value) * relative * 2))) as unknown;
  const carried = { object: "Barnard's star", block: '9007199254740993', text: 'a text of more than sixty-eight characters, which FITS can only hold with CONTINUE cards' };

  test('frames: CCDData with unit, variance and mask', () => {
    const products = [reducedProduct(), masterBias(), masterFlat()] as const;
    const found = describeFiles([...encodeProduct('frame', products[0], CONTEXT), ...encodeProduct('masterBias', products[1], CONTEXT), ...encodeProduct('masterFlat', products[2], CONTEXT)]);
    products.forEach(({ frame }, i) => {
      expect(found[i]).toMatchObject({
        ...carried,
        names: ['PRIMARY', 'UNCERT', 'MASK', 'RECORD'],
        level: i === 0 ? 62 : 61,
        kind: ['frame', 'masterBias', 'masterFlat'][i],
        shape: [70, 203],
        unit: 'electron',
        fluxSum: close(sum(frame.flux)),
        varianceSum: close(sum(frame.variance)),
        uncertainty: 'VarianceUncertainty',
        sigmaUnit: 'electron',
        // One rounding of a float32.
        sigmaFirst: close(Math.sqrt(frame.variance[0] ?? NaN), 1e-7),
        masked: 2,
      });
    });
  });

  test('spectra: a table specutils takes without being told anything, a linear axis for old tools', () => {
    const extracted = spectraProduct(1);
    const calibrated = calibratedProduct(2);
    const found = describeFiles([...encodeProduct('spectra', extracted, CONTEXT), ...encodeProduct('calibratedSpectra', calibrated, CONTEXT)]);
    const common = { ...carried, fluxUnit: 'ct', primaryUnit: 'ct', unitMeaning: 'one count is one photoelectron', isFlux: true, isUncertainty: true, uncertainty: 'StdDevUncertainty', masked: 1 };
    expect(found[0]).toMatchObject({ ...common, level: 63, names: ['PRIMARY', 'SPECTRUM', 'TRACE', 'RECORD'], axisUnit: 'pix', axisFirst: 0, axisLast: 2029 });
    calibrated.spectra.forEach(({ flux, mask }, i) => {
      const row = found[i + 1] ?? {};
      expect(row).toMatchObject({
        ...common,
        level: 64,
        names: ['PRIMARY', 'SPECTRUM', 'TRACE', 'LINES', 'RECORD'],
        columns: ['wavelength', 'flux', 'uncertainty', 'sky', 'mask', 'variance'],
        axisUnit: 'Angstrom',
        axisFirst: wavelengthAt(0),
        axisLast: wavelengthAt(2029),
        fluxSum: close(sum(flux)),
        linearUnit: 'Angstrom',
        linearFluxUnit: 'ct',
      });
      // Equal bins between the outer edges of the native pixels, whose widths differ by a tenth of an Angstrom.
      expect(row['linearFirst']).toBeCloseTo(wavelengthAt(0), 0);
      expect(row['linearLast']).toBeCloseTo(wavelengthAt(2029), 0);
      // GSP_C###: a thousandth of a pixel of 2 Angstrom.
      expect(row['modelError']).toBeLessThan(2.1e-3);
      // The sample without an answer leaves a gap of two or three bins; else the light is all there.
      expect(mask[11]).toBe(MASK.NO_DATA);
      expect((row['linearSum'] as number) / sum(flux)).toBeCloseTo(1, 2);
    });
  });
});
