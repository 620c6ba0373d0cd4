import { readFileSync } from 'node:fs';
import { connect } from '#activities/store/database';
import { startApi } from '#api/server';
import { apiSettings } from '#api/settings';
import type pg from 'pg';
import { pino } from 'pino';
import { addressOf, archiveQuestions, type ArchiveIds } from './archive-questions.js';

/** A query that a request asked, as PostgreSQL carried it out. */
export interface ExplainedQuery {
  readonly sql: string;
  /** Median of three, planning and execution, millisecond: on a machine with other work it tells of that too. */
  readonly milliseconds: number;
  /** Time on the processor of the server, with reading and answering, millisecond, median of three; as `milliseconds` where the server is on another machine. */
  readonly processorMs: number;
  /** Pages of 8 kB, from memory or the disk. */
  readonly buffers: number;
  readonly plan: string;
}

export interface ExplainedQuestion {
  readonly what: string;
  readonly who: string;
  readonly address: string;
  readonly status: number;
  readonly queries: readonly ExplainedQuery[];
}

interface Asked {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  /** Of a statement that is kept planned. */
  readonly options?: { readonly name?: string };
}

/** Requests after which a statement is kept planned. */
const OFTEN = 4;
/** Executions after which PostgreSQL has decided on the plan of a kept statement. */
const SETTLED = 6;

/** What the process asks by itself, now and then. */
const OF_ITSELF = /fold_file_counts|"outbox"|"mails"|webhook_|"events"|pg_advisory|^(BEGIN|COMMIT|ROLLBACK|SET)/i;

/**
 * Asks each question as each account of an API in this process, and has PostgreSQL carry out every query of it again under `explain (analyze, buffers)`.
 * @param tokens of the accounts, by the name they are called in the answer
 * @param environment of the API; its database is asked
 */
