import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { connect } from '#activities/store/database';
import { startPlatform, type Platform } from '../platform/platform.js';
import { localSettings } from '../settings/settings.js';
import { explainArchive, type ExplainedQuestion } from './archive-plans.js';
import { addressOf, archiveQuestions } from './archive-questions.js';
import { archiveAccounts, archiveIds, fillArchive, NIGHTS } from './archive-rows.js';
import { quantile } from './quantile.js';

export interface ArchiveRow {
  readonly what: string;
  readonly who: string;
  readonly requests: number;
  /** Asked by nobody else, median. */
  readonly aloneMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the API, each request. */
  readonly cpuMs: number;
  /** Requests that came to no answer, or to one that is none. */
  readonly failed: number;
}

export interface ArchiveResult {
  readonly files: number;
  /** Undefined where they were there already. */
  readonly loadSecond: number | undefined;
  /** The slowest first. */
  readonly rows: readonly ArchiveRow[];
  readonly minutes: number;
  /** Resident memory of the API when every question was asked once, and at the end, megabyte. */
  readonly memory: readonly [number, number];
  readonly incoming: number;
  readonly plans: readonly ExplainedQuestion[];
}

export interface ArchiveWishes {
  readonly nights?: number;
  /** Questions are asked in rounds for so long, and in one at least; three minutes when not given. */
  readonly minutes?: number | undefined;
  /** A folder that is kept: where it holds an archive already, that one is asked. */
  readonly dataDir?: string | undefined;
}

const AT_ONCE = 20;
/** Of one question in one round: few, so that the last question is asked in time on a slow machine too. */
const REQUESTS = 100;
const MINUTES = 3;
const ALONE = 20;
const BUDGET_MS = 50;
const NEW_FRAME_EVERY_MS = 1000;
/** What is lost with the power is loaded again. */
const WHILE_LOADING = { fsync: 'off', full_page_writes: 'off', max_wal_size: '8GB', checkpoint_timeout: '1h' } as const;

export const archiveBudget = { atOnce: AT_ONCE, milliseconds: BUDGET_MS } as const;

