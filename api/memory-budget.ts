import { ReductionError } from '#activities/domain/errors';
import { collectNow } from '#activities/threads/collect-garbage';

/** Whoever waits longer for memory is told to come back: the caller behind an idle line gives up at about the same time. */
const PATIENCE_MS = 30_000;
/** Bodies may take this share; the rest is for unpacking what came, so that uploads that hold a body each never wait for each other for ever. */
const SHARE_OF_BODIES = 0.75;

/** An upload of so much is over when its memory is really free: the collector may let several of them lie. Frames are smaller. */
const LARGE_BYTES = 64 * 2 ** 20;

interface Waiting {
  readonly bytes: number;
  readonly most: number;
  grant(): void;
}

/** Memory that a request holds; given back once. */
export interface Lease {
  /** More of it, for the same request. @throws ReductionError `busy`, `too-large` */
  readonly extend: (bytes: number) => Promise<void>;
  readonly release: () => void;
}

/** How many bytes of frames the whole process may hold at a time. First come, first served. */
export class MemoryBudget {
  readonly #total: number;
  readonly #waiting: Waiting[] = [];
  #used = 0;

  constructor(totalBytes: number) {
    this.#total = totalBytes;
  }

  get usedBytes(): number {
    return this.#used;
  }

  /**
   * @param collects What is lent lies in this thread's own memory, and much of it is collected before it is given back: that holds up everybody for a moment.
   * @throws ReductionError `busy` when nothing was given back in time, `too-large` for what would never fit.
   */
  async acquire(bytes: number, { collects = false }: { readonly collects?: boolean } = {}): Promise<Lease> {
    let held = 0;
    let released = false;
    const take = async (more: number, most: number) => {
      if (held + more > this.#total) {
        throw new ReductionError('too-large', `This needs ${held + more} bytes of memory; the platform lends ${this.#total} at most.`, { bytes: held + more, maxBytes: this.#total });
      }
      await this.#take(more, most);
      held += more;
      if (released) this.#giveBack(more);
    };
    await take(bytes, this.#total * SHARE_OF_BODIES);
    return {
      extend: (more) => take(more, this.#total),
      release: () => {
        if (released) return;
        released = true;
        if (!collects || held < LARGE_BYTES) this.#giveBack(held);
        else setImmediate(() => this.#giveBackCollected(held));
      },
    };
  }

  #fits({ bytes, most }: Pick<Waiting, 'bytes' | 'most'>): boolean {
    return this.#used === 0 || this.#used + bytes <= most;
  }

  async #take(bytes: number, most: number): Promise<void> {
    if (this.#waiting.every((other) => other.most < most) && this.#fits({ bytes, most })) {
      this.#used += bytes;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        bytes,
        most,
        grant: () => {
          clearTimeout(timer);
          this.#used += bytes;
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new ReductionError('busy', 'More frames are under way than fit into memory. Try this one again in a moment.', { bytes }));
        this.#grantWhatFits();
      }, PATIENCE_MS);
      this.#waiting.push(waiting);
    });
  }

  #giveBack(bytes: number): void {
    this.#used -= bytes;
    this.#grantWhatFits();
  }

  /** Once the request is gone, which has just been answered. */
  #giveBackCollected(bytes: number): void {
    collectNow();
    this.#giveBack(bytes);
  }

  /** In order within each kind: who unpacks is not held up by bodies that wait, or nothing would ever be given back. */
  #grantWhatFits(): void {
    for (const most of [this.#total, this.#total * SHARE_OF_BODIES]) {
      for (;;) {
        const next = this.#waiting.find((each) => each.most === most);
        if (!next || !this.#fits(next)) break;
        this.#waiting.splice(this.#waiting.indexOf(next), 1);
        next.grant();
      }
    }
  }
}
