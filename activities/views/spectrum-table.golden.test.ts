import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { encodeProduct } from '../products/encode-product.js';
import { calibratedProduct, spectraProduct } from '../products/test-products.js';
import { tableText } from './spectrum-table.js';
import { viewSpectrum } from './spectrum-view.js';

/** A `python3` with astropy and specutils on the path, or the tests are skipped. */
const hasTools = spawnSync('python3', ['-c', 'import astropy, specutils']).status === 0;

const CONTEXT = { key: `calibrate/${'1'.repeat(64)}`, date: '2026-11-24' };
const view = () => {
  const [file] = encodeProduct('calibratedSpectra', calibratedProduct(1), CONTEXT);
  return viewSpectrum(file?.bytes ?? new Uint8Array(), file?.fileName ?? '');
};

/** Every number as Python sees it, exactly: hexadecimal floats would be no JSON, the repr is as exact. */
const SCRIPT = `
import json, sys, warnings
import numpy as np
from astropy.table import Table
from specutils import Spectrum
warnings.simplefilter("error")
# VOUnit would rather have 0.1nm; a person would not, and the standard still knows it.
warnings.filterwarnings("ignore", message=".*'Angstrom' has been deprecated.*")
out = []
for path, format in zip(sys.argv[1::2], sys.argv[2::2]):
    table = Table.read(path, format=format)
    columns = {name: [None if value is np.ma.masked or np.isnan(value) else float(value) for value in table[name]] for name in table.colnames}
    out.append({"columns": columns, "units": [str(table[name].unit) for name in table.colnames], "about": [table[name].description for name in table.colnames],
                "object": dict(table.meta).get("OBJECT") if format == "ascii.ecsv" else None})
warnings.simplefilter("ignore")
read = Spectrum.read(sys.argv[1], format="ECSV")
print(json.dumps({"tables": out, "axis": str(read.spectral_axis.unit), "flux": str(read.flux.unit), "first": float(read.flux.value[0]), "sigma": float(read.uncertainty.array[0])}))
`;

describe('tables of text', () => {
  test('CSV has one head row with units, an empty cell for no answer, and exact numbers', () => {
    const spectrum = view();
    const lines = tableText(spectrum, 'csv').trim().split('\n');
    expect(lines[0]).toBe('wavelength (Angstrom),flux (ct),uncertainty (ct),sky (ct),mask,wavelength_error (Angstrom)');
    expect(lines).toHaveLength(1 + spectrum.flux.length);
    const cells = lines.slice(1).map((line) => line.split(','));
    expect(cells[11]?.slice(1, 5)).toEqual(['', '', '', '1']);
    expect(Float64Array.from(cells, (row) => (row[1] === '' ? NaN : Number(row[1])))).toEqual(spectrum.flux);
    expect(Float64Array.from(cells, (row) => Number(row[0]))).toEqual(spectrum.axisValues);
  });

  test('an extracted spectrum has pixels and no wavelengths', () => {
    const [file] = encodeProduct('spectra', spectraProduct(1), CONTEXT);
    const spectrum = viewSpectrum(file?.bytes ?? new Uint8Array(), 'ecfzst_0123.fits');
    expect(tableText(spectrum, 'csv').split('\n')[0]).toBe('pixel (pix),flux (ct),uncertainty (ct),sky (ct),mask');
  });

  test('what an observer typed cannot break out of XML or YAML', () => {
    const hostile = { ...view(), origin: [['OBJECT', '</TABLE>"&\n- {x: 1}\u0001']] as const };
    expect(tableText(hostile, 'votable')).toContain('value="&lt;/TABLE&gt;&quot;&amp;');
    expect(tableText(hostile, 'votable')).not.toContain('\u0001');
    expect(tableText(hostile, 'ecsv')).toContain('# - {OBJECT: "</TABLE>\\"&\\n- {x: 1}\\u0001"}\n');
  });
});

describe.skipIf(!hasTools)('astropy and specutils read them (skipped without a python3 that has both)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('every number, unit and description comes back', () => {
    const spectrum = view();
    const files = (['ecsv', 'votable'] as const).flatMap((format) => {
      const path = join(folder, `spectrum.${format}`);
      writeFileSync(path, tableText(spectrum, format));
      return [path, format === 'ecsv' ? 'ascii.ecsv' : 'votable'];
    });
    const found = JSON.parse(execFileSync('python3', ['-c', SCRIPT, ...files], { encoding: 'utf8' })) as { tables: { columns: Record<string, (number | null)[]>; units: string[]; about: string[]; object: string | null }[] };
    expect(found).toMatchObject({ axis: 'Angstrom', flux: 'ct', first: spectrum.flux[0], sigma: spectrum.uncertainty[0] });
    expect(found.tables[0]?.object).toBe("Barnard's star");
    const { axisValues: wavelength, flux, uncertainty, sky, mask, wavelengthErrors } = spectrum;
    const wanted = { wavelength, flux, uncertainty, sky, mask, wavelength_error: wavelengthErrors ?? [] };
    for (const table of found.tables) {
      expect(table.units).toEqual(['Angstrom', 'ct', 'ct', 'ct', 'None', 'Angstrom']);
      expect(table.about[1]).toBe('photoelectrons of the source');
      for (const [name, values] of Object.entries(wanted)) expect(table.columns[name]).toEqual(Array.from(values, (value) => (Number.isNaN(value) ? null : value)));
    }
  });
});
