import * as z from 'zod';
import { parseEnvironment, serviceSettings } from './store/service-settings.js';

const environment = z.object({
  ...serviceSettings,
  /** Recently made products that stay in memory, counted as what they hold. */
  CACHE_MEGABYTES: z.coerce.number('must be a number of megabytes').int().min(16).default(512),
  /** After its start each thread reduces a small simulated night while there is nothing else to do, to find out a machine that computes wrongly. */
  REHEARSAL: z.stringbool().default(true),
  /** Messages of webhooks may go to addresses inside the site too. */
  WEBHOOKS_TO_PRIVATE_ADDRESSES: z.stringbool().default(false),
});

export type WorkerSettings = ReturnType<typeof workerSettings>;

/** The environment of the activity worker, read once. @throws Error that lists every wrong setting. */
export function workerSettings(given: NodeJS.ProcessEnv = process.env) {
  return parseEnvironment(environment, given);
}
