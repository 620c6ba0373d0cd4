import type { Spectrum } from './spectrum';

/**
 * Later minus older in units of their mean error, column by column, as the server compares them; NaN where either has no answer. Two of other
 * lengths share no column: then nothing can be said.
 */
export function differenceInSigma(later: Pick<Spectrum, 'flux' | 'error'>, older: Pick<Spectrum, 'flux' | 'error'>): Float64Array | undefined {
  if (later.flux.length !== older.flux.length) return undefined;
  return later.flux.map((flux, i) => {
    const variance = ((later.error[i] ?? NaN) ** 2 + (older.error[i] ?? NaN) ** 2) / 2;
    return variance > 0 ? (flux - (older.flux[i] ?? NaN)) / Math.sqrt(variance) : NaN;
  });
}
