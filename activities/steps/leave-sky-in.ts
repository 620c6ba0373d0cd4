import type { ExtractedSpectrum } from '#numeric/extraction/extract';

/**
 * The spectrum as if no sky had been subtracted: the sky under the source is put back with the weights that took it out, and the error of its measurement
 * goes. The light itself is found with the sky known, as a sky left in the frame would pass for wings of the source and spoil its profile.
 *
 * @param spectrum electron, as `extractSources` gives it; left unchanged.
 * @returns flux with sky, electron, and its variance, electron²; sky 0.
 */
export function leaveSkyIn(spectrum: ExtractedSpectrum): ExtractedSpectrum {
  return {
    ...spectrum,
    flux: spectrum.flux.map((light, x) => light + (spectrum.sky[x] ?? NaN)),
    variance: spectrum.variance.map((whole, x) => whole - (spectrum.skyVariance[x] ?? NaN)),
    sky: spectrum.sky.map(() => 0),
    skyVariance: spectrum.skyVariance.map(() => 0),
  };
}
