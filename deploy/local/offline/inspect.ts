import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ReductionError } from '#activities/domain/errors';
import { unpackedName } from '#activities/domain/raw-name';
import type { Exposure } from '#activities/domain/exposure';
import { describeExposure } from '#activities/instruments/goodman/describe-exposure';
import { FitsError, type FitsWarning } from '#numeric/fits/errors';
import type { Header } from '#numeric/fits/header';
import { readFits, readPrimaryHeader, unpackFile, type Hdu, type PhysicalArray } from '#numeric/fits/read';
import { verifyChecksums } from '#numeric/fits/write';

const usage = `npm run inspect -- FILE… [--json]

Says what FITS files hold: HDUs, shapes, types, extremes and sums of the pixels, columns of tables, what breaks the standard in
the headers, whether checksums are right, and what the pipeline makes of a Goodman frame. Reads .fits, .fits.gz, .fits.bz2, .fits.Z and tile-compressed
images (.fits.fz).
--json   the same as one JSON array, a report a file
`;

/** Beyond this a packed file is not unpacked: no frame of any instrument is near it. */
const MOST_UNPACKED_BYTES = 2 ** 31;

/** So many problems of a header are printed; JSON has them all. */
const PROBLEMS_SHOWN = 10;

interface PixelNumbers {
  readonly count: number;
  /** NaN, infinite or blank. */
  readonly withoutValue: number;
  /** Null where no pixel has a value. */
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
}

interface HduReport {
  readonly name: string;
  readonly kind: Hdu['kind'];
  readonly cards: number;
  readonly shape?: readonly number[];
  /** Type of the physical values. */
  readonly type?: string;
  /** How the tiles of a compressed image are coded. */
  readonly compression?: string;
  readonly pixels?: PixelNumbers;
  readonly rows?: number;
  readonly columns?: readonly { name: string; format: string; unit: string }[];
  /** What an HDU of kind `other` says it is. */
  readonly content?: string;
  /** Null where the header has no such card. */
  readonly datasumRight: boolean | null;
  readonly checksumRight: boolean | null;
}

type Instrument = { readonly exposure: Exposure } | { readonly refused: string; readonly code: string };

type FileReport =
  | { readonly file: string; readonly bytes: number; readonly hdus: readonly HduReport[]; readonly problems: readonly FitsWarning[]; readonly instrument: Instrument }
  | { readonly file: string; readonly error: string };

