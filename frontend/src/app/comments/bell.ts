import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { Live } from '../live/live';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { loadStyles } from '../parts/styled';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';

const SHOWN = 20;

/** Where somebody spoke to the reader: a count in the menu, the last ones one press away. */
@Component({
  selector: 'gp-bell',
  imports: [Icon, RouterLink, Trouble],
  host: { class: 'bell', '(keydown.escape)': 'isOpen.set(false)' },
  template: `
    <button class="as-link" type="button" [attr.aria-expanded]="isOpen()" aria-controls="bell-list" (click)="open()"><gp-icon name="comment" [label]="unread() === 0 ? text('bell.none.new') : text('bell.new', { n: unread() })" />@if (unread() > 0) { <span class="badge" aria-hidden="true">{{ unread() }}</span> }</button>
    @if (isOpen()) {
      <section id="bell-list" class="card" [attr.aria-label]="text('bell.title')">
        <header><h2>{{ text('bell.title') }}</h2>@if (unread() > 0) { <button class="btn small quiet end" type="button" (click)="read()">{{ text('bell.read') }}</button> }</header>
        @if (list.error()) { <gp-trouble [what]="text('bell.failed')" [error]="list.error()" (again)="list.reload()" /> }
        @else if (!list.hasValue()) { <p class="body sm" role="status">{{ text('loading') }}</p> }
        @else if (list.value().results.length === 0) { <p class="body sm dim">{{ text('bell.none') }}</p> }
        @else {
          <div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('bell.title')"><ol>@for (note of list.value().results; track note.id) {
            <li><a [class.unread]="!note.read" [routerLink]="['/data', note.file_id]" (click)="isOpen.set(false); read([note.id])"><b>{{ note.comment.author.name }}</b> {{ text(kinds[note.kind]) }} <span class="mono xs">{{ note.file_name }}</span><br /><span class="dim xs">{{ note.comment.text }}</span> <span class="faint xs nowrap">{{ note.created.slice(0, 10) }} {{ clock(note.created) }}</span></a></li>
          }</ol></div>
        }
      </section>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Bell {
  readonly #live = inject(Live);
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly kinds = { mention: 'bell.mention', reply: 'bell.reply', comment: 'bell.comment' } as const;
  protected readonly isOpen = signal(false);
  protected readonly list = resource({ params: () => this.#live.openings(), loader: ({ abortSignal }) => body(api.GET('/api/notifications/', { params: { query: { page_size: SHOWN } }, signal: abortSignal })) });
  /** How many are unread, also of those that are not listed. */
  readonly #count = resource({ params: () => this.#live.openings(), loader: async ({ abortSignal }) => (await body(api.GET('/api/notifications/', { params: { query: { unread: true, page_size: 1 } }, signal: abortSignal }))).count });
  protected readonly unread = computed(() => (this.#count.hasValue() ? this.#count.value() : 0));

  constructor() {
    void loadStyles('choices');
    this.#live.events.pipe(takeUntilDestroyed()).subscribe(({ kind }) => {
      if (kind === 'comment') this.#reload();
    });
  }

  protected open(): void {
    this.isOpen.update((isOpen) => !isOpen);
    if (this.isOpen()) this.#reload();
  }

  /** A failure leaves them unread, which is all there is to say. */
  protected async read(ids?: number[]): Promise<void> {
    await api.POST('/api/notifications/read/', { body: ids ? { ids } : {} }).catch(() => undefined);
    this.#reload();
  }

  #reload(): void {
    this.list.reload();
    this.#count.reload();
  }
}