export async function explainArchive(environment: NodeJS.ProcessEnv, { tokens, ids, questions = archiveQuestions }: { tokens: Readonly<Record<string, string>>; ids: ArchiveIds; questions?: typeof archiveQuestions }): Promise<ExplainedQuestion[]> {
  const settings = apiSettings({ ...environment, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' });
  const database = connect(settings.DATABASE_URL);
  let asked: Asked[] = [];
  database.on('query', ({ sql, bindings, options }: Asked) => {
    if (!OF_ITSELF.test(sql)) asked.push({ sql, bindings, ...(options ? { options } : {}) });
  });
  const api = await startApi(settings, pino({ level: 'silent' }), database);
  const client = await (database.client as { acquireRawConnection(): Promise<pg.Client> }).acquireRawConnection();
  try {
    const explained: ExplainedQuestion[] = [];
    for (const [who, token] of Object.entries(tokens)) {
      const ask = async (address: string) => {
        const answer = await fetch(api.local + address, { headers: { authorization: `Token ${token}` } });
        await answer.arrayBuffer();
        return answer.status;
      };
      // The counts are read once by each process.
      await ask('/api/files/facets/');
      for (const [what, question] of questions) {
        const address = addressOf(question, ids);
        // Until the statements are kept planned that are asked often.
        for (let i = 0; i < OFTEN; i++) await ask(address);
        asked = [];
        const status = await ask(address);
        const queries: ExplainedQuery[] = [];
        for (const query of asked.filter(({ sql }) => /^\s*(select|with)\b/i.test(sql))) queries.push(await explain(client, query));
        explained.push({ what, who, address, status, queries });
      }
    }
    return explained;
  } finally {
    await client.end();
    await api.close();
  }
}

async function explain(client: pg.Client, asked: Asked): Promise<ExplainedQuery> {
  const { sql, bindings, options } = asked;
  const kept = options?.name === undefined ? undefined : await keptPlan(client, asked, options.name);
  const runs: { milliseconds: number; buffers: number; plan: string }[] = [];
  for (let i = 0; i < 3; i++) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${kept ?? sql}`, kept === undefined ? [...bindings] : []);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const time = (name: string) => Number(new RegExp(`${name} Time: ([\\d.]+) ms`).exec(plan)?.[1] ?? 0);
    const pages = /^ *Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/m.exec(plan);
    runs.push({ milliseconds: time('Planning') + time('Execution'), buffers: Number(pages?.[1] ?? 0) + Number(pages?.[2] ?? 0), plan });
  }
  const [, median] = runs.sort((a, b) => a.milliseconds - b.milliseconds);
  if (!median) throw new Error('no plan');
  return { sql, ...median, processorMs: (await processorMs(client, asked)) ?? median.milliseconds };
}

/** A call of a statement that this connection keeps planned, as the API's do after a while: its plan may serve other values worse than one of their own. */
async function keptPlan(client: pg.Client, { sql, bindings }: Asked, name: string): Promise<string> {
  for (let i = 0; i < SETTLED; i++) await client.query({ name, text: sql, values: [...bindings] });
  const values: string[] = [];
  for (const value of bindings) {
    const { rows } = await client.query<{ literal: string }>('select quote_nullable($1::text) as literal', [value]);
    values.push(rows[0]?.literal ?? 'null');
  }
  return `execute "${name}"${values.length > 0 ? `(${values.join(', ')})` : ''}`;
}

/** What the process behind a connection works for one query, timed by the kernel and so the same beside other work; undefined where it cannot be seen. */
async function processorMs(client: pg.Client, { sql, bindings, options }: Asked): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const worked = () => Number(readFileSync(`/proc/${rows[0]?.pid ?? 0}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  const query = { text: sql, values: [...bindings], ...(options?.name === undefined ? {} : { name: options.name }) };
  const runs: number[] = [];
  for (let i = 0; i < 3; i++) {
    try {
      const before = worked();
      await client.query(query);
      runs.push(worked() - before);
    } catch {
      return undefined;
    }
  }
  return runs.sort((a, b) => a - b)[1];
}

/** A table that was read from end to end, with the rows that were looked at. */
export interface WholeScan {
  readonly table: string;
  readonly rows: number;
}

/** Sequential scans of a plan in text. One that stopped soon, because a page was full, has looked at few rows. */
export function sequentialScans(plan: string): WholeScan[] {
  const lines = plan.split('\n');
  return lines.flatMap((line, i) => {
    const [, table = '', rows = '', loops = ''] = /Seq Scan on (\w+).*actual time=\S+ rows=([\d.]+) loops=(\d+)/.exec(line) ?? [];
    if (table === '') return [];
    const end = lines.findIndex((other, j) => j > i && /->|^\w/.test(other));
    const removed = lines.slice(i, end < 0 ? undefined : end).map((other) => /Rows Removed by Filter: ([\d.]+)/.exec(other)?.[1] ?? '0');
    return [{ table, rows: (Number(rows) + removed.reduce((sum, count) => sum + Number(count), 0)) * Number(loops) }];
  });
}

/** All plans as a text to be committed, the slowest question first. */
export function plansInWords(explained: readonly ExplainedQuestion[], head: string): string {
  const total = ({ queries }: ExplainedQuestion) => queries.reduce((sum, { processorMs }) => sum + processorMs, 0);
  const large = /\b(files|reductions|lineage|decisions)\b/;
  const questions = [...explained].sort((a, b) => total(b) - total(a));
  const table = questions.map((question) => `${total(question).toFixed(1).padStart(8)} ms  ${String(question.queries.reduce((sum, { buffers }) => sum + buffers, 0)).padStart(7)} pages  ${question.who.padEnd(6)} ${question.what}`);
  const plans = questions.flatMap((question) => [
    `## ${question.what}, ${question.who}: ${question.address}`,
    ...question.queries.filter(({ sql }) => large.test(sql)).map(({ sql, plan, processorMs }) => `-- ${processorMs.toFixed(2)} ms\n${shortened(sql)}\n${shortened(plan)}\n`),
  ]);
  return [head, '', ...table, '', ...plans].join('\n');
}

/** Without the forty columns of a list, and without lists of ids. */
function shortened(text: string): string {
  return text
    .trim()
    .replace(/select files\.id as "id".*? as parent\b/gs, 'select <columns of a file>')
    .replace(/\{[\d,]{60,}\}/g, '{…}')
    .replace(/(\$\d+, ){9,}/g, '… ')
    .split('\n')
    .filter((line) => !/^\s*(Index Searches|Planning|Cache Mode|Hits|Buckets|Batches|Execution)\b/.test(line))
    .map((line) => line.replaceAll(/ \(cost=\S+ rows=\d+ width=\d+\)/g, '').slice(0, 200))
    .join('\n');
}
