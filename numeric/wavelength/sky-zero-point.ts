import { findArcLines } from './arc-lines.js';
import { median } from '../math/statistics.js';

/** Where the sky puts the wavelengths of a spectrum. Samples. */
export interface SkyZeroPoint {
  /** Where the lines are seen minus where the solution puts them. */
  readonly offsetPixel: number;
  /** Error (1 σ) of it: noise, scatter of the lines, and what the solution does not know at their places. */
  readonly errorPixel: number;
  readonly lines: number;
}

/** Wavelengths of a spectrum, n samples, and their expected errors; angstrom. */
export interface WavelengthScale {
  readonly wavelengths: Float64Array;
  readonly errorsAngstrom: Float64Array;
}

/** The sky may stand off by so much: several hours of flexure, and no farther than the next line of OH. Unbinned pixel. */
const REACH_UNBINNED = 4;
/** A line of another width than those of the lamp is a blend or a cosmic ray; share of the width. */
const WIDTH_TOLERANCE = 0.3;
/** A line with another bright one within so many FWHM is no measure: its neighbor is that share as high, or more. */
const ALONE = { fwhm: 2, share: 0.15 };
/** Faint lines beside it that nobody sees move a sky line by this share of its width. */
const UNSEEN_SHARE = 0.02;
/** Lines that are off the median by so many of their errors are other lines. */
const OUTLIER_SIGMAS = 4;

interface Offset {
  readonly pixel: number;
  readonly error: number;
}

/**
 * The zero point of a wavelength solution by lines of the night sky: the lamp may have been taken at another place of the telescope, and its light takes another way
 * through the slit than that of the sky.
 *
 * @param sky n samples, any linear unit; NaN where there is none. @param lineWidthPixel FWHM of a line, samples. @param binning unbinned columns a sample.
 * @param skyLines wavelengths in air of lines that stand alone, angstrom.
 * @returns undefined where no such line is seen.
 */
export function skyZeroPoint(sky: Float64Array, scale: WavelengthScale, lineWidthPixel: number, binning: number, skyLines: readonly number[]): SkyZeroPoint | undefined {
  const { lines } = findArcLines(sky);
  const intrinsic = Math.sqrt(Math.max(lineWidthPixel ** 2 - 0.7, 0.5));
  const offsets = skyLines.flatMap((wavelength): Offset[] => {
    const place = sampleOf(scale.wavelengths, wavelength);
    if (!Number.isFinite(place)) return [];
    const near = lines.filter(({ pixel }) => Math.abs(pixel - place) <= REACH_UNBINNED / binning + lineWidthPixel / 2);
    if (near.length === 0) return [];
    const line = near.reduce((best, each) => (each.amplitude > best.amplitude ? each : best));
    if (Math.abs(line.fwhmPixel / intrinsic - 1) > WIDTH_TOLERANCE) return [];
    const disturbed = lines.some((other) => other !== line && Math.abs(other.pixel - line.pixel) < ALONE.fwhm * lineWidthPixel && other.amplitude > ALONE.share * line.amplitude);
    if (disturbed) return [];
    return [{ pixel: line.pixel - place, error: Math.hypot(line.pixelError, UNSEEN_SHARE * lineWidthPixel, scaleError(scale, place)) }];
  });
  return combine(offsets);
}

/** Weighted mean of the offsets that agree with their median. */
function combine(offsets: readonly Offset[]): SkyZeroPoint | undefined {
  if (offsets.length === 0) return undefined;
  const middle = median(Float64Array.from(offsets, ({ pixel }) => pixel));
  const agreeing = offsets.filter(({ pixel, error }) => Math.abs(pixel - middle) <= OUTLIER_SIGMAS * error);
  if (agreeing.length === 0) return undefined;
  const weight = agreeing.reduce((sum, { error }) => sum + 1 / error ** 2, 0);
  const offsetPixel = agreeing.reduce((sum, { pixel, error }) => sum + pixel / error ** 2, 0) / weight;
  const chiSquare = agreeing.reduce((sum, { pixel, error }) => sum + ((pixel - offsetPixel) / error) ** 2, 0);
  const spread = Math.sqrt(Math.max(1, chiSquare / Math.max(1, agreeing.length - 1)));
  return { offsetPixel, errorPixel: spread / Math.sqrt(weight), lines: agreeing.length };
}

/** Where a wavelength falls, samples; NaN beside the spectrum. */
function sampleOf(wavelengths: Float64Array, wavelength: number): number {
  const k = wavelengths.findIndex((value) => value > wavelength);
  if (k <= 0) return NaN;
  return k - 1 + (wavelength - wavelengths[k - 1]) / (wavelengths[k] - wavelengths[k - 1]);
}

function scaleError({ wavelengths, errorsAngstrom }: WavelengthScale, place: number): number {
  const k = Math.min(wavelengths.length - 2, Math.floor(place));
  return errorsAngstrom[k] / (wavelengths[k + 1] - wavelengths[k]);
}
