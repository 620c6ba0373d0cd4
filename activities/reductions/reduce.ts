import { asActivityFailure } from '../execution/activity-failure.js';
import { boundSteps } from '../execution/bound-steps.js';
import { underHeartbeat } from '../execution/under-heartbeat.js';
import { reduceArc, reduceLongslit } from '../recipes/longslit.js';
import type { ProductRef } from '../products/product-ref.js';
import type { BoundSteps, Publish } from '../recipes/steps.js';
import { describedFile, type DescribedFile } from '../store/frame-records.js';
import { findRun, type OpenedRun } from '../store/run-records.js';
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
export async function reduce(parts: ReductionParts, { fileId, ...request }: ReduceRequest): Promise<ReduceOutcome> {
  const [file, run] = await Promise.all([describedFile(parts.database, fileId), findRun(parts.database, thisRun())]);
  return reduceFile(parts, file, request, run);
}

/** The same of a file at hand, within an activity of its run. */
export async function reduceFile(parts: ReductionParts, file: DescribedFile, { frame, calibrations }: Omit<ReduceRequest, 'fileId'>, run: OpenedRun | undefined): Promise<ReduceOutcome> {
  const publish: Publish = (product) => storeProduct(parts, file, product, { provisional: false }, run).then(() => undefined);
  let last: ProductRef = frame.raw;
  // Of its pixels only those that were made last are kept in memory: nobody asks for the others again, and a worker has several frames at a time.
  const onProduct = (product: ProductRef) => {
    if (product.kind !== 'frame') return;
    parts.resolver.forget(last);
    last = product;
  };
  return withSteps({ ...parts, onProduct }, frame.stepSettings, async (steps): Promise<ReduceOutcome> => {
    if (frame.role !== 'arc') {
      const { sky } = await reduceLongslit(steps, publish, { ...frame, calibrations });
      return sky ? { sky } : {};
    }
    const arc = await reduceArc(steps, publish, { raw: frame.raw, calibrations });
    await offerArc(parts, file, arc.frame, run);
    return {};
  });
}

/** How an activity runs the steps of a recipe. */
type StepParts = Pick<ReductionParts, 'database' | 'resolver'> & { readonly onProduct?: (product: ProductRef) => void };

/** Steps for a recipe within an activity: they heartbeat, stop when they are cancelled, note what runs, and say in which of them it failed. */
export async function withSteps<T>({ database, resolver, onProduct = () => undefined }: StepParts, settings: StepSettings, recipe: (steps: BoundSteps) => Promise<T>): Promise<T> {
  const progress = new RunProgress(database, thisRun());
  try {
    return await underHeartbeat(
      (signal) =>
        recipe(
          boundSteps(resolver, settings, {
            signal,
            around: async (step, work) => {
              try {
                const product = await spanned(step, () => progress.during(step, work));
                onProduct(product);
                return product;
              } catch (error) {
                throw asActivityFailure(error, step);
              }
            },
          }),
        ),
      () => progress.step,
    );
  } finally {
    await progress.written();
  }
}
