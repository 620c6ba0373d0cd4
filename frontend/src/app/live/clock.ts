import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The time of this computer, once a second, in milliseconds since 1970. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly now = signal(Date.now());

  constructor() {
    const timer = setInterval(() => this.now.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
