import { ContractError } from '#numeric/errors';
import type { DcrParameters } from '#numeric/cosmic-rays/dcr';
import type { Camera } from '../../domain/exposure.js';

const common = { passes: 5, replaceAlong: 'both', innerRadius: 1, outerRadius: 3 } as const;

/** By camera and serial binning, as `dcr.par` of the Goodman pipeline has them; 4 × 4 and beyond were never tuned. */
const tuned: Readonly<Record<Camera, readonly DcrParameters[]>> = {
  Red: [
    { ...common, threshold: 3, xRadius: 9, yRadius: 9, growth: 1 },
    { ...common, threshold: 4, xRadius: 7, yRadius: 9, growth: 0 },
    { ...common, threshold: 3, xRadius: 9, yRadius: 9, growth: 1 },
  ],
  Blue: [
    { ...common, threshold: 3, xRadius: 8, yRadius: 8, growth: 1 },
    { ...common, threshold: 3, xRadius: 9, yRadius: 9, growth: 1 },
    { ...common, threshold: 3, xRadius: 9, yRadius: 9, growth: 1 },
  ],
};

/** The parameters the Goodman pipeline uses; beyond a binning of 3 those of 3. @throws {ContractError} for a binning below 1. */
export function dcrParameters(camera: Camera, binning: number): DcrParameters {
  const parameters = tuned[camera][Math.min(binning, 3) - 1];
  if (!parameters) throw new ContractError(`DCR: binning ${binning}`);
  return parameters;
}
