import type { ByHand } from '../domain/by-hand.js';
import type { CalibrationReference } from '../domain/calibrations.js';
import type { ExposureKind } from '../domain/exposure.js';
import type { Quality } from '../domain/products.js';
import type { Calibrating, CalibrationOf, ProductKind } from './index.js';

/**
 * A product by name: workflows carry these, never pixels. `key` names the work (step, version, inputs, settings), so the
 * same work has the same key wherever and whenever it is done; what that work was, its lineage says.
 */
export interface ProductRef<K extends ProductKind = ProductKind> {
  readonly kind: K;
  readonly key: string;
  readonly quality: Quality;
  /** What a person calls it: "master_bias_RED_… (10 frames)". */
  readonly label?: string;
  /** Set once it is published: how the headers of what it calibrates name it. */
  readonly source?: CalibrationReference;
  /** Of a raw frame: what somebody says that it is, whatever its header says; `byHand` tells who. */
  readonly as?: ExposureKind;
  /** What people decided about its use here: part of the identity of what is made with it, and written into its header. */
  readonly byHand?: readonly ByHand[];
}

/** The calibrations that a recipe may be given, by the input that each serves. Absent: the settings say so, or somebody said "go on without". */
export type Calibrations = { readonly [Kind in Calibrating as CalibrationOf<Kind>['input'] | BracketInput<CalibrationOf<Kind>>]?: ProductRef<Kind> };

/** The input of the second calibration, where between two is interpolated. */
type BracketInput<C> = C extends { readonly bracket: { readonly input: infer Input extends string } } ? Input : never;