/** A million files, read through the API by twenty at once while more come in: a platform of its own. */
export async function benchArchive(onLine: (line: string) => void, { nights = NIGHTS, minutes, dataDir }: ArchiveWishes = {}): Promise<ArchiveResult> {
  const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'goodman-bench-')));
  const settings = localSettings();
  // Services of its own, whatever the environment names. A line for each of sixty thousand requests would be measured as well, and no account asks so much.
  const environment = { ...settings.environment, LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '10000000' };
  const platform = await startPlatform({ dataDir: folder, settings: { ...settings, environment, databaseUrl: undefined, s3: undefined, temporalAddress: undefined } });
  const database = connect(platform.databaseUrl);
  try {
    const loadSecond = await loadOnce(database, nights, onLine);
    const [{ files } = { files: 0 }] = await database('files').count<{ files: number }[]>('id as files');
    const [tokens, ids] = [await archiveAccounts(database), await archiveIds(database, nights)];
    const base = platform.apiUrl.replace(/\/api\/?$/, '');
    const asked = archiveQuestions.flatMap(([what, question]) => (['staff', 'pi'] as const).map((who) => new AskedQuestion(platform, { what, who, address: base + addressOf(question, ids), token: tokens[who] })));
    for (const question of asked) await question.alone(ALONE);
    const before = residentMegabyte(platform);
    const coming = framesComing(database);
    const begun = performance.now();
    const spent = () => (performance.now() - begun) / 60_000;
    do {
      for (const question of asked) await question.atOnce(REQUESTS);
      onLine(`all questions after ${spent().toFixed(1)} minutes; memory of the API ${residentMegabyte(platform).toFixed(0)} MB`);
    } while (spent() < (minutes ?? MINUTES));
    const [took, after, incoming] = [spent(), residentMegabyte(platform), await coming.stop()];
    onLine('every query again, explained');
    const plans = await explainArchive(environmentOf(platform), { tokens, ids });
    return { files, loadSecond, plans, rows: asked.map((question) => question.row()).sort((a, b) => b.p95Ms - a.p95Ms), minutes: took, memory: [before, after], incoming };
  } finally {
    await database.destroy();
    await platform.stop();
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Second it took; undefined where files are there already. */
async function loadOnce(database: Knex, nights: number, onLine: (line: string) => void): Promise<number | undefined> {
  if (await database('files').first('id')) return undefined;
  const begun = performance.now();
  const second = () => (performance.now() - begun) / 1000;
  for (const [name, value] of Object.entries(WHILE_LOADING)) await database.raw(`alter system set ${name} = '${value}'`);
  await database.raw('select pg_reload_conf()');
  await fillArchive(database, nights, (there) => {
    onLine(`${there} of ${nights} nights, ${second().toFixed(0)} s`);
  });
  for (const name of Object.keys(WHILE_LOADING)) await database.raw(`alter system reset ${name}`);
  await database.raw('select pg_reload_conf()');
  await database.raw('checkpoint');
  return second();
}

/** A question of one account, and how long each answer took. */
class AskedQuestion {
  readonly #platform: Platform;
  readonly #asked: { readonly what: string; readonly who: string; readonly address: string; readonly token: string };
  readonly #alone: number[] = [];
  readonly #times: number[] = [];
  #cpuSecond = 0;
  #failed = 0;

  constructor(platform: Platform, asked: { what: string; who: string; address: string; token: string }) {
    this.#platform = platform;
    this.#asked = asked;
  }

  async alone(requests: number): Promise<void> {
    for (let i = 0; i < requests; i++) this.#alone.push(await this.#once());
  }

  async atOnce(requests: number): Promise<void> {
    const since = cpuSecond(this.#platform);
    let left = requests;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) this.#times.push(await this.#once());
      }),
    );
    this.#cpuSecond += cpuSecond(this.#platform) - since;
  }

  async #once(): Promise<number> {
    const since = performance.now();
    try {
      await ask(this.#asked.address, this.#asked.token);
      return performance.now() - since;
    } catch {
      // One that fails is told in the table, and does not take the others along; it has taken for ever.
      this.#failed++;
      return Infinity;
    }
  }

  row(): ArchiveRow {
    const { what, who } = this.#asked;
    const times = this.#times;
    return { what, who, requests: times.length, aloneMs: quantile(this.#alone, 0.5), p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), cpuMs: (this.#cpuSecond / times.length) * 1000, failed: this.#failed };
  }
}

/** Plain HTTP over lines that stay open: who asks shares the two processors with who answers. */
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function ask(address: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(address, { agent, headers: { authorization: `Token ${token}` } }, (answer) => {
      // What the PI may not see is an answer too.
      if (answer.statusCode !== 200 && answer.statusCode !== 404) reject(new Error(`${address}: ${answer.statusCode}`));
      answer.on('end', resolve).on('error', reject).resume();
    });
    request.on('error', reject);
  });
}

/** A frame a second, each with its run, until stopped. */
function framesComing(database: Knex): { stop: () => Promise<number> } {
  let running = true;
  let came = 0;
  const first = Date.now();
  const work = (async () => {
    while (running) {
      const name = String(first + came);
      await database.transaction(async (trx) => {
        const { rows } = await trx.raw<{ rows: [{ id: number }] }>(
          `insert into files (key, bucket, object_key, checksum, size_bytes, file_name, data_type, proposal_id, night, kind, exposure, trusted, obstype, object, grating, wavmode)
           values ('new/' || ?::text, 'raw', 'new', 'new', 1, ?::text || '_new.fits', 0, 'SOAR2026B-001', '20261127', 'spectrum', '{"raDegree": 10, "decDegree": -30}', true, 'SPECTRUM', 'NGC 3242', '400_SYZY', '400_M2') returning id`,
          [name, name],
        );
        await trx.raw(`insert into reductions (file_id, workflow_id, run_id, state) values (?, 'new:' || ?::text, '1', 'reducing')`, [rows[0].id, name]);
      });
      came++;
      await new Promise((resolve) => setTimeout(resolve, NEW_FRAME_EVERY_MS));
    }
    return came;
  })();
  return {
    stop: () => {
      running = false;
      return work;
    },
  };
}

/** The platform tells where it listens, not with what its API was started. */
function environmentOf(platform: Platform): Record<string, string> {
  const lines = readFileSync(`/proc/${platform.processes['api'] ?? 0}/environ`, 'utf8').split('\0');
  return Object.fromEntries(lines.filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function residentMegabyte({ processes }: Platform): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processes['api'] ?? 0}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** Time on processors of the API so far: user and system, in hundredths. */
function cpuSecond({ processes }: Platform): number {
  const fields = readFileSync(`/proc/${processes['api'] ?? 0}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
