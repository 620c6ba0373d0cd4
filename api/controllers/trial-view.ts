import type { TrialArray, TrialSpectrum } from '#activities/domain/trial';
import type { Trial } from '../reductions-client.js';
import { natureOf } from './spectrum-answers.js';

/** One source on the slit, as it would be kept. */
export interface TriedSpectrum {
  /**
   * 1 is the strongest source on the slit.
   * @isInt
   */
  target: number;
  snr: number | null;
  /** optimal or fractional. */
  extraction: string;
  /** wavelength, or pixel where there is no lamp. */
  axis: string;
  /** Angstrom or pix. */
  axis_unit: string;
  /** Of flux, uncertainty and sky. */
  unit: string;
  /** The quality numbers by their names; GET /api/qualities/ says what each means, and within which bounds it should be. */
  quality: { [name: string]: number | null };
  /** Numbers beyond their bounds, in words. */
  flags: string[];
  /** One value for each native pixel, null for "no answer": wavelength or pixel, flux, uncertainty, sky, mask, wavelength_error. */
  arrays: { [name: string]: (number | null)[] };
}

export interface TryView {
  /** Ask with it; it means nothing to anybody else. */
  id: string;
  /** @isInt */
  file_id: number;
  state: 'running' | 'done' | 'failed';
  /** What it was made with, what runs, or why it came to nothing. */
  reason: string;
  /** What was asked for over the settings in force. */
  settings: { [name: string]: unknown };
  started: string;
  /** From then on the result is gone. */
  expires: string | null;
  /** Empty while it runs. */
  spectra: TriedSpectrum[];
}

export function tryView({ id, fileId, settings, started, expires, outcome }: Trial): TryView {
  return {
    id,
    file_id: fileId,
    state: outcome?.state ?? 'running',
    reason: outcome?.reason ?? 'it is being reduced',
    settings: { ...settings },
    started: started.toISOString(),
    expires: expires?.toISOString() ?? null,
    spectra: (outcome?.spectra ?? []).map(spectrumView),
  };
}

function spectrumView(spectrum: TrialSpectrum): TriedSpectrum {
  const { quality, flags, arrays } = spectrum;
  return {
    ...natureOf(spectrum),
    quality: { ...quality },
    flags: [...flags],
    arrays: Object.fromEntries(arrays.map((array) => [array.name, valuesOf(array)])),
  };
}

const readers = {
  float64: { size: 8, read: (bytes: Buffer, at: number) => bytes.readDoubleLE(at) },
  float32: { size: 4, read: (bytes: Buffer, at: number) => bytes.readFloatLE(at) },
  uint8: { size: 1, read: (bytes: Buffer, at: number) => bytes.readUInt8(at) },
} as const;

function valuesOf({ type, base64 }: TrialArray): (number | null)[] {
  const bytes = Buffer.from(base64, 'base64');
  const { size, read } = readers[type];
  return Array.from({ length: bytes.length / size }, (_, i) => {
    const value = read(bytes, i * size);
    return Number.isFinite(value) ? value : null;
  });
}
