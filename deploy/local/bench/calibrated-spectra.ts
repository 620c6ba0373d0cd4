import { LEVEL } from '#activities/domain/reduction';
import type { ApiClient, EventView } from '../demo/api-client.js';

/** No frame takes so long, however many wait before it. */
const PATIENCE_MS = 120_000;

/** When the calibrated spectrum of each frame could be had, by the event stream; seconds of this process' clock. */
export class CalibratedSpectra {
  readonly #when = new Map<number, PromiseWithResolvers<number>>();
  readonly #listening = new AbortController();
  readonly #ended: Promise<void>;

  constructor(api: ApiClient) {
    this.#ended = this.#follow(api.events(this.#listening.signal));
  }

  /** @throws Error when the frame fails, or nothing is heard of it. */
  async of(fileId: number): Promise<number> {
    const timer = setTimeout(() => this.#entry(fileId).reject(new Error(`nothing was heard of the spectrum of file ${fileId}`)), PATIENCE_MS);
    try {
      return await this.#entry(fileId).promise;
    } finally {
      clearTimeout(timer);
      this.#when.delete(fileId);
    }
  }

  async close(): Promise<void> {
    this.#listening.abort();
    await this.#ended;
  }

  async #follow(events: AsyncIterable<EventView>): Promise<void> {
    for await (const event of events) {
      if (event.kind === 'file' && event.payload.dataType === LEVEL.calibrated) this.#entry(event.payload.originalFileId).resolve(performance.now() / 1000);
      if (event.kind === 'reduction' && event.payload.state === 'failed' && event.file_id !== null) this.#entry(event.file_id).reject(new Error(`${event.payload.name}: ${event.payload.reason}`));
    }
  }

  #entry(fileId: number): PromiseWithResolvers<number> {
    const known = this.#when.get(fileId);
    if (known) return known;
    const made = Promise.withResolvers<number>();
    // Told to who asks; of a frame that nobody asks for nobody need hear.
    made.promise.catch(() => undefined);
    this.#when.set(fileId, made);
    return made;
  }
}
