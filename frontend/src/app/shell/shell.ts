import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterOutlet } from '@angular/router';
import { Live } from '../live/live';
import { Session } from '../session/session';
import { span } from '../texts/numbers';
import { text } from '../texts/text';
import { Announcer } from './announcer';
import { ConnectionLine } from './connection';
import { menuEntries } from './entries';
import { Footer } from './footer';
import { KeyboardHelp } from './keyboard-help';
import { Keys } from './keys';
import { Menu } from './menu';
import { PageErrors } from './page-errors';
import { Palette } from './palette';
import { TabBar } from './tab-bar';
import { ToastList, Toasts } from './toasts';

/** What stands around every page of somebody who is signed in. */
@Component({
  selector: 'gp-shell',
  imports: [ConnectionLine, Footer, KeyboardHelp, Menu, Palette, RouterOutlet, TabBar, ToastList],
  host: { '(document:keydown.control.k)': 'openPalette($event)', '(document:keydown.meta.k)': 'openPalette($event)' },
  template: `
    <a class="skip" href="#main" (click)="skip($event)">{{ text('menu.skip') }}</a>
    <gp-menu />
    <gp-connection-line />
    @if (errors.reference(); as reference) {
      <div class="notice failed line" role="alert"><span><b>{{ text('trouble.page') }}.</b> {{ text('trouble.page.sentence', { reference }) }}</span></div>
    }
    <router-outlet />
    <gp-footer (help)="help().open()" />
    <gp-tab-bar (more)="palette().open()" />
    <gp-toasts />
    <p class="sr" aria-live="polite">{{ announcer.sentence() }}</p>
    <gp-palette />
    <gp-keyboard-help />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Shell {
  readonly #router = inject(Router);
  protected readonly text = text;
  protected readonly announcer = inject(Announcer);
  protected readonly errors = inject(PageErrors);
  protected readonly help = viewChild.required(KeyboardHelp);
  protected readonly palette = viewChild.required(Palette);

  constructor() {
    const [live, session, toasts, destroyed] = [inject(Live), inject(Session), inject(Toasts), inject(DestroyRef)];
    live.start();
    destroyed.onDestroy(() => live.stop());
    live.returns.pipe(takeUntilDestroyed()).subscribe(({ afterSecond, missed }) => toasts.show({ state: 'final', title: text('link.live'), sentence: text('link.back', { span: span(afterSecond), n: missed }) }));
    const pages = menuEntries.filter(({ key }) => key !== undefined).map(({ key, path }) => [`g ${key}`, () => void this.#router.navigateByUrl(path)] as const);
    inject(Keys).bind({ ...Object.fromEntries(pages), '?': () => this.help().open(), '/': () => void this.#router.navigateByUrl('/search') }, destroyed);
    // An effect, because the end of a session is heard from any request: the page goes to the login and comes back.
    effect(() => {
      if (session.ended()) void this.#router.navigate(['/login'], { queryParams: { then: this.#router.url } });
    });
  }

  /** Not by the address: that would be another page. */
  protected skip(event: Event): void {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }

  protected openPalette(event: Event): void {
    event.preventDefault();
    this.palette().open();
  }
}
