import { readFits } from '#numeric/fits/read';
import { ReductionError } from '../domain/errors.js';
import type { CalibratedSpectrum, TargetSpectrum } from '../domain/products.js';
import { imageHdu } from '../products/fits/named-hdu.js';
import { readSpectrum } from '../products/fits/read-spectrum.js';
import { decodeRecord } from '../products/fits/record.js';

/** One spectrum as people see it; all arrays have a value for each native pixel. No answer is NaN and a bit of the mask. */
export interface SpectrumView {
  readonly fileName: string;
  /** 1 is the strongest source on the slit. */
  readonly target: number;
  readonly snr: number;
  readonly extraction: TargetSpectrum['extraction'];
  readonly axis: 'wavelength' | 'pixel';
  /** Å in air, or pixels counted from zero. */
  readonly axisValues: Float64Array;
  /** Photoelectrons, and one standard deviation. */
  readonly flux: Float64Array;
  readonly uncertainty: Float64Array;
  readonly sky: Float64Array;
  readonly mask: Uint8Array;
  /** Expected error of each wavelength, Å, one standard deviation; undefined before the wavelengths are known. */
  readonly wavelengthErrors: Float64Array | undefined;
  /** Where it lies in the reduced frame: row of the trace and width along the slit at every column, pixel. */
  readonly traceRows: Float64Array;
  readonly traceFwhms: Float64Array;
  readonly traceRmsPixel: number;
  /** First and last row at column 0 of the frame; it follows the trace from there. */
  readonly aperture: readonly [number, number];
  readonly skyZones: readonly (readonly [number, number])[];
  readonly lines: CalibratedSpectrum['solution']['lines'];
  /** What the primary header says of the exposure, for who opens a table in ten years. */
  readonly origin: readonly (readonly [string, string | number])[];
}

/** Cards that say what was observed, when, how, and by which work it became this. */
const ORIGIN = ['OBJECT', 'DATE-OBS', 'EXPTIME', 'PROPOSAL', 'PROPID', 'OBSRA', 'OBSDEC', 'AIRMASS', 'INSTRUME', 'GRATING', 'WAVMODE', 'SLIT', 'FILTER', 'FILTER2', 'GAIN', 'RDNOISE', 'GSP_VERS', 'GSP_ONAM', 'GSP_KEY'];

/** @throws {ReductionError} `request-invalid` where the file holds no spectrum. */
export function viewSpectrum(bytes: Uint8Array, fileName: string): SpectrumView {
  const file = readFits(bytes);
  if (!file.hdus.some(({ name }) => name === 'SPECTRUM')) {
    throw new ReductionError('request-invalid', `${fileName} is a frame, not a spectrum: ask for its image, or for the spectrum of what was extracted from it.`);
  }
  const record = decodeRecord(imageHdu(file, 'RECORD').physical() as Uint8Array) as Readonly<Record<string, unknown>>;
  const spectrum = readSpectrum(file, record);
  const calibrated = 'wavelengths' in spectrum ? spectrum : undefined;
  const { header } = imageHdu(file, 'PRIMARY');
  return {
    fileName,
    target: spectrum.target,
    snr: spectrum.snr,
    extraction: spectrum.extraction,
    axis: calibrated ? 'wavelength' : 'pixel',
    axisValues: calibrated?.wavelengths ?? Float64Array.from(spectrum.flux.keys()),
    flux: spectrum.flux,
    uncertainty: spectrum.variance.map(Math.sqrt),
    sky: spectrum.sky,
    mask: spectrum.mask,
    wavelengthErrors: calibrated?.wavelengthErrors,
    traceRows: spectrum.trace.rows,
    traceFwhms: spectrum.trace.fwhms,
    traceRmsPixel: spectrum.trace.rmsPixel,
    aperture: spectrum.aperture,
    skyZones: spectrum.skyZones,
    lines: calibrated?.solution.lines ?? [],
    origin: ORIGIN.flatMap((keyword) => {
      const value = header.get(keyword);
      return typeof value === 'string' || typeof value === 'number' ? [[keyword, value] as const] : [];
    }),
  };
}

/** Bytes that a view keeps in memory. */
export function bytesOfSpectrum(view: SpectrumView): number {
  return 8 * 8 * view.flux.length + 200 * view.lines.length + 4096;
}
