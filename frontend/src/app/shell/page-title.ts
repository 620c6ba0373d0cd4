import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { text, type PlainKey } from '../texts/text';

/** The title of the window: what a page says of itself, else the name of the page, in the language of the reader. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);
  readonly #page = signal<PlainKey | undefined>(undefined);
  readonly #own = signal<string | undefined>(undefined);

  constructor() {
    super();
    // The window is no template: an effect follows the language.
    effect(() => {
      const page = this.#page();
      const words = this.#own() ?? (page && text(page));
      this.#title.setTitle(words === undefined ? text('title') : text('page.title', { page: words }));
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.#own.set(undefined);
    this.#page.set(this.buildTitle(snapshot) as PlainKey | undefined);
  }

  /** "0082 NGC 2992" instead of "Data". */
  say(words: string): void {
    this.#own.set(words);
  }
}
