/** What page and worker of zones say to each other. Planes and spectra travel as they are, bit for bit. */

export type Method = 'optimal' | 'fractional';

/** The planes of a 2-D product at full scale, row 0 first, and where it lies on the detector. */
export interface ZoneFrame {
  readonly geometry: { readonly nx: number; readonly ny: number; readonly x0: number; readonly y0: number; readonly binX: number; readonly binY: number };
  readonly flux: Float32Array;
  readonly variance: Float32Array;
  readonly mask: Uint8Array;
  /** Electron per raw pixel. */
  readonly readNoiseElectron: number;
}

/** An aperture in rows and columns of the frame, as the API takes it. */
export interface ZoneRequest {
  /** Row of the trace as a power series of the column, constant first. */
  readonly coefficients: readonly number[];
  /** Rows from the trace. */
  readonly lower: number;
  readonly upper: number;
  readonly sky: readonly (readonly [from: number, to: number])[];
  readonly method: Method;
  /** Of the source, rows. */
  readonly fwhm: number;
}

/** Electron, one value for each column; NaN for no answer. */
export interface ZoneSpectrum {
  readonly flux: Float64Array;
  readonly variance: Float64Array;
  readonly sky: Float64Array;
  readonly mask: Uint8Array;
}

export type ToWorker = { readonly kind: 'frame'; readonly frame: ZoneFrame } | { readonly kind: 'extract'; readonly id: number; readonly request: ZoneRequest };

/** Why zones give no spectrum: the words of it stand in the texts, under `zones.fault.`. */
export interface ZoneFault {
  readonly kind: 'aperture-narrow' | 'aperture-leaves' | 'sky-backwards' | 'sky-overlaps' | 'sky-twice' | 'sky-leaves' | 'sky-few' | 'no-pixels';
  readonly values: Readonly<Record<string, number>>;
}

/** A spectrum, or why there can be none; `ms` of work. */
export interface FromWorker {
  readonly id: number;
  readonly ms: number;
  readonly wrong?: ZoneFault;
  readonly spectrum?: ZoneSpectrum;
}
