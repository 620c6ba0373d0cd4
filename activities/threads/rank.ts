import { AsyncLocalStorage } from 'node:async_hooks';
import { Rank } from '../domain/priority.js';

const ranks = new AsyncLocalStorage<number>();

/** Does work whose jobs take their place in the queue of a thread pool by this rank: the smaller the sooner. */
export function ranked<T>(rank: number, work: () => T): T {
  return ranks.run(rank, work);
}

/** The rank of the work under way here. */
export function rankHere(): number {
  return ranks.getStore() ?? Rank.USUAL;
}
