import { inject, Injectable, signal, type ErrorHandler } from '@angular/core';
import { base, csrfToken } from '../api/client';
import { ProblemError } from '../api/problem';
import { Toasts } from './toasts';

/** A page in trouble repeats itself; the log needs it once. */
const MOST_REPORTS = 10;

/** What a page did not expect: told to the reader with a reference, and to the log under the same one. The rest of the page lives on. */
@Injectable({ providedIn: 'root' })
export class PageErrors implements ErrorHandler {
  readonly #toasts = inject(Toasts);
  readonly #told = new Set<string>();

  /** The reference of the last one; null when all is well. */
  readonly reference = signal<string | null>(null);

  handleError(error: unknown): void {
    console.error(error);
    // A request that was refused is no fault of the page: who asked shows it.
    if (error instanceof ProblemError) {
      this.#toasts.show({ state: 'failed', title: error.problem.detail, sentence: '' });
      return;
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (this.#told.has(message) || this.#told.size >= MOST_REPORTS) return;
    this.#told.add(message);
    const reference = crypto.randomUUID();
    this.reference.set(reference.slice(0, 8));
    void this.#report(reference, message, error instanceof Error ? (error.stack ?? '') : '');
  }

  async #report(reference: string, message: string, stack: string): Promise<void> {
    const headers = { 'Content-Type': 'application/json', 'X-Request-Id': reference, ...(csrfToken() === null ? {} : { 'X-CSRF-Token': csrfToken() ?? '' }) };
    const report = { page: location.pathname, message: message.slice(0, 2000), stack: stack.slice(0, 8000) };
    // What cannot be reported has been shown and stands in the console.
    await fetch(`${base}/api/logs/pages/`, { method: 'POST', headers, body: JSON.stringify(report) }).catch(() => undefined);
  }
}
