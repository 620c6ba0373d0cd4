import type { Knex } from 'knex';
import { preparedRows } from '../prepared.js';
import { CountCube, type CountRow } from './count-cube.js';

/** A reader that was away longer than counts of nothing are kept would not hear of those: it reads everything again. */
const FORGOTTEN_AFTER_MS = 30 * 60_000;
const FOLD_EVERY_MS = 3000;
/** Rows read at once: the process answers others in between. */
const CHUNK = 20_000;

/** Proposals whose data everybody with an account may read from their day on, told apart by a number that their days move on, and by the day. */
const RELEASED = `
  select mark, (select coalesce(json_agg(soar_id), '[]')::text from proposals where release_date <= current_date) as text
  from (select generation || ' ' || current_date as mark from proposal_releases) now where mark <> ?`;

/** What changed since a fold, with what no fold has added up yet, and the released proposals if they are others: one statement, so that it is of one moment. */
const NEWS = `
  select 0 as kind, generation, block, night, tuple, files from file_counts where generation > ?
  union all select 1, 0, block, night, tuple, sum(files)::bigint from file_count_changes group by block, night, tuple
  union all select 2, 0, 0, mark, text, 0 from (${RELEASED}) known`;

interface News extends CountRow {
  /** 2: `tuple` are the released proposals, `night` is their mark. */
  readonly kind: 0 | 1 | 2;
  readonly generation: number;
}

/** Counts of all files, kept in this process and brought up to date by what changed. */
export class ArchiveCounts {
  readonly #database: Knex;
  #cube = new CountCube();
  #generation = -1;
  #releasedMark = '';
  #refreshedAt = 0;
  #undo: (() => void)[] = [];
  /** What is not added up yet, as text. */
  #pending = '[]';
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Knex) {
    this.#database = database;
  }

  /** Adds up what changed now and then; `onError` hears of a database that is away. */
  open(onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => void this.fold().catch(onError), FOLD_EVERY_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Adds up the differences; gives how many there were. */
  async fold(): Promise<number> {
    const { rows } = await this.#database.raw<{ rows: [{ folded: number }] }>('select fold_file_counts() as folded');
    return rows[0].folded;
  }

  /**
   * The counts as they are at this moment or later: everything that was committed before the call is in them. Those who ask while the database is being
   * asked share the next answer.
   */
  current(): Promise<CountCube> {
    return this.#fresh().then(() => this.#cube);
  }

  #fresh(): Promise<void> {
    if (!this.#running) return this.#run();
    this.#next ??= this.#running.catch(() => undefined).then(() => {
      this.#next = undefined;
      return this.#run();
    });
    return this.#next;
  }

  #run(): Promise<void> {
    const running = this.#refresh().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #refresh(): Promise<void> {
    if (this.#generation < 0 || Date.now() - this.#refreshedAt > FORGOTTEN_AFTER_MS) await this.#readAll();
    const at = Date.now();
    const rows = await preparedRows<News>(this.#database, NEWS, [this.#generation, this.#releasedMark]);
    const [folded, changed, released] = [0, 1, 2].map((kind) => rows.filter((row) => row.kind === kind)) as [News[], News[], News[]];
    const pending = JSON.stringify(changed);
    if (folded.length > 0 || pending !== this.#pending) {
      for (const undo of this.#undo) undo();
      for (const row of folded) {
        this.#cube.set(row);
        this.#generation = Math.max(this.#generation, row.generation);
      }
      this.#undo = changed.map((row) => this.#cube.add(row));
      this.#pending = pending;
    }
    for (const { tuple, night } of released) {
      this.#cube.released = new Set(JSON.parse(tuple) as string[]);
      this.#releasedMark = night;
    }
    this.#refreshedAt = at;
  }

  /** In chunks, all of one moment. */
  async #readAll(): Promise<void> {
    const cube = new CountCube();
    let generation = 0;
    await this.#database.transaction(
      async (trx) => {
        let after = '00000000-0000-0000-0000-000000000000';
        for (;;) {
          const { rows } = await trx.raw<{ rows: (CountRow & { key: string; generation: number })[] }>('select key, generation, block, night, tuple, files from file_counts where key > ? order by key limit ?', [after, CHUNK]);
          for (const row of rows) {
            generation = Math.max(generation, row.generation);
            if (row.files !== 0) cube.append(row);
          }
          const last = rows.at(-1);
          if (!last || rows.length < CHUNK) return;
          after = last.key;
        }
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
    this.#cube = cube;
    this.#releasedMark = '';
    this.#undo = [];
    this.#pending = '[]';
    this.#generation = generation;
  }
}
