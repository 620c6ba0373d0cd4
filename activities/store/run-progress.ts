import type { Knex } from 'knex';
import { noteProgress, type Run } from './run-records.js';

/**
 * Where a run is and how long its steps took, for people to look at: one write at a time, the latest only. Nobody waits for it, and losing one
 * costs nothing.
 */
export class RunProgress {
  readonly #database: Knex;
  readonly #run: Run;
  readonly #timings: Record<string, number> = {};
  #step: string | undefined;
  #changed = false;
  #writing: Promise<void> | undefined;

  constructor(database: Knex, run: Run) {
    this.#database = database;
    this.#run = run;
  }

  /** The step that runs, or ran last. */
  get step(): string | undefined {
    return this.#step;
  }

  /** Does the work of a step and notes that it is done, then how long that took. */
  async during<T>(step: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    this.#step = step;
    this.#note();
    const result = await work();
    this.#timings[step] = Number(((performance.now() - started) / 1000).toFixed(4));
    this.#note();
    return result;
  }

  /** Resolves when everything is written, or could not be. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #note(): void {
    this.#changed = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    while (this.#changed) {
      this.#changed = false;
      await noteProgress(this.#database, this.#run, { ...(this.#step === undefined ? {} : { step: this.#step }), timings: this.#timings }).catch(() => undefined);
    }
  }
}
