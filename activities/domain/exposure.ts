import type { Geometry, Section } from '#numeric/frame';

/** What an exposure is for. `image` is kept and shown, but not reduced by the spectroscopic recipe. */
export type ExposureKind = 'bias' | 'flat' | 'arc' | 'spectrum' | 'image' | 'other';
export type Technique = 'Spectroscopy' | 'Imaging' | 'Unknown';
export type Camera = 'Red' | 'Blue';

/** The elements that the lamp keywords name: LAMP_HGA, LAMP_NE, LAMP_AR, LAMP_FE, LAMP_CU. */
export type Lamp = 'HGA' | 'NE' | 'AR' | 'FE' | 'CU';

/**
 * One read-out in the words of the field, whatever dialect its header spoke. Plain data: it travels through
 * Temporal, PostgreSQL and worker threads unchanged. Made by `describeExposure` of the instrument module.
 */
export interface Exposure {
  /** File name without a folder, `0123_ngc3242.fits`. */
  readonly name: string;
  readonly kind: ExposureKind;
  /** OBSTYPE, normalized to the queue's words: BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, … */
  readonly obstype: string;
  readonly technique: Technique;
  readonly camera: Camera;
  readonly instrument: string;
  readonly object: string;
  readonly proposalId: string;
  /** Start of the exposure, ISO 8601 with Z. */
  readonly observedAt: string;
  /** Evening date of the observing night at Cerro Pachón, YYYYMMDD. */
  readonly night: string;
  readonly exposureTimeSecond: number;
  readonly raDegree: number | null;
  readonly decDegree: number | null;

  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Counts at or above this are saturated: the smaller of the converter's limit and half the full well. */
  readonly saturationAdu: number;
  readonly roi: string;
  /** The whole read-out on the detector. */
  readonly geometry: Geometry;
  /** Pixels of the raw frame that saw no light, or null. */
  readonly overscan: Section | null;
  /** Pixels of the raw frame that saw light. */
  readonly lightSection: Section;
  /** Light-sensitive unbinned columns of the full frame the optical model refers to (4060). */
  readonly detectorColumns: number;

  readonly wavmode: string;
  readonly grating: string;
  readonly gratingLinesPerMm: number | null;
  readonly gratingAngleDegree: number | null;
  readonly cameraAngleDegree: number | null;
  readonly filter: string;
  readonly filter2: string;
  readonly slit: string;
  readonly slitWidthArcsecond: number | null;
  readonly lamps: readonly Lamp[];
  /** What was odd in the header and how it was understood. */
  readonly warnings: readonly string[];
}

/** The middle of an exposure, milliseconds since 1970. */
export function midExposure({ observedAt, exposureTimeSecond }: Pick<Exposure, 'observedAt' | 'exposureTimeSecond'>): number {
  return Date.parse(observedAt) + 500 * exposureTimeSecond;
}

/** Hours from the start of one exposure to that of another; negative when the second began first. */
export function hoursBetween(from: Pick<Exposure, 'observedAt'>, to: Pick<Exposure, 'observedAt'>): number {
  return (Date.parse(to.observedAt) - Date.parse(from.observedAt)) / 3_600_000;
}
