import * as z from 'zod';
import { LARGEST_UNPACKED_BYTES } from '#activities/domain/upload-limits';
import { parseEnvironment, serviceSettings } from '#activities/store/service-settings';

const environment = z.object({
  ...serviceSettings,
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0: any free one; the ready line tells which. */
  PORT: z.coerce.number('must be a port number').int().min(0).max(65535).default(8080),
  MAX_UPLOAD_MEGABYTES: z.coerce.number('must be a number of megabytes').min(1).max(2048).default(LARGEST_UNPACKED_BYTES / 2 ** 20),
  /** What callers type, where a proxy or a prefix stands before us: links in answers begin with it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
});

export type ApiSettings = ReturnType<typeof apiSettings>;

/** The environment of the API process, read once. @throws Error that lists every wrong setting. */
export function apiSettings(given: NodeJS.ProcessEnv = process.env) {
  return parseEnvironment(environment, given);
}
