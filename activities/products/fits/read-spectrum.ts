import type { FitsFile } from '#numeric/fits/read';
import type { CalibratedSpectrum, SolutionLine, SolutionRecord, TargetSpectrum, TraceRecord } from '../../domain/products.js';
import { tableColumn, tableHdu } from './named-hdu.js';

/** What the record of a spectrum holds: all that is not an array of the file. */
type SpectrumRecord = Omit<TargetSpectrum, 'trace'> & { readonly trace: Omit<TraceRecord, 'rows' | 'fwhms'>; readonly solution?: Omit<SolutionRecord, 'lines'> };

/** The spectrum that `spectrumFiles` wrote, exactly; with wavelengths where its record has a solution. */
export function readSpectrum(file: FitsFile, record: Readonly<Record<string, unknown>>): TargetSpectrum | CalibratedSpectrum {
  const { solution, trace, ...numbers } = record['spectrum'] as SpectrumRecord;
  const samples = tableHdu(file, 'SPECTRUM');
  const path = tableHdu(file, 'TRACE');
  const spectrum: TargetSpectrum = {
    ...numbers,
    trace: { ...trace, rows: tableColumn<Float64Array>(path, 'row'), fwhms: tableColumn<Float64Array>(path, 'fwhm') },
    flux: tableColumn<Float64Array>(samples, 'flux'),
    variance: tableColumn<Float64Array>(samples, 'variance'),
    sky: tableColumn<Float64Array>(samples, 'sky'),
    mask: tableColumn<Uint8Array>(samples, 'mask'),
  };
  if (!solution) return spectrum;
  const wavelengthErrors = samples.column('wavelength_error') ? tableColumn<Float64Array>(samples, 'wavelength_error') : spectrum.flux.map(() => NaN);
  return { ...spectrum, wavelengths: tableColumn<Float64Array>(samples, 'wavelength'), wavelengthErrors, solution: { ...solution, lines: linesOf(file) } };
}

function linesOf(file: FitsFile): SolutionLine[] {
  if (!file.hdus.some(({ name }) => name === 'LINES')) return [];
  const lines = tableHdu(file, 'LINES');
  const pixels = tableColumn<Float64Array>(lines, 'pixel');
  const wavelengths = tableColumn<Float64Array>(lines, 'wavelength');
  const residuals = tableColumn<Float64Array>(lines, 'residual');
  const elements = tableColumn<readonly string[]>(lines, 'element');
  const used = tableColumn<Uint8Array>(lines, 'used');
  return Array.from(pixels, (pixel, i) => ({
    pixel,
    wavelengthAngstrom: wavelengths[i] ?? NaN,
    residualPixel: residuals[i] ?? NaN,
    element: elements[i] ?? '',
    used: used[i] === 1,
  }));
}
