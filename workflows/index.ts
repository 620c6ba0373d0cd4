/** What the workflow worker runs, under the names of `activities/domain/workflow-contract.ts`. */
import type { BuildMaster, DeliverWebhook, ReduceFrame, workflowTypes } from '#activities/domain/workflow-contract';
import type { TryReduction } from '#activities/domain/trial';
import { buildMaster } from './build-master.js';
import { deliverWebhook } from './deliver-webhook.js';
import { reduceFrame } from './reduce-frame.js';
import { tryReduction } from './try-reduction.js';

// The compiler compares: a workflow of another name or shape could never be started.
({ buildMaster, deliverWebhook, reduceFrame, tryReduction }) satisfies { readonly [Name in keyof typeof workflowTypes]: BuildMaster | DeliverWebhook | ReduceFrame | TryReduction };

export { buildMaster, deliverWebhook, reduceFrame, tryReduction };
