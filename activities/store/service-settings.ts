import * as z from 'zod';
import { temporalSettings, type TemporalSettings } from './temporal-settings.js';

/** What every process of the platform needs to reach the other services. */
export const serviceSettings = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:port/database' }),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must look like http://host:port' }),
  S3_ACCESS_KEY: z.string('is missing').min(1),
  S3_SECRET_KEY: z.string('is missing').min(1),
  S3_REGION: z.string().min(1).default('us-east-1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

/** Checks an environment, and how it reaches Temporal, and lists all mistakes together. A variable that is set to nothing counts as not set. */
export function parseEnvironment<T extends z.ZodObject>(schema: T, given: Readonly<Record<string, string | undefined>>): z.output<T> & { readonly temporal: TemporalSettings } {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')));
  const mistakes = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
  let temporal: TemporalSettings | undefined;
  try {
    temporal = temporalSettings(given);
  } catch (error) {
    mistakes.push((error as Error).message);
  }
  if (parsed.success && temporal) return { ...parsed.data, temporal };
  throw new Error(`The settings in the environment are wrong: ${mistakes.join('; ')}.`);
}
