import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { OutboxEntry } from '#activities/store/models';
import type { ReductionsClient } from './reductions-client.js';

const SWEEP_EVERY_MS = 10_000;
const BATCH = 100;

/**
 * Keeps the promise of every upload: its reduction starts. An entry is started right after the upload was answered; what Temporal
 * missed, because it or this process was away, a sweep starts later. Starting twice is harmless, so nothing is locked meanwhile.
 */
export class Outbox {
  readonly #database: Knex;
  readonly #reductions: Pick<ReductionsClient, 'keepPromise' | 'ping'>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(parts: { database: Knex; reductions: Pick<ReductionsClient, 'keepPromise' | 'ping'>; log: Logger }) {
    this.#database = parts.database;
    this.#reductions = parts.reductions;
    this.#log = parts.log;
  }

  /** Sweeps now and from time to time. */
  open(): void {
    const sweep = () => {
      void this.sweep();
    };
    this.#timer = setInterval(sweep, SWEEP_EVERY_MS);
    sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Starts one entry now. Nobody waits for it; if it fails, the sweep will do it. */
  async start(entry: OutboxEntry): Promise<boolean> {
    try {
      await this.#reductions.keepPromise(entry.workflowStart);
      await OutboxEntry.query(this.#database).findById(entry.id).patch({ startedAt: new Date() });
      return true;
    } catch (error) {
      this.#log.warn({ err: error, workflowId: entry.workflowStart.workflowId }, 'a reduction was not started; it will be');
      return false;
    }
  }

  /** Starts entries one after the other, and nobody waits; from the first that fails on, the sweep will do it. */
  startAll(entries: readonly OutboxEntry[]): void {
    void (async () => {
      for (const entry of entries) if (!(await this.start(entry))) return;
    })();
  }

  /** Starts everything that was promised and not started; one sweep at a time. */
  sweep(): Promise<void> {
    return (this.#sweeping ??= this.#sweepAll().finally(() => {
      this.#sweeping = undefined;
    }));
  }

  async #isThere(): Promise<boolean> {
    return this.#reductions.ping().then(
      () => true,
      () => false,
    );
  }

  async #sweepAll(): Promise<void> {
    try {
      for (let after = 0; ; ) {
        const entries = await OutboxEntry.query(this.#database).whereNull('startedAt').where('id', '>', after).orderBy('id').limit(BATCH);
        for (const entry of entries) {
          after = entry.id;
          // Temporal is away: the rest would only wait for nothing. If it is not, this entry must not hold up the others.
          if (!(await this.start(entry)) && !(await this.#isThere())) return;
        }
        if (entries.length < BATCH) return;
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'the outbox could not be read; the next sweep will');
    }
  }
}
