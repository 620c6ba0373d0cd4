import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
// By its path: the set-up of the tests loads this file before anything tells how `#activities/…` is found.
import { temporalAsked } from '../../../activities/store/temporal-settings.js';
import { checkout } from './checkout.js';
import { Problem } from './problem.js';

const text = z.string().min(1).optional();
const port = z.coerce.number('must be a port number').int('must be a port number').min(1, 'must be 1 or more').max(65535, 'must be 65535 or less').optional();
const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional();
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:port/database' }).optional();

/** The environment of a platform on one machine. Given an address, the embedded service of that kind is not started. */
const environment = z.object({
  /** As the owner of the tables; API and worker have users of their own, who are given beside it. */
  DATABASE_URL: databaseUrl,
  API_DATABASE_URL: databaseUrl,
  WORKER_DATABASE_URL: databaseUrl,
  /** Where the Temporal UI of an external server is, for the links we print. */
  TEMPORAL_UI_URL: webUrl,
  TEMPORAL_UI_PORT: port,
  S3_ENDPOINT: webUrl,
  S3_ACCESS_KEY: text,
  S3_SECRET_KEY: text,
  S3_REGION: z.string().min(1).default('us-east-1'),
  DATA_DIR: text,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port,
  CACHE_DIR: text,
  XDG_CACHE_HOME: text,
  TEMPORAL_CLI: text,
  MINIO_BIN: text,
  /** A folder with `postgres` and `initdb`. */
  POSTGRES_BIN: text,
});

export interface S3Address {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

/** Programs given by hand, before any search. */
export interface GivenBinaries {
  readonly temporal: string | undefined;
  readonly minio: string | undefined;
  readonly postgres: string | undefined;
}

export interface LocalSettings {
  readonly databaseUrl: string | undefined;
  /** Of a given database, as other users than the owner of its tables. */
  readonly databaseUrls: { readonly api: string | undefined; readonly worker: string | undefined };
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  /** Undefined: the default, or the next free one. */
  readonly temporalUiPort: number | undefined;
  readonly s3: S3Address | undefined;
  readonly dataDir: string;
  readonly host: string;
  /** Undefined: the default, or the next free one. */
  readonly port: number | undefined;
  readonly cacheDir: string;
  readonly binaries: GivenBinaries;
  /** What child processes inherit. */
  readonly environment: NodeJS.ProcessEnv;
}

/** @throws Problem that lists every wrong setting. */
export function localSettings(given: NodeJS.ProcessEnv = process.env): LocalSettings {
  // `PORT= npm start` means "not set", as in a compose file.
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(filled);
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}${quoted(filled[String(issue.path[0])])}`),
    // Beside zod, which looks at pairs only when each value alone is right.
    ...['S3_ACCESS_KEY', 'S3_SECRET_KEY'].filter((key) => filled['S3_ENDPOINT'] && !filled[key]).map((key) => `${key} is needed with S3_ENDPOINT`),
    ...['API_DATABASE_URL', 'WORKER_DATABASE_URL'].filter((key) => filled[key] && !filled['DATABASE_URL']).map((key) => `${key} needs DATABASE_URL beside it, of the owner of the tables`),
  ];
  let temporal: ReturnType<typeof temporalAsked> | undefined;
  try {
    temporal = temporalAsked(filled);
  } catch (error) {
    mistakes.push((error as Error).message);
  }
  if (!parsed.success || !temporal || mistakes.length > 0) throw new Problem(`The settings in the environment are wrong: ${mistakes.join('; ')}.`);
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    databaseUrls: { api: value.API_DATABASE_URL, worker: value.WORKER_DATABASE_URL },
    temporalAddress: temporal.address,
    temporalNamespace: temporal.namespace ?? 'default',
    temporalUiUrl: value.TEMPORAL_UI_URL,
    temporalUiPort: value.TEMPORAL_UI_PORT,
    s3: s3Address(value),
    dataDir: path.resolve(value.DATA_DIR ?? path.join(checkout, '.data/platform')),
    host: value.HOST,
    port: value.PORT,
    cacheDir: path.resolve(value.CACHE_DIR ?? path.join(value.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'goodman-live-pipeline')),
    binaries: { temporal: value.TEMPORAL_CLI, minio: value.MINIO_BIN, postgres: value.POSTGRES_BIN },
    environment: given,
  };
}

function s3Address(value: z.output<typeof environment>): S3Address | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region } = value;
  return endpoint !== undefined && accessKey !== undefined && secretKey !== undefined ? { endpoint, accessKey, secretKey, region } : undefined;
}

/** The wrong value, unless it may hold a password. */
function quoted(value: string | undefined): string {
  return value === undefined || value.includes('@') ? '' : `, not "${value}"`;
}
