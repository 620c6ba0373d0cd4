import { number } from '../texts/numbers';
import { text } from '../texts/text';
import type { Spectrum } from './spectrum';

/** The column of the highest flux. */
export function peakOf({ flux }: Pick<Spectrum, 'flux'>): number {
  return flux.reduce((best, value, i, all) => (value > (all[best] ?? -Infinity) || Number.isNaN(all[best]) ? i : best), 0);
}

/** A drawn spectrum in words, for who does not see it. */
export function spectrumSays(spectrum: Spectrum, object: string): string {
  const { axis, x, flux, unit, masked, medianSnr } = spectrum;
  const peak = peakOf(spectrum);
  return text(axis === 'wavelength' ? 'plot.spectrum.say' : 'plot.spectrum.say.pixel', {
    object,
    from: Math.round(x[0] ?? 0),
    to: Math.round(x.at(-1) ?? 0),
    peak: (x[peak] ?? 0).toFixed(axis === 'wavelength' ? 1 : 0),
    value: number(flux[peak] ?? 0),
    unit,
    sn: Math.round(medianSnr),
    masked: masked.length > 0 ? text('plot.masked.say', { n: masked.length }) : '',
  });
}
