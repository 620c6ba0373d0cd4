import { Context } from '@temporalio/activity';
import type { Knex } from 'knex';
import type { ProductRef } from '../products/product-ref.js';
import { noteStep, type Run } from '../store/run-records.js';
import { asActivityFailure } from './activity-failure.js';
import { steps, type StepActivities, type StepName } from '../steps/index.js';
import type { LooseRefs } from '../steps/step.js';
import type { ProductResolver } from './product-resolver.js';

/** Alive signals while a thread computes; the server gives up on a worker that misses several. */
const HEARTBEAT_MILLISECONDS = 2000;

/** Runs work under heartbeats; when the activity is cancelled, `signal` stops the thread. */
export async function underHeartbeat<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), HEARTBEAT_MILLISECONDS);
  try {
    return await work(context.cancellationSignal);
  } catch (error) {
    // A cancelled activity ends as cancelled, whatever the stopped thread said.
    context.cancellationSignal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** How long a step took is for people to look at: nobody waits for it to be written, and losing one costs nothing. */
function noteTiming(database: Knex, run: Run, step: string, seconds: number): void {
  noteStep(database, run, step, seconds).catch(() => undefined);
}

/** Every step as a Temporal activity: references in, a reference out, failures typed. */
export function stepActivities(resolver: ProductResolver, database: Knex): StepActivities {
  const activity = (name: StepName) => async (inputs: LooseRefs, settings: unknown): Promise<ProductRef> => {
    const started = performance.now();
    const { workflowExecution } = Context.current().info;
    try {
      const [ref] = await Promise.all([
        underHeartbeat((signal) => resolver.compute(name, inputs, settings, signal)),
        workflowExecution ? noteStep(database, workflowExecution, name) : undefined,
      ]);
      if (workflowExecution) noteTiming(database, workflowExecution, name, (performance.now() - started) / 1000);
      return ref;
    } catch (error) {
      throw asActivityFailure(error, name);
    }
  };
  return Object.fromEntries((Object.keys(steps) as StepName[]).map((name) => [name, activity(name)])) as unknown as StepActivities;
}
