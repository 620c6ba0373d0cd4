import { normalIntegral } from '../../math/special-functions.js';
import type { SimulatedOptics } from '../instrument.js';

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
