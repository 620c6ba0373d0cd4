import type { ProductRef } from '../products/product-ref.js';
import type { StepCalls } from '../steps/index.js';

/** The steps as a recipe sees them: settings are bound already, and where they run (the platform, a folder on a laptop) does not matter. */
export type BoundSteps = { readonly [K in keyof StepCalls]: (inputs: Parameters<StepCalls[K]>[0]) => ReturnType<StepCalls[K]> };

/** Makes a product durable and visible. */
export type Publish = (product: ProductRef) => Promise<void>;

/** Waits for both, also when one fails: what was begun is finished, and only then the failure is told. */
export async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

/** Does work and then keeps what it was made from, also when it fails: what people wait for comes first, and what there is of a failed frame is there to be looked at. */
export async function thenKeep<T>(work: Promise<T>, keep: () => Promise<void>): Promise<T> {
  try {
    return await work;
  } finally {
    await keep();
  }
}
