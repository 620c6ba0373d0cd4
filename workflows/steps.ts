import { patched, proxyActivities } from '@temporalio/workflow';
import type { ProductRef } from '#activities/products/product-ref';
import { taskQueues } from '#activities/domain/workflow-contract';
import type { ReductionActivities } from '#activities/reductions/types';
import type { StepActivities, StepName, StepSettings } from '#activities/steps/index';
import type { BoundSteps, Publish } from './recipes/steps.js';

/** Platform trouble is retried without limit; data trouble is marked non-retryable where it is thrown. */
const retry = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' } as const;

const activities = proxyActivities<StepActivities>({
  taskQueue: taskQueues.steps,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry,
});

/** Describing, choosing, publishing, recording: reads and writes, little arithmetic. */
export const reductions = proxyActivities<ReductionActivities>({
  taskQueue: taskQueues.steps,
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '15 seconds',
  retry,
});

/** `correctBias` as words: "correct bias". */
const wordsOf = (step: StepName) => step.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What a step says about itself in the Temporal UI. */
function summaryOf(step: StepName, inputs: Readonly<Record<string, unknown>>): string {
  const named = Object.values(inputs)
    .filter((ref): ref is ProductRef => typeof ref === 'object' && ref !== null && 'label' in ref)
    .map((ref) => ref.label);
  const list = Object.values(inputs).find((ref): ref is unknown[] => Array.isArray(ref));
  const words = [wordsOf(step), list ? `${list.length} frames` : '', named.length > 0 ? `with ${named.join(', ')}` : ''];
  return words.filter((word) => word !== '').join(' ').slice(0, 200);
}

/** Reductions that began before frames were looked at go on as they began; new ones note that they are looked at. */
const FRAMES_ARE_CHECKED = 'frames are checked';

/** Every step, each already holding the settings of this reduction, so a recipe names only data. */
export function stepsWith(settings: StepSettings, onStart: (step: StepName) => void): BoundSteps {
  return new Proxy({} as BoundSteps, {
    get: (_target, name: StepName) => (inputs: never) => {
      if (name === 'checkPlausibility' && !patched(FRAMES_ARE_CHECKED)) return Promise.resolve({ kind: 'plausibility', key: 'not checked', quality: {} });
      onStart(name);
      return activities[name].executeWithOptions({ summary: summaryOf(name, inputs) }, [inputs, settings[name] as never]);
    },
  });
}

/** Makes a product durable and visible, for the reduction of this frame. */
export function publishFor(fileId: number): Publish {
  return (product) => reductions.publish.executeWithOptions({ summary: `publish ${product.kind}` }, [{ fileId, product }]);
}
