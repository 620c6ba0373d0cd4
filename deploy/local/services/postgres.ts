import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { PostgresBinaries } from './binaries.js';
import { Problem, systemReason } from '../settings/problem.js';
import type { ProcessSpec } from '../supervision/process-spec.js';

export interface PostgresRequest {
  readonly binaries: PostgresBinaries;
  /** The data folder of the platform; the cluster is kept in it where the server may reach it. */
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  /** Names the cluster where it cannot be kept in the data folder; new with every new data folder, as the password is. */
  readonly clusterName: string;
  /** False in tests: nothing survives a crash of the machine, and everything is faster. */
  readonly durable: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

export interface EmbeddedPostgres {
  readonly spec: ProcessSpec;
  readonly serverUrl: string;
}

/** initdb and postgres refuse to be root: root runs them as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
/** What nobody must reach, when the checkout or data folder of root lies below a folder only root may enter, such as /root. */
const OPEN_FOLDER = '/var/lib/goodman-live-pipeline';

/** A cluster ready to be started: made on the first run, the same on every later one. */
export function preparePostgres(request: PostgresRequest): EmbeddedPostgres {
  const bin = reachableBin(request.binaries);
  const home = reachableHome(request);
  const cluster = path.join(home, 'postgres');
  if (existsSync(path.join(cluster, 'PG_VERSION'))) checkCluster(cluster, request.binaries.major);
  else makeCluster(bin, cluster, request);
  const { port, password, durable } = request;
  const unsafe = ['fsync', 'synchronous_commit', 'full_page_writes'].flatMap((name) => ['-c', `${name}=off`]);
  const serverUrl = `postgres://goodman:${password}@127.0.0.1:${port}/postgres`;
  return {
    serverUrl,
    spec: {
      name: 'postgres',
      command: path.join(bin, 'postgres'),
      // No socket file: its path is limited to 107 bytes and nobody needs it.
      args: ['-D', cluster, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'max_connections=200', ...(durable ? [] : unsafe)],
      env: { ...request.environment, LC_ALL: 'C' },
      cwd: home,
      ...(nobody === undefined ? {} : { user: nobody }),
      readiness: { kind: 'probe', ask: () => answers(serverUrl) },
      // Recovery after a crash replays the log first.
      readyWithinMs: 60_000,
      tier: 0,
      // "Fast": open transactions are rolled back, nobody is waited for.
      stopSignal: 'SIGINT',
      stopWithinMs: 10_000,
    },
  };
}

/** The same server, another database; made when missing. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Gives a user of the server a password to sign in with, and makes the user when missing. Owns nothing: what it may do the tables say. */
export async function ensureUser(serverUrl: string, name: string, password: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${client.escapeIdentifier(name)} login password ${client.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

/** The same database as another user. */
export function asUser(databaseUrl: string, name: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return url.href;
}

async function answers(serverUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: serverUrl, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws Problem when no database answers at an address given by hand. */
export async function checkDatabase(databaseUrl: string, setting = 'DATABASE_URL'): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new Problem(`${setting}: the database ${pathname.slice(1)} at ${host} does not answer (${systemReason(error) || 'connection refused'}).`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Sorted byte by byte, as C; but knows capitals of every alphabet, as C does not. */
const LOCALE = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

function makeCluster(bin: string, cluster: string, { password, durable }: PostgresRequest): void {
  // Made beside and moved: a crash in the middle leaves no half cluster behind.
  const draft = `${cluster}.new`;
  const secret = `${cluster}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (nobody !== undefined) for (const one of [draft, secret]) chownSync(one, nobody.uid, nobody.gid);
  const args = ['-D', draft, '-U', 'goodman', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', ...LOCALE, ...(durable ? [] : ['--no-sync'])];
  const { status, stderr, error } = spawnSync(path.join(bin, 'initdb'), args, { ...nobody, encoding: 'utf8', cwd: path.dirname(cluster) });
  rmSync(secret, { force: true });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    const reason = error?.message ?? stderr.trim().split('\n').find((line) => line.includes('error:')) ?? stderr.trim();
    throw new Problem(`PostgreSQL could not make its data folder ${cluster}: ${reason}`);
  }
  renameSync(draft, cluster);
}

function checkCluster(cluster: string, major: string): void {
  const made = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (made !== major) {
    throw new Problem(`The database in ${cluster} was made by PostgreSQL ${made}, this is PostgreSQL ${major}: name the old one in POSTGRES_BIN, or choose another DATA_DIR.`);
  }
  forgetForeignPid(path.join(cluster, 'postmaster.pid'));
}

/**
 * After a crash of the machine the process id in postmaster.pid may belong to any other program by now, and PostgreSQL would refuse
 * to start. A living postgres is left to its own check.
 */
function forgetForeignPid(file: string): void {
  if (!existsSync(file)) return;
  const pid = readFileSync(file, 'utf8').split('\n')[0] ?? '';
  const command = `/proc/${pid}/cmdline`;
  if (/^\d+$/.test(pid) && existsSync(command) && !readFileSync(command, 'latin1').includes('postgres')) rmSync(file);
}

function reachableHome({ dataDir, clusterName }: PostgresRequest): string {
  if (nobody === undefined || isOpen(dataDir)) return dataDir;
  const home = path.join(OPEN_FOLDER, `cluster-${clusterName}`);
  mkdirSync(home, { recursive: true });
  return home;
}

function reachableBin({ bin, installation }: PostgresBinaries): string {
  if (nobody === undefined || isOpen(bin)) return bin;
  if (installation === undefined) throw new Problem(`PostgreSQL in ${bin} cannot be run by another user than root: open the folder, or give another in POSTGRES_BIN.`);
  // Size and date stand for the version: a newer package gets a copy of its own.
  const { size, mtimeMs } = statSync(path.join(bin, 'postgres'));
  const copy = path.join(OPEN_FOLDER, `postgres-${size}-${Math.round(mtimeMs)}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(installation, draft, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      // Another platform was faster: its copy is as good.
      if (!existsSync(copy)) throw error;
    }
  }
  return path.join(copy, path.relative(installation, bin));
}

/** May anybody pass every folder on the way? */
function isOpen(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
