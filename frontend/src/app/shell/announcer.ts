import { Injectable, signal } from '@angular/core';

/** A screen reader is told at most so often. */
const PACE_MS = 5000;

/** The one polite live region of the page: changes of frames the reader may act on. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  readonly sentence = signal('');
  #waiting: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The newest sentence wins when several come close together. */
  say(sentence: string): void {
    if (this.#timer !== undefined) {
      this.#waiting = sentence;
      return;
    }
    this.sentence.set(sentence);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next !== undefined) this.say(next);
    }, PACE_MS);
  }
}
