import type { Logger } from 'pino';
import { problemOf } from './problem.js';
import type { ReductionsClient } from './reductions-client.js';

const SWEEP_EVERY_MS = 5 * 60_000;

/** Has the results of tries deleted whose time is over: nothing of a try stays, wherever it was kept. */
export class ExpiredTries {
  readonly #reductions: ReductionsClient;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor({ reductions, log }: { readonly reductions: ReductionsClient; readonly log: Logger }) {
    this.#reductions = reductions;
    this.#log = log;
  }

  open(): void {
    this.#timer = setInterval(() => {
      this.#sweeping ??= this.#sweep();
    }, SWEEP_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    try {
      const gone = await this.#reductions.forgetTrials();
      if (gone > 0) this.#log.info({ tries: gone }, 'results of tries were deleted: their hour is over');
    } catch (error) {
      this.#log.warn({ err: error }, `results of tries are still there: ${problemOf(error).detail}`);
    } finally {
      this.#sweeping = undefined;
    }
  }
}
