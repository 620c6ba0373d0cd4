import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { frameNumbered } from '../api/files';
import { problemOf } from '../api/problem';
import { text } from '../texts/text';
import { Toasts } from './toasts';

/** To a night or a frame, as somebody types it: "2027-01-18", "20270118", "82", "0082". */
@Injectable({ providedIn: 'root' })
export class Jump {
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);

  /** @param of The night whose frames are counted; null is the newest. */
  async to(where: string, of: string | null): Promise<void> {
    const night = where.replaceAll('-', '');
    if (/^\d{8}$/.test(night)) return void this.#router.navigate(['/night', night]);
    try {
      const found = await frameNumbered(Number(where), of);
      if (found) void this.#router.navigate(['/data', found.id]);
      else this.#toasts.show({ state: 'rejected', title: text('data.hidden'), sentence: text('data.hidden.sentence') });
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    }
  }
}
