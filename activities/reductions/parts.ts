import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import type { ProductResolver } from '../execution/product-resolver.js';
import type { ObjectStore } from '../store/objects.js';
import type { Run } from '../store/run-records.js';
import type { StepPool } from '../threads/step-pool.js';

/** What the activities of a reduction that are not steps work with. */
export interface ReductionParts {
  readonly database: Knex;
  readonly objects: ObjectStore;
  readonly temporal: Client;
  readonly resolver: ProductResolver;
  readonly pool: StepPool;
}

/** The workflow run on whose behalf an activity works. */
export function thisRun(): Run {
  const execution = Context.current().info.workflowExecution;
  if (!execution) throw new Error('this activity belongs to a workflow');
  return execution;
}
