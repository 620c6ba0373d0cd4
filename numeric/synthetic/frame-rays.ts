import { cosmicRayCharge } from './detector/cosmic-rays.js';
import type { Exposed } from './expose.js';
import type { FrameTruth } from './frame-truth.js';
import type { Shot } from './plan/plan.js';
import { randomFor, type Night } from './prepared-night.js';

const READ_TIME_SECOND = 10; // rays also hit while the frame waits to be read

type CosmicRays = Required<Pick<FrameTruth, 'cosmicRayCharge' | 'cosmicRayMask'>>;

/** The cosmic rays of one exposure and where they exceed the noise of the pixel. */
export function cosmicRays({ plan, instrument: { detector, optics } }: Night, shot: Shot, { electrons, truth }: Exposed): CosmicRays {
  const { geometry } = truth;
  const share = (geometry.ny * geometry.binY * geometry.nx * geometry.binX) / (detector.columns * detector.rows);
  const rate = plan.cosmicRaysPerSecond ?? detector.cosmicRaysPerSecond;
  const mean = rate * share * (shot.exposureSecond + READ_TIME_SECOND);
  const charge = cosmicRayCharge(truth, { ...detector, ...optics }, mean, randomFor(plan, `cosmic rays ${shot.number}`));
  const mask = new Uint8Array(charge.length);
  for (let i = 0; i < charge.length; i++) {
    if (charge[i] > 0 && charge[i] > Math.sqrt(electrons[i] + truth.readNoiseElectron ** 2)) mask[i] = 1;
  }
  return { cosmicRayCharge: charge, cosmicRayMask: mask };
}
