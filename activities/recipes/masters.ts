import type { MasterPurpose } from '../domain/calibrations.js';
import type { Calibrations, ProductRef } from '../products/product-ref.js';
import type { BoundSteps } from './steps.js';

/** How frames of one configuration and night become a master, given the calibrations that they themselves need. */
export type MasterRecipe = (steps: BoundSteps, frames: readonly ProductRef<'rawFrame'>[], calibrations: Calibrations) => Promise<ProductRef>;

/** The recipe of every master. */
export const masterRecipes: Readonly<Record<MasterPurpose, MasterRecipe>> = {
  /** Bias frames of one read-out, combined. */
  bias: (steps, frames) => steps.combineBias({ frames }),

  /** Flat frames of one optical configuration: bias-corrected (unless the proposal ignores bias), scaled to each other, combined. */
  flat: (steps, frames, { masterBias }) => steps.combineFlats(masterBias ? { frames, masterBias } : { frames }),
};
