import pg from 'pg';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { StoreEvent } from '#activities/store/models';
import { accessible } from './access/abilities-to-sql.js';
import type { Ability } from './access/permissions.js';
import { keepWanted, type EventWishes } from './event-wishes.js';
import { RepeatedWork } from './repeated-work.js';

type Listener = (event: StoreEvent) => void;

const BATCH = 500;
/** Earlier events are made to text in less than the time anybody notices, and never take more connections than these. */
const PAGE = 100;
const PAGES_AT_ONCE = 2;
/** What rules about events may speak of. */
const eventColumns = { proposalId: 'events.proposal_id', kind: 'events.kind' };
const RECONNECT_MS = { first: 100, longest: 5000 } as const;

/**
 * Every event of the platform, once, in order, to whoever listens in this process. One connection LISTENs; a notification only says
 * that there is something to read. Event numbers follow the order of commits, so reading on from the last one misses nothing, after
 * a lost connection either.
 */
export class EventFeed {
  readonly #database: Knex;
  readonly #databaseUrl: string;
  readonly #log: Logger;
  readonly #listeners = new Map<Listener, () => void>();
  #dismissed = false;
  readonly #followers = new Set<() => void>();
  readonly #watchers = new Map<() => void, number>();
  readonly #pages = atOnce(PAGES_AT_ONCE);
  #client: pg.Client | undefined;
  #reconnecting: NodeJS.Timeout | undefined;
  #rereading: NodeJS.Timeout | undefined;
  #delay: number = RECONNECT_MS.first;
  #last: number | undefined;
  readonly #reading = new RepeatedWork(() => this.#readSome());
  #closed = false;

  constructor(parts: { database: Knex; databaseUrl: string; log: Logger }) {
    this.#database = parts.database;
    this.#databaseUrl = parts.databaseUrl;
    this.#log = parts.log;
  }

  async open(): Promise<void> {
    await this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reconnecting);
    clearTimeout(this.#rereading);
    await this.#client?.end().catch(() => undefined);
    await this.#reading.rest();
  }

  /** Calls back for every event from now on, until the returned function is called; `end` when no more will come. */
  listen(listener: Listener, end: () => void): () => void {
    this.#listeners.set(listener, end);
    // When it has begun, so that it knows what to end.
    if (this.#dismissed) setImmediate(end);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when something changed in what an account may do, until the returned function is called. */
  watchAccess(account: number, changed: () => void): () => void {
    this.#watchers.set(changed, account);
    return () => this.#watchers.delete(changed);
  }

  /** Lets every listener go, and whoever still comes: they come back to the next process. */
  dismiss(): void {
    this.#dismissed = true;
    for (const end of [...this.#listeners.values()]) end();
  }

  /** Calls back when something happened, whatever it was, until the returned function is called: for those in this process who look for themselves. */
  follow(told: () => void): () => void {
    this.#followers.add(told);
    return () => this.#followers.delete(told);
  }

  /** How many listen here. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Number of the newest event that listeners have been told of. */
  get last(): number {
    return this.#last ?? 0;
  }

  /** The next earlier events after a number that somebody may hear of and wants, and up to which number these are all. Two pages at a time, whoever asks. */
  page(after: number, ability: Ability, wishes: EventWishes): Promise<{ readonly events: readonly StoreEvent[]; readonly end: number }> {
    return this.#pages(async () => {
      const until = this.last;
      const events = await keepWanted(accessible(StoreEvent.query(this.#database), ability, 'read', 'Event', eventColumns), wishes)
        .where('events.id', '>', after)
        .where('events.id', '<=', until)
        .orderBy('events.id')
        .limit(PAGE);
      return { events, end: events.length < PAGE ? until : (events.at(-1)?.id ?? until) };
    });
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#databaseUrl, keepAlive: true, connectionTimeoutMillis: 5000, application_name: 'goodman-live-pipeline events' });
    let lost = false;
    const onLost = (error?: Error) => {
      if (lost) return;
      lost = true;
      this.#reconnect(error);
    };
    client.on('error', onLost).on('end', () => {
      onLost();
    });
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'access') this.#tellAccess(Number(payload));
      else this.#read();
    });
    try {
      await client.connect();
      await client.query('listen events; listen access');
      if (this.#last === undefined) {
        const { rows } = await client.query<{ last: string | null }>('select max(id) as last from events');
        this.#last = Number(rows[0]?.last ?? 0);
      }
      this.#client = client;
      this.#delay = RECONNECT_MS.first;
      // What came while nobody listened.
      this.#read();
    } catch (error) {
      await client.end().catch(() => undefined);
      onLost(error as Error);
    }
  }

  #tellAccess(account: number): void {
    for (const [changed, whose] of [...this.#watchers]) if (whose === account) changed();
  }

  #reconnect(error: Error | undefined): void {
    this.#client = undefined;
    if (this.#closed) return;
    this.#log.warn({ err: error, againInMs: this.#delay }, 'the event connection was lost');
    this.#reconnecting = setTimeout(() => {
      void this.#connect();
    }, this.#delay);
    this.#delay = Math.min(this.#delay * 2, RECONNECT_MS.longest);
  }

  /** Reads what is new. */
  #read(): void {
    void this.#reading.ask();
  }

  async #readSome(): Promise<boolean> {
    if (this.#closed) return false;
    try {
      const events = await StoreEvent.query(this.#database).where('id', '>', this.#last ?? 0).orderBy('id').limit(BATCH);
      for (const event of events) {
        this.#last = event.id;
        for (const listener of [...this.#listeners.keys()]) listener(event);
      }
      if (events.length > 0) for (const told of [...this.#followers]) told();
      return events.length === BATCH;
    } catch (error) {
      this.#log.warn({ err: error, againInMs: RECONNECT_MS.longest }, 'new events could not be read');
      clearTimeout(this.#rereading);
      this.#rereading = setTimeout(() => {
        this.#read();
      }, RECONNECT_MS.longest);
      return false;
    }
  }
}

/** Runs works so many at a time, in order. */
function atOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
