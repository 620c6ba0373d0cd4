import { onDetector, wrongWithZones, zonesOn, type DetectorAperture } from '#numeric/extraction/zones';
import type { Geometry } from '#numeric/frame';

/** An aperture set by hand, as it is kept: where it lies on the detector, so that a frame trimmed otherwise still has it in the same place. */
export interface ManualAperture extends DetectorAperture {
  readonly method: 'optimal' | 'fractional';
  readonly model: 'moffat' | 'gaussian';
  /** Of the source, unbinned rows: the shape that an optimal extraction begins with. */
  readonly fwhmRows: number;
}

/** An aperture in rows and columns of a frame, on the detector. */
export const detectorAperture = onDetector;

/** What makes it impossible on a frame, in one sentence. */
export function wrongWithAperture(geometry: Geometry, aperture: DetectorAperture): string | undefined {
  return wrongWithZones(geometry.ny, zonesOn(geometry, aperture));
}

/** Where a 2-D product lies on the detector, by its header (IRAF's LTM and LTV); undefined for a header that does not say. */
export function geometryOfCards(cards: readonly { readonly keyword: string; readonly value: unknown }[]): Geometry | undefined {
  const values = new Map(cards.map(({ keyword, value }) => [keyword, value]));
  const number = (keyword: string): number => Number(values.get(keyword) ?? NaN);
  const [binX, binY] = [Math.round(1 / number('LTM1_1')), Math.round(1 / number('LTM2_2'))];
  const geometry = {
    nx: number('NAXIS1'),
    ny: number('NAXIS2'),
    x0: Math.round((0.5 - number('LTV1')) * binX - 0.5),
    y0: Math.round((0.5 - number('LTV2')) * binY - 0.5),
    binX,
    binY,
  };
  return Object.values(geometry).every(Number.isInteger) ? geometry : undefined;
}
