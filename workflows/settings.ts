import * as z from 'zod';

/** The environment of the workflow worker, read once. */
const environment = z.object({
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Longest a workflow waits for a worker that died while holding it. */
  STICKY_QUEUE_TIMEOUT: z.string().default('1s'),
});

export type WorkflowWorkerSettings = z.output<typeof environment>;

export function workflowWorkerSettings(): WorkflowWorkerSettings {
  return environment.parse(process.env);
}
