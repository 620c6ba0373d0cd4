import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Is this a phone, or a window as narrow? Plots leave words out there. */
@Injectable({ providedIn: 'root' })
export class WindowWidth {
  readonly #query = matchMedia('(max-width: 700px)');
  readonly isNarrow = signal(this.#query.matches);

  constructor() {
    const follow = (): void => this.isNarrow.set(this.#query.matches);
    this.#query.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => this.#query.removeEventListener('change', follow));
  }
}
