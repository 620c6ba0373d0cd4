import type { SimulatedOptics } from '../instrument.js';

/** Area under the standard normal curve left of z; |error| < 1e-7, odd about ½ (Abramowitz & Stegun 7.1.26). */
export function normalIntegral(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp((-z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}

/** The image of the slit in the light of one wavelength: a box of the slit's width blurred by the optics. Unbinned columns. */
export interface SlitImage {
  readonly boxColumns: number;
  readonly sigmaColumns: number;
}

/** The image of a slit of some width: 1 arcsecond on 0.15 arcsecond per column is 6.7 columns wide. */
export function slitImage({ arcsecondPerPixel, blurColumns }: SimulatedOptics, slitArcsecond: number): SlitImage {
  return { boxColumns: slitArcsecond / arcsecondPerPixel, sigmaColumns: blurColumns };
}

/** The density of a line of unit light at `offset` columns from its center: (Φ((o + w/2)/σ) − Φ((o − w/2)/σ))/w. */
export function slitImageDensity(image: SlitImage, offset: number): number {
  const half = image.boxColumns / 2;
  return (normalIntegral((offset + half) / image.sigmaColumns) - normalIntegral((offset - half) / image.sigmaColumns)) / image.boxColumns;
}