/** `npm run inspect`: exit code 0 when every file could be read, 1 otherwise, 2 for a wrong call. */
export async function main(argv: readonly string[]): Promise<number> {
  let call;
  try {
    call = parseArgs({ args: [...argv], allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = call;
  if (values.help || positionals.length === 0) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const reports: FileReport[] = [];
  for (const file of positionals) {
    const report = await inspect(file);
    reports.push(report);
    if (values.json) continue;
    if ('error' in report) process.stderr.write(printable(`${file}: ${report.error}\n`));
    else process.stdout.write(printable(asText(report)));
  }
  if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return reports.some((report) => 'error' in report) ? 1 : 0;
}

/** A header may hold any byte, and some of them would move the cursor or ring the bell. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '?');
}

async function inspect(file: string): Promise<FileReport> {
  try {
    const stored = await readFile(file);
    const { bytes, warnings: packing } = unpackFile(stored, MOST_UNPACKED_BYTES);
    const { hdus, warnings } = readFits(bytes);
    const sums = verifyChecksums(bytes);
    const reports = hdus.map((hdu, i) => ({
      ...reportOf(hdu),
      datasumRight: sums[i]?.datasum ?? null,
      checksumRight: sums[i]?.checksum ?? null,
    }));
    return { file, bytes: stored.length, hdus: reports, problems: [...packing.map((message) => ({ offset: 0, message })), ...warnings], instrument: instrumentOf(readPrimaryHeader(bytes), unpackedName(path.basename(file))) };
  } catch (error) {
    if (error instanceof FitsError) return { file, error: `${error.message}.` };
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { file, error: 'There is no such file.' };
    if (code === 'EISDIR') return { file, error: 'This is a folder, not a file.' };
    if (code === 'EACCES') return { file, error: 'The file may not be read by this user.' };
    throw error;
  }
}

function reportOf(hdu: Hdu): Omit<HduReport, 'datasumRight' | 'checksumRight'> {
  const common = { name: hdu.name, kind: hdu.kind, cards: hdu.header.cards.length };
  if (hdu.kind === 'other') return { ...common, content: hdu.problem === undefined ? hdu.type : `${hdu.type}, broken (${hdu.problem})` };
  if (hdu.kind === 'table') {
    return { ...common, rows: hdu.rows, columns: hdu.columns.map(({ name, format, unit }) => ({ name, format, unit: unit ?? '' })) };
  }
  if (hdu.shape.length === 0 || hdu.shape.includes(0)) return { ...common, shape: hdu.shape };
  const values = hdu.physical();
  return { ...common, shape: hdu.shape, type: typeName(values), ...(hdu.compression === undefined ? {} : { compression: hdu.compression }), pixels: pixelNumbers(values) };
}

/** `Uint16Array` is `uint16`. */
function typeName(values: PhysicalArray): string {
  return values.constructor.name.replace('Array', '').replace('Big', '').toLowerCase();
}

function pixelNumbers(values: PhysicalArray): PixelNumbers {
  let [min, max, sum, withoutValue] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) {
      withoutValue++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const any = withoutValue < values.length;
  return { count: values.length, withoutValue, min: any ? min : null, max: any ? max : null, sum };
}

function instrumentOf(header: Header | undefined, name: string): Instrument {
  try {
    if (!header) return { refused: 'The file has no header.', code: 'header-invalid' };
    return { exposure: describeExposure(header, name) };
  } catch (error) {
    if (!(error instanceof ReductionError)) throw error;
    return { refused: error.message, code: error.code };
  }
}

type Readable = Exclude<FileReport, { readonly error: string }>;

function asText({ file, bytes, hdus, problems, instrument }: Readable): string {
  const rows = [...hdus.flatMap(hduRows), ...instrumentRows(instrument), checksumRow(hdus), ...problemRows(problems)];
  const body = rows.map(([label, text]) => `  ${label.padEnd(11)} ${text}\n`).join('');
  return `${file}: ${(bytes / 1e6).toFixed(2)} MB, ${hdus.length} HDU${hdus.length === 1 ? '' : 's'}\n${body}\n`;
}

type Row = readonly [label: string, text: string];

function hduRows(hdu: HduReport, index: number): Row[] {
  const label = `HDU ${index}`;
  const name = hdu.name === '' ? '(no name)' : hdu.name;
  if (hdu.kind === 'other') return [[label, `${name}: ${hdu.content ?? 'other'}, not decoded; ${hdu.cards} cards`]];
  if (hdu.kind === 'table') {
    const columns = (hdu.columns ?? []).map(({ name: column, format, unit }) => `${column} ${format}${unit === '' ? '' : ` [${unit}]`}`);
    return [[label, `${name}: table of ${hdu.rows ?? 0} rows; ${hdu.cards} cards`], ['', columns.join(', ')]];
  }
  if (!hdu.pixels) return [[label, `${name}: no pixels; ${hdu.cards} cards`]];
  const { min, max, sum, count, withoutValue } = hdu.pixels;
  const numbers = min === null || max === null ? 'no pixel has a value' : `min ${short(min)}, max ${short(max)}, mean ${short(sum / (count - withoutValue))}, sum ${short(sum)}`;
  const missing = withoutValue === 0 ? '' : `; ${withoutValue} of ${count} pixels without a value`;
  return [[label, `${name}: ${hdu.shape?.join(' × ')} ${hdu.type}${hdu.compression === undefined ? '' : `, compressed by ${hdu.compression}`}; ${hdu.cards} cards`], ['', numbers + missing]];
}

function short(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(7)));
}

function instrumentRows(instrument: Instrument): Row[] {
  if ('refused' in instrument) return [['Goodman', `not taken for a raw frame (${instrument.code}): ${instrument.refused}`]];
  const { exposure } = instrument;
  const { geometry, overscan, lightSection } = exposure;
  const dash = (text: string | number | null) => (text === null || text === '' ? '–' : String(text));
  return [
    ['Goodman', `${exposure.kind} (${exposure.obstype}), ${exposure.camera} camera, ${exposure.technique.toLowerCase()}, object ${dash(exposure.object)}, proposal ${dash(exposure.proposalId)}`],
    ['Taken', `${exposure.observedAt}, night ${exposure.night}, ${exposure.exposureTimeSecond} s`],
    ['Mode', `${dash(exposure.wavmode)}: grating ${dash(exposure.grating)} at ${dash(exposure.gratingAngleDegree)}°, camera at ${dash(exposure.cameraAngleDegree)}°, filters ${dash(exposure.filter)} and ${dash(exposure.filter2)}`],
    ['Slit', `${dash(exposure.slit)}, ${dash(exposure.slitWidthArcsecond)} arcsecond; lamps ${dash(exposure.lamps.join(' '))}`],
    ['Detector', `ROI ${dash(exposure.roi)}, binned ${geometry.binX} × ${geometry.binY}, gain ${exposure.gainElectronPerAdu} electron/adu, read noise ${exposure.readNoiseElectron} electron, saturated from ${exposure.saturationAdu} adu`],
    ['Sections', `light ${sectionText(lightSection)}, overscan ${overscan ? sectionText(overscan) : 'none'} (pixels from 0)`],
    ...exposure.warnings.map((warning): Row => ['Note', warning]),
  ];
}

function sectionText({ x0, x1, y0, y1 }: { x0: number; x1: number; y0: number; y1: number }): string {
  return `x ${x0}–${x1 - 1}, y ${y0}–${y1 - 1}`;
}

function checksumRow(hdus: readonly HduReport[]): Row {
  const wrong = hdus.flatMap((hdu, i) => [
    ...(hdu.datasumRight === false ? [`DATASUM of HDU ${i}`] : []),
    ...(hdu.checksumRight === false ? [`CHECKSUM of HDU ${i}`] : []),
  ]);
  if (wrong.length > 0) return ['Checksums', `WRONG: ${wrong.join(', ')}: the bytes are not those that were written`];
  const present = hdus.filter((hdu) => hdu.datasumRight !== null || hdu.checksumRight !== null).length;
  return ['Checksums', present === 0 ? 'none in the file' : `right in ${present} of ${hdus.length} HDUs${present < hdus.length ? ', the others have none' : ''}`];
}

function problemRows(problems: readonly FitsWarning[]): Row[] {
  if (problems.length === 0) return [['Header', 'nothing breaks the standard']];
  const rows = problems.slice(0, PROBLEMS_SHOWN).map(({ offset, card, message }): Row => ['', `byte ${offset}: ${message}${card ? `  ${card}` : ''}`]);
  const more = problems.length > PROBLEMS_SHOWN ? [['', `and ${problems.length - PROBLEMS_SHOWN} more (--json has them all)`] as const] : [];
  return [['Header', `${problems.length} problem${problems.length === 1 ? '' : 's'}, read all the same:`], ...rows, ...more];
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2));
