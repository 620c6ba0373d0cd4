import type { ProductRef } from '#activities/products/product-ref';
import type { StepActivities } from '#activities/steps/index';

/** The steps as a recipe sees them: settings are bound already, and where they run (Temporal, one process) does not matter. */
export type BoundSteps = { readonly [K in keyof StepActivities]: (inputs: Parameters<StepActivities[K]>[0]) => ReturnType<StepActivities[K]> };

/** Makes a product durable and visible. */
export type Publish = (product: ProductRef) => Promise<void>;

/** Waits for both, also when one fails: what was begun is finished, and only then the failure is told. */
export async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}
