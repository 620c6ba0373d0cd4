import { readFits, type FitsFile, type ImageHdu, type TableHdu } from '#numeric/fits/read';
import { sharedFloat32, sharedUint8, type Frame, type Geometry } from '#numeric/frame';
import type { CalibratedSpectrum, Exposed, ProductKind, Products, SolutionLine, SolutionRecord, TargetSpectrum, TraceRecord } from '../domain/products.js';
import { isPublished } from './encode.js';
import { decodeRecord } from './record.js';

/** What the RECORD extension holds; written by the encoder of the same kind. */
interface FileRecord extends Exposed {
  readonly kind: string;
  readonly geometry?: Geometry;
  readonly spectrum?: Omit<TargetSpectrum, 'trace'> & { readonly trace: Omit<TraceRecord, 'rows' | 'fwhms'>; readonly solution?: Omit<SolutionRecord, 'lines'> };
}

/**
 * The product that a file of ours was made from, exactly. A file of spectra holds one source; the product has that one.
 * @throws {Error} if the bytes are not a file of this kind: storage holds what we wrote, so anything else is a mistake, not data.
 */
export function decodeProduct(kind: ProductKind, bytes: Uint8Array): Products[ProductKind] {
  if (!isPublished(kind)) throw new Error(`a product of kind ${kind} is not published, so it has no file format`);
  const file = readFits(bytes);
  const { kind: found, geometry, spectrum, ...exposed } = decodeRecord(image(file, 'RECORD').physical() as Uint8Array) as FileRecord;
  if (found !== kind) throw new Error(`the file holds a product of kind ${found}, not ${kind}`);
  if (geometry) return { ...exposed, frame: frameOf(file, geometry) };
  if (spectrum) return { ...exposed, spectra: [spectrumOf(file, spectrum)] };
  throw new Error(`the record of the file describes neither a frame nor a spectrum`);
}

function named(file: FitsFile, name: string): FitsFile['hdus'][number] {
  const hdu = file.hdus.find((candidate) => candidate.name === name);
  if (!hdu) throw new Error(`the file has no extension ${name}`);
  return hdu;
}

function image(file: FitsFile, name: string): ImageHdu {
  const hdu = named(file, name);
  if (hdu.kind !== 'image') throw new Error(`extension ${name} is no image`);
  return hdu;
}

function table(file: FitsFile, name: string): TableHdu {
  const hdu = named(file, name);
  if (hdu.kind !== 'table') throw new Error(`extension ${name} is no table`);
  return hdu;
}

function frameOf(file: FitsFile, geometry: Geometry): Frame {
  const pixels = geometry.nx * geometry.ny;
  const mask = sharedUint8(pixels);
  mask.set(image(file, 'MASK').physical() as Uint8Array);
  const plane = (name: string): Float32Array => {
    const values = sharedFloat32(pixels);
    values.set(image(file, name).physical() as Float32Array);
    return values;
  };
  return { geometry, flux: plane('PRIMARY'), variance: plane('UNCERT'), mask };
}

function column<T extends Float64Array | Uint8Array | readonly string[]>(hdu: TableHdu, name: string): T {
  const found = hdu.column(name);
  if (!found) throw new Error(`table ${hdu.name} has no column ${name}`);
  return found.values() as T;
}

function spectrumOf(file: FitsFile, { solution, trace, ...numbers }: NonNullable<FileRecord['spectrum']>): TargetSpectrum | CalibratedSpectrum {
  const samples = table(file, 'SPECTRUM');
  const path = table(file, 'TRACE');
  const spectrum: TargetSpectrum = {
    ...numbers,
    trace: { ...trace, rows: column<Float64Array>(path, 'row'), fwhms: column<Float64Array>(path, 'fwhm') },
    flux: column<Float64Array>(samples, 'flux'),
    variance: column<Float64Array>(samples, 'variance'),
    sky: column<Float64Array>(samples, 'sky'),
    mask: column<Uint8Array>(samples, 'mask'),
  };
  if (!solution) return spectrum;
  return { ...spectrum, wavelengths: column<Float64Array>(samples, 'wavelength'), solution: { ...solution, lines: linesOf(file) } };
}

function linesOf(file: FitsFile): SolutionLine[] {
  if (!file.hdus.some(({ name }) => name === 'LINES')) return [];
  const lines = table(file, 'LINES');
  const pixels = column<Float64Array>(lines, 'pixel');
  const wavelengths = column<Float64Array>(lines, 'wavelength');
  const residuals = column<Float64Array>(lines, 'residual');
  const elements = column<readonly string[]>(lines, 'element');
  const used = column<Uint8Array>(lines, 'used');
  return Array.from(pixels, (pixel, i) => ({
    pixel,
    wavelengthAngstrom: wavelengths[i] ?? NaN,
    residualPixel: residuals[i] ?? NaN,
    element: elements[i] ?? '',
    used: used[i] === 1,
  }));
}
