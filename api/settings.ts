import * as z from 'zod';
import { LARGEST_UNPACKED_BYTES } from '#activities/domain/upload-limits';
import { parseEnvironment, serviceSettings } from '#activities/store/service-settings';
import { TrustedProxies } from './trusted-proxies.js';

const environment = z.object({
  ...serviceSettings,
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0: any free one; the ready line tells which. */
  PORT: z.coerce.number('must be a port number').int().min(0).max(65535).default(8080),
  MAX_UPLOAD_MEGABYTES: z.coerce.number('must be a number of megabytes').min(1).max(2048).default(LARGEST_UNPACKED_BYTES / 2 ** 20),
  /** Memory that frames on their way in may take together. Never less than one upload of the largest size needs. */
  UPLOAD_MEMORY_MEGABYTES: z.coerce.number('must be a number of megabytes').min(16).max(65_536).default(LARGEST_UNPACKED_BYTES / 2 ** 20 + 16),
  /** Decoded frames and spectra kept for who looks at them. A 1×1 frame takes 52 MB, its variances 42 MB more. */
  VIEW_MEMORY_MEGABYTES: z.coerce.number('must be a number of megabytes').min(16).max(65_536).default(128),
  /** A connection whose other end neither sends nor reads for so long is let go. */
  STALL_SECONDS: z.coerce.number('must be a number of seconds').min(1).max(3600).default(30),
  /** Of one account. A page that follows a night asks twice a second; a program that lists the archive fifty times. */
  REQUESTS_PER_MINUTE: z.coerce.number('must be a number').int().min(1).default(12_000),
  /** Of one address, and of one account whose tokens have ended: a person mistypes a few, who guesses needs 2^160. */
  WRONG_TOKENS_PER_MINUTE: z.coerce.number('must be a number').int().min(1).default(30),
  /** How long uploads that are under way may go on when the process is asked to stop. */
  STOP_SECONDS: z.coerce.number('must be a number of seconds').min(0).max(600).default(30),
  /** A browser that asks nothing for so long is signed out; a page that follows a night asks all the time. */
  SESSION_IDLE_MINUTES: z.coerce.number('must be a number of minutes').int().min(1).max(10_080).default(720),
  /** And after so long in any case. */
  SESSION_HOURS: z.coerce.number('must be a number of hours').int().min(1).max(720).default(72),
  /** The server that takes our mails; without one they wait. `smtps://` or STARTTLS, user and password in the address. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:port' }).optional(),
  MAIL_FROM: z.string().min(3).default('Goodman Live Pipeline <no-reply@localhost>'),
  /** Addresses and networks of proxies whose X-Forwarded headers are believed, with commas between. */
  TRUSTED_PROXIES: z.string().default('').transform((list, context) => {
    try {
      return new TrustedProxies(list.split(',').map((address) => address.trim()).filter((address) => address !== ''));
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  }),
  /** What callers type, where a proxy or a prefix stands before us: links in answers begin with it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  /** Where people look at the workflows: runs link there, for staff. */
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
});

export type ApiSettings = ReturnType<typeof apiSettings>;

/** The environment of the API process, read once. @throws Error that lists every wrong setting. */
export function apiSettings(given: NodeJS.ProcessEnv = process.env) {
  return parseEnvironment(environment, given);
}
