import { DestroyRef, inject, signal } from '@angular/core';
import { problemOf } from '../api/problem';
import { Toasts } from './toasts';

/** What a part of a page asks of the API when somebody presses something: one thing at a time, and a refusal is said. Made where a component may inject. */
export class Work {
  readonly #place = inject(DestroyRef);
  readonly #toasts = inject(Toasts);
  readonly #isSaidHere: boolean;
  /** The answer is on its way. */
  readonly busy = signal(false);
  /** Why the last was refused. */
  readonly trouble = signal('');

  /** @param said Where a refusal stands: here in `trouble`, or in a passing message. Where its place is gone meanwhile, as after an Undo, it is a message too. */
  constructor(said: 'here' | 'passing') {
    this.#isSaidHere = said === 'here';
  }

  /** @returns whether it was done */
  async do(work: () => Promise<unknown>): Promise<boolean> {
    this.busy.set(true);
    this.trouble.set('');
    try {
      await work();
      return true;
    } catch (error) {
      const { detail } = problemOf(error);
      if (this.#isSaidHere && !this.#place.destroyed) this.trouble.set(detail);
      else this.#toasts.show({ state: 'failed', title: detail, sentence: '' });
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}
