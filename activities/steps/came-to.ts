import type { Purpose } from '../domain/calibrations.js';
import { calibrationFor } from '../products/index.js';
import { stepsByName } from './index.js';

/**
 * Whether a reduction that ended at this step had come to the calibration: only then can another one change how it ends. A spectrum without a source fails
 * with every lamp. Of what is no step known here (a product that could not be stored, a step of an older version) nothing is ruled out.
 */
export function cameTo(purpose: Purpose, step: string): boolean {
  const order = Object.values(stepsByName);
  const { input } = calibrationFor(purpose);
  const at = order.findIndex(({ name }) => name === step);
  return at < 0 || at >= order.findIndex((each) => Object.hasOwn(each.inputs as object, input));
}
