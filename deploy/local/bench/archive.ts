import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { connect } from '#activities/store/database';
import { Proposal, User } from '#activities/store/models';
import { issueToken } from '#activities/store/tokens';
import { startPlatform, type Platform } from '../platform/platform.js';
import { fillArchive, NIGHTS } from './archive-rows.js';

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
}

const AT_ONCE = 20;
const REQUESTS = 400;
const BUDGET_MS = 50;

const questions: readonly (readonly [string, string])[] = [
  ['page 1', '/api/files/'],
  ['page 10 000', '/api/files/?page=10000'],
  ['two filters', '/api/files/?grating=400_SYZY&data_type=4'],
  ['two filters, few', '/api/files/?wavmode=2100_650&proposal_id=SOAR2019A-007'],
  ['two filters, page 1000', '/api/files/?obstype=SPECTRUM&slit=1.0_LONG_SLIT&page=1000'],
  ['a night and a kind', '/api/files/?night=20210615&kind=spectrum'],
  ['failed, of a semester', '/api/files/?state=failed&semester=2022B'],
  ['sorted', '/api/files/?sort=object,-night&data_type=4'],
  ['words', '/api/files/?q=ngc+1235'],
  ['words found often', '/api/files/?q=spectrum'],
  ['cone of 0.5 degree', '/api/files/?ra=120.5&dec=-30&radius=0.5'],
  ['facets', '/api/files/facets/'],
  ['facets, two filters', '/api/files/facets/?grating=400_SYZY&night=20200101..20201231'],
  ['facets of a cone', '/api/files/facets/?ra=120.5&dec=-30&radius=0.5'],
  ['nights', '/api/nights/'],
  ['a night', '/api/nights/20210615/'],
  ['family', '/api/files/{spectrum}/family/'],
  ['lineage', '/api/files/{spectrum}/lineage/'],
  ['trend', '/api/qualities/trend/?name=seeingArcsecond&night=20210601..20210630'],
  ['reductions that failed', '/api/reductions/?state=failed&code=too-few-arc-lines'],
];

/**
 * A million files, read through the API by twenty at once while more come in: a platform of its own on a scratch folder.
 */
export async function benchArchive(onLine: (line: string) => void, wanted = NIGHTS, requests = REQUESTS): Promise<ArchiveResult> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  const platform = await startPlatform({ dataDir });
  const database = connect(databaseOf(platform));
  try {
    const begun = performance.now();
    await fillArchive(database, wanted, (nights) => {
      onLine(`${nights} of ${wanted} nights, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    });
    const loadSecond = (performance.now() - begun) / 1000;
    const [{ files } = { files: 0 }] = await database('files').count<{ files: number }[]>('id as files');
    const tokens = await accounts(database);
    const base = platform.apiUrl.replace(/\/api\/?$/, '');
    await ask(base, '/api/files/facets/', tokens.staff);
    const before = residentMegabyte(platform);
    const coming = framesComing(database);
    const rows: ArchiveRow[] = [];
    for (const [what, question] of questions) {
      for (const who of ['staff', 'pi'] as const) rows.push(await measure(platform, { base, what, who, question: question.replace('{spectrum}', String(280 * Math.floor(wanted / 2) + 125 + 2)), token: tokens[who], requests }));
    }
    return { files, loadSecond, rows, memory: [before, residentMegabyte(platform)], incoming: await coming.stop() };
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

async function accounts(database: Knex): Promise<Record<'staff' | 'pi', string>> {
  const people = await User.query(database).insert((['staff', 'pi'] as const).map((username) => ({ username: `bench-${username}`, email: `${username}@bench.invalid`, isStaff: username === 'staff' }))).returning('*');
  const [staff, pi] = people.map(({ id }) => id);
  await Proposal.query(database).whereIn('soarId', ['SOAR2019A-007', 'SOAR2022B-011', 'SOAR2021A-003']).patch({ piId: pi ?? null });
  return { staff: await issueToken(database, staff ?? 0), pi: await issueToken(database, pi ?? 0) };
}

/** The platform tells where it listens, not where its database is: the environment of its API does. */
function databaseOf(platform: Platform): string {
  const address = readFileSync(`/proc/${platform.processes['api'] ?? 0}/environ`, 'utf8').split('\0').find((line) => line.startsWith('DATABASE_URL='));
  if (address === undefined) throw new Error('the address of the database is not known');
  return address.slice('DATABASE_URL='.length);
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
