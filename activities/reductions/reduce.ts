import { asActivityFailure } from '../execution/activity-failure.js';
import { boundSteps } from '../execution/bound-steps.js';
import { underHeartbeat } from '../execution/under-heartbeat.js';
import { reduceArc, reduceLongslit } from '../recipes/longslit.js';
import type { BoundSteps, Publish } from '../recipes/steps.js';
import { describedFile } from '../store/frame-records.js';
import { RunProgress } from '../store/run-progress.js';
import { spanned } from '../store/spans.js';
import type { StepSettings } from '../steps/index.js';
import { offerArc } from './announce.js';
import { thisRun, type ReductionParts } from './parts.js';
import { storeProduct } from './store-product.js';
import type { ReduceOutcome, ReduceRequest } from './types.js';

/**
 * Reduces a frame by its recipe, with the calibrations that were chosen, and keeps its products. Nothing durable lies between the steps, so they are one
 * activity: tried again, it finds what was made already.
 */
export async function reduce(parts: ReductionParts, { fileId, frame, calibrations }: ReduceRequest): Promise<ReduceOutcome> {
  const file = await describedFile(parts.database, fileId);
  const publish: Publish = (product) => storeProduct(parts, file, product, { provisional: false }).then(() => undefined);
  const { raw, rejectCosmicRays, apertures = false, calibrateBySky = false } = frame;
  return withSteps(parts, frame.stepSettings, async (steps): Promise<ReduceOutcome> => {
    if (frame.role !== 'arc') {
      const { sky } = await reduceLongslit(steps, publish, { raw, calibrations, rejectCosmicRays, apertures, calibrateBySky });
      return sky ? { sky } : {};
    }
    const arc = await reduceArc(steps, publish, { raw, calibrations });
    await offerArc(parts, file, arc.frame);
    return {};
  });
}

/** Steps for a recipe within an activity: they heartbeat, stop when they are cancelled, note what runs, and say in which of them it failed. */
export async function withSteps<T>({ database, resolver }: ReductionParts, settings: StepSettings, recipe: (steps: BoundSteps) => Promise<T>): Promise<T> {
  const progress = new RunProgress(database, thisRun());
  try {
    return await underHeartbeat(
      (signal) =>
        recipe(
          boundSteps(resolver, settings, {
            signal,
            around: (step, work) =>
              spanned(step, () => progress.during(step, work)).catch((error: unknown) => {
                throw asActivityFailure(error, step);
              }),
          }),
        ),
      () => progress.step,
    );
  } finally {
    await progress.written();
  }
}
