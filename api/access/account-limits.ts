import { ReductionError } from '#activities/domain/errors';

/** What a request takes from the others while it lasts. */
export type Use = 'ask' | 'send' | 'fetch' | 'listen';

interface Limit {
  /** As many at a time of one account … */
  readonly atOnce: number;
  /** … and as many more in a queue, which nobody else stands in. */
  readonly waiting: number;
}

/**
 * A page asks ten questions at once; 20 connections to the database are for all. 16 of 64 sockets to the object store. A telescope sends a whole
 * night at once: it waits its turn, unread. Listeners cost little, and a wall of monitors has many.
 */
const usual: Readonly<Record<Use, Limit>> = {
  ask: { atOnce: 8, waiting: 500 },
  send: { atOnce: 8, waiting: 500 },
  fetch: { atOnce: 16, waiting: 200 },
  listen: { atOnce: 128, waiting: 0 },
};
/** A place in the queue for as long as a stalled line is borne with, and a little more. */
const PATIENCE_MS = 60_000;

const spoken: Readonly<Record<Use, string>> = { ask: 'questions', send: 'uploads', fetch: 'downloads', listen: 'event streams' };

class Queue {
  active = 0;
  readonly waiting: (() => void)[] = [];
}

/** Keeps one account from using up what all share. */
export class AccountLimits {
  readonly #queues = new Map<string, Queue>();
  readonly #limits: Readonly<Record<Use, Limit>>;

  constructor(limits: Partial<Record<Use, Limit>> = {}) {
    this.#limits = { ...usual, ...limits };
  }

  /** Waits for its turn; gives what ends it. @throws ReductionError `too-many-requests` */
  async enter(use: Use, account: number): Promise<() => void> {
    const { atOnce, waiting } = this.#limits[use];
    const key = `${use} ${account}`;
    const queue = this.#queues.get(key) ?? new Queue();
    this.#queues.set(key, queue);
    if (queue.active < atOnce) queue.active++;
    else if (queue.waiting.length < waiting) await this.#wait(queue, use);
    else throw tooMany(use, atOnce + waiting);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = queue.waiting.shift();
      // The place is handed on, not given up: nobody slips in between.
      if (next) next();
      else if (--queue.active === 0) this.#queues.delete(key);
    };
  }

  #wait(queue: Queue, use: Use): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.waiting.splice(queue.waiting.indexOf(turn), 1);
        reject(tooMany(use, this.#limits[use].atOnce));
      }, PATIENCE_MS);
      queue.waiting.push(turn);
    });
  }
}

function tooMany(use: Use, allowed: number): ReductionError {
  return new ReductionError('too-many-requests', `Your account has ${allowed} ${spoken[use]} under way already: wait until some of them have ended.`, { allowed });
}
