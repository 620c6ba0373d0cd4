import type { DetectorAperture } from '#numeric/extraction/zones';

/** An aperture set by hand, as it is kept: where it lies on the detector, so that a frame trimmed otherwise still has it in the same place. */
export interface ManualAperture extends DetectorAperture {
  readonly method: 'optimal' | 'fractional';
  readonly model: 'moffat' | 'gaussian';
  /** Of the source, unbinned rows: the shape that an optimal extraction begins with. */
  readonly fwhmRows: number;
}
