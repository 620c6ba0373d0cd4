/** What the workflow worker runs, under the names of `activities/domain/workflow-contract.ts`. */
import type { BuildMaster, DeliverWebhook, ReduceFrame, workflowTypes } from '#activities/domain/workflow-contract';
import { buildMaster } from './build-master.js';
import { deliverWebhook } from './deliver-webhook.js';
import { reduceFrame } from './reduce-frame.js';

// The compiler compares: a workflow of another name or shape could never be started.
({ buildMaster, deliverWebhook, reduceFrame }) satisfies { readonly [Name in keyof typeof workflowTypes]: BuildMaster | DeliverWebhook | ReduceFrame };

export { buildMaster, deliverWebhook, reduceFrame };
