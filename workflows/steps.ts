import { proxyActivities } from '@temporalio/workflow';
import type { ProductRef } from '#activities/products/product-ref';
import type { NightActivities } from '#activities/reductions/types';
import type { StepActivities, StepName, StepSettings } from '#activities/steps/index';
import type { BoundSteps, Publish } from './recipes/steps.js';

/** Platform trouble is retried without limit; data trouble is marked non-retryable where it is thrown. */
const retry = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' } as const;

const activities = proxyActivities<StepActivities>({
  taskQueue: 'steps',
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry,
});

/** Describing, choosing, publishing, recording: reads and writes, little arithmetic. */
export const night = proxyActivities<NightActivities>({
  taskQueue: 'steps',
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '15 seconds',
  retry,
});

/** What each step says about itself in the Temporal UI. */
const verbs: Record<StepName, string> = {
  combineBias: 'combine bias frames',
  combineFlats: 'combine flat frames',
  trim: 'trim',
  correctBias: 'correct bias',
  normalizeFlat: 'normalize flat',
  correctFlat: 'correct flat',
  rejectCosmicRays: 'reject cosmic rays',
  findTargets: 'find targets',
  extract: 'extract',
  extractLamp: 'extract lamp',
  calibrateWavelength: 'calibrate wavelength',
};

function summaryOf(step: StepName, inputs: Readonly<Record<string, unknown>>): string {
  const named = Object.values(inputs)
    .filter((ref): ref is ProductRef => typeof ref === 'object' && ref !== null && 'label' in ref)
    .map((ref) => ref.label);
  const list = Object.values(inputs).find((ref): ref is unknown[] => Array.isArray(ref));
  const words = [verbs[step], list ? `${list.length} frames` : '', named.length > 0 ? `with ${named.join(', ')}` : ''];
  return words.filter((word) => word !== '').join(' ').slice(0, 200);
}

/** Every step, each already holding the settings of this reduction, so a recipe names only data. */
export function stepsWith(settings: StepSettings, onStart: (step: StepName) => void): BoundSteps {
  return new Proxy({} as BoundSteps, {
    get: (_target, name: StepName) => (inputs: never) => {
      onStart(name);
      return activities[name].executeWithOptions({ summary: summaryOf(name, inputs) }, [inputs, settings[name] as never]);
    },
  });
}

/** Makes a product durable and visible, for the reduction of this frame. */
export function publishFor(fileId: string): Publish {
  return (product) => night.publish.executeWithOptions({ summary: `publish ${product.kind}` }, [{ fileId, product }]);
}
