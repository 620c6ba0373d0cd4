import * as z from 'zod';

const text = z.string().min(1).optional();
const environment = z.object({
  /** Where the platform is. */
  GOODMAN_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** An API token, or a file that holds one. */
  GOODMAN_TOKEN: text,
  GOODMAN_TOKEN_FILE: text,
});

/** The environment of `npm run watch`, read once; an empty value is none. @throws ZodError */
export function watchSettings(given: NodeJS.ProcessEnv = process.env) {
  return environment.parse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')));
}
