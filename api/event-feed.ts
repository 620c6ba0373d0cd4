import pg from 'pg';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { StoreEvent } from '#activities/store/models';

type Listener = (event: StoreEvent) => void;

const BATCH = 500;
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
  readonly #listeners = new Set<Listener>();
  #client: pg.Client | undefined;
  #reconnecting: NodeJS.Timeout | undefined;
  #rereading: NodeJS.Timeout | undefined;
  #delay: number = RECONNECT_MS.first;
  #last: number | undefined;
  #reading: Promise<void> | undefined;
  #more = false;
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
    await this.#reading;
  }

  /** Calls back for every event from now on, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events after a number, up to the newest that listeners have been told of. */
  async *since(after: number): AsyncGenerator<StoreEvent> {
    const until = this.#last ?? 0;
    for (let id = after; ; ) {
      const events = await StoreEvent.query(this.#database).where('id', '>', id).where('id', '<=', until).orderBy('id').limit(BATCH);
      yield* events;
      const newest = events.at(-1);
      if (!newest || events.length < BATCH) return;
      id = newest.id;
    }
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
    client.on('notification', () => {
      this.#read();
    });
    try {
      await client.connect();
      await client.query('listen events');
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

  #reconnect(error: Error | undefined): void {
    this.#client = undefined;
    if (this.#closed) return;
    this.#log.warn({ err: error, againInMs: this.#delay }, 'the event connection was lost');
    this.#reconnecting = setTimeout(() => {
      void this.#connect();
    }, this.#delay);
    this.#delay = Math.min(this.#delay * 2, RECONNECT_MS.longest);
  }

  /** Reads what is new; asked while reading, it reads once more. */
  #read(): void {
    this.#more = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
  }

  async #readAll(): Promise<void> {
    while (this.#more && !this.#closed) {
      this.#more = false;
      try {
        const events = await StoreEvent.query(this.#database).where('id', '>', this.#last ?? 0).orderBy('id').limit(BATCH);
        for (const event of events) {
          this.#last = event.id;
          for (const listener of this.#listeners) listener(event);
        }
        if (events.length === BATCH) this.#more = true;
      } catch (error) {
        this.#log.warn({ err: error, againInMs: RECONNECT_MS.longest }, 'new events could not be read');
        clearTimeout(this.#rereading);
        this.#rereading = setTimeout(() => {
          this.#read();
        }, RECONNECT_MS.longest);
        return;
      }
    }
  }
}
