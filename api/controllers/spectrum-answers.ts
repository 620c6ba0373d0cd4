import type { StoredFile } from '#activities/store/models';
import { arraysOf } from '#activities/views/spectrum-arrays';
import type { SpectrumView } from '#activities/views/spectrum-view';
import type { Caller } from '../access/auth.js';
import { titleLines } from './title-lines.js';

export interface SpectrumLine {
  /** Counted from 0. */
  pixel: number;
  /** In air, Å. */
  wavelength: number;
  /** Measured minus solution, pixel. */
  residual: number;
  /** Element and ionization. */
  element: string;
  /** Did it take part in the fit? */
  used: boolean;
}

/** What a spectrum is, besides its arrays. */
export interface SpectrumHead {
  /** @isInt */
  id: number;
  file_name: string;
  title: string[];
  /** wavelength, or pixel before one is known. */
  axis: string;
  /** Angstrom or pix. */
  axis_unit: string;
  /** Of flux, uncertainty and sky. */
  unit: string;
  /**
   * 1 is the strongest source on the slit.
   * @isInt
   */
  target: number;
  snr: number | null;
  /** optimal or fractional. */
  extraction: string;
  /** Lamp lines of the solution. */
  lines: SpectrumLine[];
}

export interface FileSpectrum extends SpectrumHead {
  /** One value for each native pixel, null for "no answer": wavelength or pixel, flux, uncertainty, sky, mask, wavelength_error. */
  arrays: { [name: string]: (number | null)[] };
}

/** What the arrays of a spectrum are of, kept or only tried. */
export function natureOf({ axis, target, snr, extraction }: Pick<SpectrumView, 'axis' | 'target' | 'snr'> & { readonly extraction: string }): Pick<SpectrumHead, 'axis' | 'axis_unit' | 'unit' | 'target' | 'snr' | 'extraction'> {
  return { axis, axis_unit: axis === 'wavelength' ? 'Angstrom' : 'pix', unit: 'electron', target, snr, extraction };
}

export function spectrumHead(file: StoredFile, caller: Caller, spectrum: SpectrumView): SpectrumHead {
  return {
    id: file.id,
    file_name: file.fileName,
    title: titleLines(file, caller),
    ...natureOf(spectrum),
    lines: spectrum.lines.map(({ pixel, wavelengthAngstrom, residualPixel, element, used }) => ({ pixel, wavelength: wavelengthAngstrom, residual: residualPixel, element, used })),
  };
}

export function spectrumAnswer(head: SpectrumHead, spectrum: SpectrumView): FileSpectrum {
  return { ...head, arrays: Object.fromEntries(arraysOf(spectrum).map(({ name, values }) => [name, Array.from(values)])) };
}
