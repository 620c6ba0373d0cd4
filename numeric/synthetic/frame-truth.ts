import type { Geometry } from '../frame.js';
import type { LampLineTruth } from './light/lamps.js';
import type { SimulatedOpticalModel } from './optics/optical-model.js';
import type { SlitTilt } from './optics/scene.js';
import type { ShotKind } from './plan/plan.js';
import type { TargetTruth } from './slit/star-image.js';

/** What a simulated frame really shows. Arrays run over the raw grid: raw native columns (prescan included) and raw native rows. */
export interface FrameTruth {
  readonly kind: ShotKind;
  /** The raw grid. */
  readonly geometry: Geometry;
  /** Raw native columns `[lightFrom, lightTo)` that see light. */
  readonly lightFrom: number;
  readonly lightTo: number;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Bias structure above the overscan level, adu, [ny × nx]; shared by all frames of the night. */
  readonly bias: Float32Array;
  /** Level of the overscan in each raw row, adu. */
  readonly overscanAdu: Float64Array;
  /** Relative response of each pixel, fringes included, [ny × nx]. */
  readonly response: Float32Array;
  /** Half-light edges of the slit, raw native rows. */
  readonly slitRows: { readonly low: number; readonly high: number };
  /** Light let through by the slit in each raw row, 1 at the median of the slit. */
  readonly illumination: Float64Array;
  /** Optics of this frame, flexure included, for the reference row; other rows see it shifted by `tilt` (see slitShift). */
  readonly model?: SimulatedOpticalModel;
  readonly tilt?: SlitTilt;
  /** The lines of a lamp frame; empty if the lamp gave no light. */
  readonly lines?: readonly LampLineTruth[];
  /** Wavelengths of the outermost lines that stand out of the noise of one row by 10 σ. */
  readonly lampRange?: { readonly loAngstrom: number; readonly hiAngstrom: number };
  readonly targets?: readonly TargetTruth[];
  /** Sky of a spectrum in the middle of the slit, electron per native pixel for each raw column. */
  readonly skyPerPixel?: Float64Array;
  /** Charge of cosmic rays, electron, [ny × nx]. */
  readonly cosmicRayCharge?: Float32Array;
  /** 1 where that charge exceeds the noise the pixel would have without it. */
  readonly cosmicRayMask?: Uint8Array;
}
