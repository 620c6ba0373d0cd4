import { stringify } from 'csv-stringify/sync';
import type { SpectrumView } from './spectrum-view.js';

export type TableFormat = 'csv' | 'ecsv' | 'votable';

interface Column {
  readonly name: string;
  readonly unit: string;
  readonly datatype: 'float64' | 'uint8';
  readonly description: string;
  /** The word of the Virtual Observatory for it (UCD 1+). */
  readonly ucd: string;
  readonly values: Float64Array | Uint8Array;
}

/** As the FITS files say it: of all units for a flux without area and band, readers take counts. */
const ELECTRON = 'ct';
const MASK_BITS = '0 means use; 1 no data, 2 saturated, 4 bad pixel, 8 cosmic ray, 16 flat too faint, 32 interpolated';

function columnsOf(spectrum: SpectrumView): Column[] {
  const axis: Omit<Column, 'values' | 'datatype'> =
    spectrum.axis === 'wavelength'
      ? { name: 'wavelength', unit: 'Angstrom', description: 'in air, center of the pixel', ucd: 'em.wl;meta.main' }
      : { name: 'pixel', unit: 'pix', description: 'counted from zero', ucd: 'pos.cartesian.x;instr.det' };
  const electrons = { unit: ELECTRON, datatype: 'float64' } as const;
  return [
    { ...axis, datatype: 'float64', values: spectrum.axisValues },
    { ...electrons, name: 'flux', description: 'photoelectrons of the source', ucd: 'phot.count;meta.main', values: spectrum.flux },
    { ...electrons, name: 'uncertainty', description: 'one standard deviation', ucd: 'stat.error;phot.count', values: spectrum.uncertainty },
    { ...electrons, name: 'sky', description: 'photoelectrons of the sky under the source', ucd: 'instr.background;phot.count', values: spectrum.sky },
    { name: 'mask', unit: '', datatype: 'uint8', description: MASK_BITS, ucd: 'meta.code.qual', values: spectrum.mask },
    ...(spectrum.wavelengthErrors
      ? [{ name: 'wavelength_error', unit: 'Angstrom', datatype: 'float64' as const, description: 'expected, one standard deviation', ucd: 'stat.error;em.wl', values: spectrum.wavelengthErrors }]
      : []),
  ];
}

/**
 * A spectrum as a table of text, one row a native pixel: every number is written so that reading it gives the same number.
 * @param format `csv`: one head row, units in parentheses, an empty cell for no answer; `ecsv`: version 1.0, as astropy reads it; `votable`: 1.4.
 */
export function tableText(spectrum: SpectrumView, format: TableFormat): string {
  const columns = columnsOf(spectrum);
  const rows = Array.from({ length: spectrum.flux.length }, (_, i) => columns.map(({ values }) => values[i] ?? NaN));
  switch (format) {
    case 'csv': {
      const head = columns.map(({ name, unit }) => (unit === '' ? name : `${name} (${unit})`));
      return stringify([head, ...rows.map((row) => row.map((value) => written(value, '')))]);
    }
    case 'ecsv':
      return ecsvHead(spectrum, columns) + stringify([columns.map(({ name }) => name), ...rows.map((row) => row.map((value) => written(value, 'nan')))]);
    case 'votable':
      return voTable(spectrum, columns, rows);
  }
}

function written(value: number, none: string): string {
  return Number.isNaN(value) ? none : Object.is(value, -0) ? '-0' : String(value);
}

/** A text of JSON is a text of YAML. */
const quoted = (text: string | number) => JSON.stringify(text);

/** @see Astropy Proposal for Enhancement 6, which is the format */
function ecsvHead({ fileName, origin }: SpectrumView, columns: readonly Column[]): string {
  const lines = [
    '%ECSV 1.0',
    '---',
    "delimiter: ','",
    'datatype:',
    ...columns.map(({ name, unit, datatype, description }) => `- {name: ${name}, ${unit === '' ? '' : `unit: ${unit}, `}datatype: ${datatype}, description: ${quoted(description)}}`),
    'meta: !!omap',
    `- {FILENAME: ${quoted(fileName)}}`,
    ...origin.map(([keyword, value]) => `- {${keyword}: ${quoted(value)}}`),
    'schema: astropy-2.0',
  ];
  return lines.map((line) => `# ${line}\n`).join('');
}

const DATATYPES = { float64: 'double', uint8: 'unsignedByte' } as const;

/** @see IVOA VOTable 1.4 */
function voTable({ fileName, origin }: SpectrumView, columns: readonly Column[], rows: readonly (readonly number[])[]): string {
  const params = [['FILENAME', fileName] as const, ...origin].map(([keyword, value]) =>
    typeof value === 'number'
      ? `   <PARAM name="${keyword}" datatype="double" value="${value}"/>`
      : `   <PARAM name="${keyword}" datatype="char" arraysize="*" value="${escaped(value)}"/>`,
  );
  const fields = columns.map(
    ({ name, unit, datatype, description, ucd }) =>
      `   <FIELD name="${name}" datatype="${DATATYPES[datatype]}"${unit === '' ? '' : ` unit="${unit}"`} ucd="${ucd}"><DESCRIPTION>${escaped(description)}</DESCRIPTION></FIELD>`,
  );
  const cells = rows.map((row) => `<TR>${row.map((value) => `<TD>${written(value, 'NaN')}</TD>`).join('')}</TR>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
 <RESOURCE>
  <TABLE name="${escaped(fileName)}" nrows="${rows.length}">
${[...params, ...fields].join('\n')}
   <DATA><TABLEDATA>
${cells.join('\n')}
   </TABLEDATA></DATA>
  </TABLE>
 </RESOURCE>
</VOTABLE>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text in XML; control characters, which XML has none of, are left out. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
