import type { CalibrationHeaders, MasterPurpose, Purpose } from '../domain/calibrations.js';
import type { ExposureKind } from '../domain/exposure.js';
import { calibratedSpectra } from './calibrated-spectra.js';
import type { Calibration, FileFormat, ProductDefinition } from './define-product.js';
import { frame } from './frame.js';
import { masterBias } from './master-bias.js';
import { masterFlat } from './master-flat.js';
import { normalizedFlat } from './normalized-flat.js';
import { plausibility } from './plausibility.js';
import { rawFrame } from './raw-frame.js';
import { spectra } from './spectra.js';
import { targets } from './targets.js';

/** Every kind of product, one line each, in the order in which they are made. */
export const products = { rawFrame, plausibility, masterBias, masterFlat, normalizedFlat, frame, targets, spectra, calibratedSpectra };

type Table = typeof products;
export type ProductKind = keyof Table;
type ValueOf<Definition> = Definition extends { readonly value?: infer Value } ? NonNullable<Value> : never;

/** What each kind of product is in memory. */
export type Products = { readonly [Kind in ProductKind]: ValueOf<Table[Kind]> };

/** The same table for who asks by a name that is only known when it runs. */
const byKind: Readonly<Record<ProductKind, ProductDefinition<unknown>>> = products;

export function definitionOf(kind: ProductKind): ProductDefinition<unknown> {
  return byKind[kind];
}

/** @throws {Error} for a kind that is never published. */
export function fileFormat<Kind extends ProductKind>(kind: Kind): FileFormat<Products[Kind]> {
  const { file } = byKind[kind];
  if (!file) throw new Error(`a product of kind ${kind} is not published, so it has no file format`);
  return file as unknown as FileFormat<Products[Kind]>;
}

/** Kinds that calibrate others. */
export type Calibrating = { readonly [Kind in ProductKind]: Table[Kind] extends { readonly calibrates: Calibration } ? Kind : never }[ProductKind];
export type CalibrationOf<Kind extends Calibrating> = Table[Kind]['calibrates'];

/** What the declarations say is combined from several frames; the compiler compares it with the nouns of the domain. */
type CombinedPurpose = { readonly [Kind in Calibrating]: CalibrationOf<Kind> extends { readonly combined: object } ? CalibrationOf<Kind>['purpose'] : never }[Calibrating];
const sameAsDomain: [CombinedPurpose, MasterPurpose] extends [MasterPurpose, CombinedPurpose] ? true : never = true;
void sameAsDomain;

const calibrating = Object.entries(byKind).flatMap(([kind, { file, calibrates }]) => (calibrates && file ? [{ kind: kind as Calibrating, level: file.level, ...calibrates }] : []));

export interface CalibratingProduct extends Calibration {
  readonly kind: Calibrating;
  readonly level: FileFormat<unknown>['level'];
}

/** The calibration of a purpose: what it must agree in, how it ranks, which input it serves. */
export function calibrationFor(purpose: Purpose): CalibratingProduct {
  const found = calibrating.find((each) => each.purpose === purpose);
  if (!found) throw new Error(`no product is declared as the calibration for ${purpose}`);
  return found;
}

/** A calibration that is combined from frames. */
export interface CombinedCalibration extends CalibratingProduct {
  readonly purpose: MasterPurpose;
  readonly combined: NonNullable<Calibration['combined']>;
}

const isCombined = (calibration: CalibratingProduct): calibration is CombinedCalibration => calibration.combined !== undefined;

/** The masters, in the order in which they are made: a later one may need an earlier. */
export const combinedCalibrations: readonly CombinedCalibration[] = calibrating.filter(isCombined);

/** The master that raw frames of a kind are combined into; undefined where each stands for itself. */
export function masterMadeOf(kind: ExposureKind): CombinedCalibration | undefined {
  return combinedCalibrations.find(({ madeOf }) => madeOf === kind);
}

/** @throws {Error} for a calibration that is not combined from frames. */
export function masterFor(purpose: MasterPurpose): CombinedCalibration {
  const found = combinedCalibrations.find((each) => each.purpose === purpose);
  if (!found) throw new Error(`no master is declared for ${purpose}`);
  return found;
}

/** Nights on either side in which any calibration may serve. */
export const LONGEST_VALIDITY_NIGHTS = Math.max(...calibrating.map(({ validityNights }) => validityNights));

export const calibrationHeaders = Object.fromEntries(calibrating.map(({ purpose, header }) => [purpose, header])) as unknown as CalibrationHeaders;
