import { createRandom } from '../../math/random.js';
import type { SimulatedDetector } from '../instrument.js';
import type { NightPlan } from '../plan/plan.js';
import { biasPattern } from './bias-pattern.js';
import type { Layout } from '../layout.js';
import { pixelResponse } from './response.js';

/** What a detector does to every frame of a night in one read-out format. Planes are [ny × nx] of the raw grid. */
export interface Detector {
  readonly layout: Layout;
  /** Bias structure above the overscan level, adu. */
  readonly biasPattern: Float32Array;
  /** Response of each pixel around 1. */
  readonly response: Float32Array;
}

/** The detector of a night: bias structure with bad columns, and the response of the pixels. */
export function buildDetector(plan: NightPlan, layout: Layout, instrument: SimulatedDetector): Detector {
  const random = createRandom(plan.seed).fork(`detector ${layout.geometry.nx}`);
  return { layout, biasPattern: biasPattern(instrument, layout, random.fork('bias')), response: pixelResponse(instrument, layout, random.fork('response')) };
}
