import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { connect } from '#activities/store/database';
import { startPlatform, type Platform } from '../platform/platform.js';
import { localSettings } from '../settings/settings.js';
import { explainArchive, type ExplainedQuestion } from './archive-plans.js';
import { addressOf, archiveQuestions } from './archive-questions.js';
import { archiveAccounts, archiveIds, fillArchive, NIGHTS } from './archive-rows.js';

export interface ArchiveRow {
  readonly what: string;
  readonly who: string;
  readonly requests: number;
  readonly aloneMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
}

export interface ArchiveResult {
  readonly files: number;
  readonly loadSecond: number;
  readonly rows: readonly ArchiveRow[];
  /** Resident memory of the API before and after, megabyte. */
  readonly memory: readonly [number, number];
  readonly incoming: number;
  readonly plans: readonly ExplainedQuestion[];
}

const AT_ONCE = 20;
const REQUESTS = 400;
const BUDGET_MS = 50;

/**
 * A million files, read through the API by twenty at once while more come in: a platform of its own on a scratch folder.
 */
export async function benchArchive(onLine: (line: string) => void, wanted = NIGHTS, requests = REQUESTS): Promise<ArchiveResult> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  const settings = localSettings();
  // Twenty thousand lines about requests would be measured as well.
  const platform = await startPlatform({ dataDir, settings: { ...settings, environment: { ...settings.environment, LOG_LEVEL: 'warn' } } });
  const database = connect(platform.databaseUrl);
  try {
    const begun = performance.now();
    await fillArchive(database, wanted, (nights) => {
      onLine(`${nights} of ${wanted} nights, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    });
    const loadSecond = (performance.now() - begun) / 1000;
    const [{ files } = { files: 0 }] = await database('files').count<{ files: number }[]>('id as files');
    const [tokens, ids] = [await archiveAccounts(database), await archiveIds(database, wanted)];
    const base = platform.apiUrl.replace(/\/api\/?$/, '');
    await ask(base, '/api/files/facets/', tokens.staff);
    const before = residentMegabyte(platform);
    const coming = framesComing(database);
    const rows: ArchiveRow[] = [];
    for (const [what, question] of archiveQuestions) {
      for (const who of ['staff', 'pi'] as const) rows.push(await measure(platform, { base, what, who, question: addressOf(question, ids), token: tokens[who], requests }));
    }
    const incoming = await coming.stop();
    onLine('every query again, explained');
    const plans = await explainArchive(environmentOf(platform), { tokens, ids });
    return { files, loadSecond, plans, rows, memory: [before, residentMegabyte(platform)], incoming };
  } finally {
    await database.destroy();
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(platform: Platform, { base, what, who, question, token, requests }: { base: string; what: string; who: string; question: string; token: string; requests: number }): Promise<ArchiveRow> {
  const times: number[] = [];
  const once = async () => {
    const since = performance.now();
    await ask(base, question, token);
    return performance.now() - since;
  };
  const alone: number[] = [];
  for (let i = 0; i < 20; i++) alone.push(await once());
  const cpu = cpuSecond(platform);
  let left = requests;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) times.push(await once());
    }),
  );
  return { what, who, requests: times.length, aloneMs: quantile(alone, 0.5), p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), cpuMs: ((cpuSecond(platform) - cpu) / times.length) * 1000 };
}

async function ask(base: string, question: string, token: string): Promise<void> {
  const answer = await fetch(base + question, { headers: { authorization: `Token ${token}` } });
  const text = await answer.text();
  // What the PI may not see is an answer too.
  if (answer.status !== 200 && answer.status !== 404) throw new Error(`${question}: ${answer.status} ${text.slice(0, 300)}`);
}

/** Ten frames a second, each with its run, until stopped. */
function framesComing(database: Knex): { stop: () => Promise<number> } {
  let running = true;
  let came = 0;
  const work = (async () => {
    while (running) {
      await database.transaction(async (trx) => {
        const { rows } = await trx.raw<{ rows: [{ id: number }] }>(
          `insert into files (key, bucket, object_key, checksum, size_bytes, file_name, data_type, proposal_id, night, kind, exposure, trusted, obstype, object, grating, wavmode)
           values ('new/' || ?::text, 'raw', 'new', 'new', 1, ?::text || '_new.fits', 0, 'SOAR2026B-001', '20261127', 'spectrum', '{"raDegree": 10, "decDegree": -30}', true, 'SPECTRUM', 'NGC 3242', '400_SYZY', '400_M2') returning id`,
          [came, came],
        );
        await trx.raw(`insert into reductions (file_id, workflow_id, run_id, state) values (?, 'new:' || ?::text, '1', 'reducing')`, [rows[0].id, came]);
      });
      came++;
      await new Promise((resolve) => setTimeout(resolve, 100));
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

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export const archiveBudget = { atOnce: AT_ONCE, milliseconds: BUDGET_MS } as const;
