import type { ProductRef } from '#activities/domain/products';
import type { BoundSteps } from './steps.js';

/** Bias frames of one read-out configuration and night, combined. */
export function makeMasterBias(steps: BoundSteps, frames: readonly ProductRef<'rawFrame'>[]): Promise<ProductRef<'masterBias'>> {
  return steps.combineBias({ frames });
}

/** Flat frames of one optical configuration and night: bias-corrected (unless the proposal ignores bias), scaled to each other, combined. */
export function makeMasterFlat(
  steps: BoundSteps,
  frames: readonly ProductRef<'rawFrame'>[],
  masterBias: ProductRef<'masterBias'> | undefined,
): Promise<ProductRef<'masterFlat'>> {
  return steps.combineFlats(masterBias ? { frames, masterBias } : { frames });
}
