import { inject, Injectable } from '@angular/core';
import { text } from '../texts/text';
import { Toasts } from './toasts';

/** Copies words, and says whether it could. */
@Injectable({ providedIn: 'root' })
export class Clipboard {
  readonly #toasts = inject(Toasts);

  /** @param done What is copied then, as a sentence. */
  async copy(words: string, done: string): Promise<void> {
    if (await copied(words)) this.#toasts.show({ state: 'final', title: done, sentence: '' });
    else this.#toasts.show({ state: 'failed', title: text('copy.failed'), sentence: text('copy.failed.sentence') });
  }
}

/** A browser has no clipboard on a page without TLS, and may refuse the one that it has; what is selected it copies there too. */
async function copied(words: string): Promise<boolean> {
  const clipboard = navigator.clipboard as globalThis.Clipboard | undefined;
  try {
    await clipboard?.writeText(words);
    if (clipboard) return true;
  } catch {
    // The other way may still do.
  }
  const [field, focused] = [document.createElement('textarea'), document.activeElement];
  field.value = words;
  field.className = 'sr';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
