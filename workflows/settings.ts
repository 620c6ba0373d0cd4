import * as z from 'zod';
import { parseEnvironment } from '#activities/store/service-settings';

const environment = z.object({
  /** Longest a workflow waits for a worker that died while holding it. */
  STICKY_QUEUE_TIMEOUT: z.string().default('1s'),
});

/** The environment of the workflow worker, read once. @throws Error that lists every wrong setting. */
export function workflowWorkerSettings(given: NodeJS.ProcessEnv = process.env) {
  return parseEnvironment(environment, given);
}
