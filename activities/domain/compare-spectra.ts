import { median } from '#numeric/math/statistics';
import type { CalibratedSpectrum, TargetSpectrum } from './products.js';

/** How a spectrum differs from an earlier one of the same light. */
export interface SpectrumDifference {
  /** Columns in which both have an answer. */
  readonly columns: number;
  /** Where the fluxes differ most, by the mean error of the two. */
  readonly largest: { readonly sigma: number; readonly column: number; readonly wavelengthAngstrom: number | null; readonly before: number; readonly after: number } | null;
  /** Median of after ÷ before; null where nothing has light in it. */
  readonly fluxRatio: number | null;
  /** Median shift of the wavelengths, native pixels, positive to the red; null where either has none. */
  readonly shiftPixel: number | null;
}

type Spectrum = TargetSpectrum | CalibratedSpectrum;

/** Compares two spectra column by column of the detector; the binning must be the same, otherwise no column is in both. */
export function compareSpectra(before: Spectrum, after: Spectrum): SpectrumDifference {
  const shift = before.binning === after.binning ? (after.firstColumn - before.firstColumn) / after.binning : NaN;
  const pairs = Array.from(after.flux.keys()).flatMap((x) => {
    const i = x + shift;
    const [a, b] = [before.flux[i], after.flux[x]];
    const variance = ((before.variance[i] ?? NaN) + (after.variance[x] ?? NaN)) / 2;
    return Number.isFinite(a) && Number.isFinite(b) && variance > 0 ? [{ x, i, before: a as number, after: b as number, sigma: Math.abs((b as number) - (a as number)) / Math.sqrt(variance), snr: Math.abs(a as number) / Math.sqrt(variance) }] : [];
  });
  const most = pairs.reduce<(typeof pairs)[number] | undefined>((worst, pair) => (worst === undefined || pair.sigma > worst.sigma ? pair : worst), undefined);
  const bright = pairs.filter(({ snr }) => snr > 3);
  return {
    columns: pairs.length,
    largest: most === undefined ? null : { sigma: most.sigma, column: most.x, wavelengthAngstrom: wavelengthAt(after, most.x), before: most.before, after: most.after },
    fluxRatio: bright.length === 0 ? null : median(Float64Array.from(bright, (pair) => pair.after / pair.before)),
    shiftPixel: shiftOf(before, after, pairs),
  };
}

function wavelengthAt(spectrum: Spectrum, x: number): number | null {
  const found = 'wavelengths' in spectrum ? spectrum.wavelengths[x] : undefined;
  return found !== undefined && Number.isFinite(found) ? found : null;
}

function shiftOf(before: Spectrum, after: Spectrum, pairs: readonly { readonly x: number; readonly i: number }[]): number | null {
  if (!('wavelengths' in before) || !('wavelengths' in after) || pairs.length === 0) return null;
  const { wavelengths } = after;
  const dispersion = ((wavelengths.at(-1) ?? NaN) - (wavelengths[0] ?? NaN)) / (wavelengths.length - 1);
  const shift = median(Float64Array.from(pairs, ({ x, i }) => ((wavelengths[x] ?? NaN) - (before.wavelengths[i] ?? NaN)) / dispersion));
  return Number.isFinite(shift) ? shift : null;
}
