import type { Card } from '#numeric/fits/header';
import type { Frame } from '#numeric/frame';
import type { ByHand } from './by-hand.js';
import type { CalibrationReference, Purpose } from './calibrations.js';
import type { Exposure } from './exposure.js';
import type { MeasuredQuality } from './qualities.js';

/** A step as it was when it made something. */
export interface StepVersion {
  readonly step: string;
  readonly version: number;
}

/** What was done to the pixels so far, and with which calibration of each purpose; written into the header of every product. */
export interface Provenance extends Readonly<Partial<Record<Purpose, CalibrationReference>>> {
  /** The lamp on the other side of the exposure in time, where there were two. */
  readonly bracketArc?: CalibrationReference;
  /** Steps in order, with the settings that were in force, what each measured and what people decided about its inputs. */
  readonly steps: readonly (StepVersion & { readonly settings: Readonly<Record<string, unknown>>; readonly quality?: Quality; readonly byHand?: readonly ByHand[] })[];
  /** FITS sections, counted from one, as the old system wrote them. */
  readonly overscanSection?: string;
  readonly trimSection?: string;
  readonly slitSection?: string;
  readonly flatNormalization?: string;
  readonly cosmicRays?: { readonly method: string; readonly pixels: number };
}

/** Something made from an exposure, with the header it came with. */
export interface Exposed {
  readonly exposure: Exposure;
  /** The raw header, in file order. */
  readonly cards: readonly Card[];
  readonly provenance: Provenance;
}

/** The line followed by the source: row (0-based, of the frame it was traced in) as a polynomial of the 0-based column. */
export interface TraceRecord {
  /** Coefficients of the power series in the raw column index. */
  readonly coefficients: readonly number[];
  /** Scatter of the measured centers; NaN for a source too faint to follow, which runs parallel to the strongest light. */
  readonly rmsPixel: number;
  readonly fwhmPixel: number;
  /** Row of the trace at every column. */
  readonly rows: Float64Array;
  /** Spatial FWHM at every column, pixel. */
  readonly fwhms: Float64Array;
}

/** A one-dimensional spectrum of one source, native detector columns, electron. No answer is NaN and a mask bit. */
export interface TargetSpectrum {
  /** 1 is the strongest source on the slit. */
  readonly target: number;
  readonly snr: number;
  readonly trace: TraceRecord;
  readonly extraction: 'optimal' | 'fractional';
  readonly flux: Float64Array;
  readonly variance: Float64Array;
  /** Sky under the source, electron per column summed with the same weights. */
  readonly sky: Float64Array;
  readonly mask: Uint8Array;
  /** Aperture (rows, first column) and sky zones, for the record. */
  readonly aperture: readonly [number, number];
  readonly skyZones: readonly (readonly [number, number])[];
  /** Detector column of sample 0 and binning, so that a lamp taken with another region of interest still fits. */
  readonly firstColumn: number;
  readonly binning: number;
  /** Unbinned detector row of the lower edge of frame row 0, and rows per frame row: a lamp frame may have been trimmed to another slit. */
  readonly firstRow: number;
  readonly rowBinning: number;
  /** What the steps measured of this spectrum, by name; the names, units and thresholds stand in `qualities.ts`. */
  readonly quality?: MeasuredQuality;
}

/** One matched lamp line. */
export interface SolutionLine {
  readonly pixel: number;
  readonly wavelengthAngstrom: number;
  readonly residualPixel: number;
  readonly element: string;
  readonly used: boolean;
}

/** How the wavelengths were found and how far they can be trusted. */
export interface SolutionRecord {
  /** What a second lamp, on the other side of the exposure in time, did to the wavelengths; the lines below are those of the lamp that weighs more. Absent where one lamp served. */
  readonly interpolation?: {
    /** Weight of the second lamp, 0 (it was not used) to 1 (it alone was). */
    readonly share: number;
    /** How far the lines moved from the earlier lamp to the later, unbinned pixel; null where one of them could not be solved. */
    readonly driftPixel: number | null;
  };
  /** The lamps whose lines were used, by their keyword; absent in records of before. */
  readonly lamps?: readonly string[];
  readonly lines: readonly SolutionLine[];
  readonly linesUsed: number;
  readonly rmsPixel: number;
  readonly rmsAngstrom: number;
  readonly predictedErrorPixel: number;
  /** Share of the detector between the outermost used lines. */
  readonly coverage: number;
  readonly firstLineAngstrom: number;
  readonly lastLineAngstrom: number;
  readonly score: number;
  readonly rivalScore: number;
  /** Grating equation with camera-angle offset (radian), focal length (mm) and distortion c0…c5 (pixel). */
  readonly deltaRadian: number;
  readonly focalLengthMillimeter: number;
  readonly distortion: readonly number[];
}

export interface CalibratedSpectrum extends TargetSpectrum {
  /** Air wavelength of every native pixel center, Å. */
  readonly wavelengths: Float64Array;
  /** Expected error (1 σ) of each, Å; NaN in files older than this column. */
  readonly wavelengthErrors: Float64Array;
  readonly solution: SolutionRecord;
}

/** A frame that took part in a combination. */
export interface Member extends CalibrationReference {
  readonly used: boolean;
  /** Why it was left out. */
  readonly reason?: string;
}

export interface Master extends Exposed {
  readonly frame: Frame;
  readonly members: readonly Member[];
}

/** Numbers a step measured about its own work; the unit is in the name. */
export type Quality = Readonly<Record<string, number>>;
