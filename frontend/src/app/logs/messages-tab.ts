import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { Work } from '../shell/work';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';

type Level = components['schemas']['LogLevel'];
type LogMessage = components['schemas']['LogMessage'];
const ROWS = 100;
const icons = { info: 'info', warning: 'warn', error: 'failed' } as const;

/** What a person may want to know, in sentences, the newest first. */
@Component({
  selector: 'gp-messages-tab',
  imports: [Empty, Icon, RouterLink, Trouble],
  template: `
    <div class="row wrap"><label class="sr" for="level">{{ text('logs.level') }}</label>
      <select id="level" class="auto" (change)="choose($event)"><option value="">{{ text('logs.level.all') }}</option>@for (one of levels; track one) { <option [value]="one">{{ text(key(one)) }}</option> }</select>
      @if (news() > 0) { <button class="btn small" type="button" (click)="reload()"><gp-icon name="up" />{{ text('logs.newer', { n: news() }) }}</button> }
    </div>
    <section class="card">
      @if (list.isLoading() && !list.hasValue()) { <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span>@for (row of levels; track row) { <div class="skeleton"></div> }</div> }
      @else if (list.error()) { <div class="body"><gp-trouble [what]="text('logs.messages.failed')" [error]="list.error()" (again)="list.reload()" /></div> }
      @else if (messages().length === 0) { <gp-empty icon="info" [title]="text('logs.messages.none')" [sentence]="text('logs.messages.none.sentence')" /> }
      @else {
        <div class="scroll"><table>
          <caption class="sr">{{ text('logs.messages') }}</caption>
          <thead><tr><th scope="col">{{ text('logs.time') }}</th><th scope="col">{{ text('logs.level') }}</th><th scope="col">{{ text('logs.message') }}</th><th scope="col">{{ text('logs.proposal') }}</th><th scope="col">{{ text('logs.frame') }}</th></tr></thead>
          <tbody>@for (each of messages(); track each.id) {
            <tr><td class="nowrap" [title]="each.time">{{ each.time.slice(0, 10) }} {{ clock(each.time, true) }}</td><td class="nowrap"><span class="row level" [class]="each.level"><gp-icon [name]="icons[each.level]" />{{ text(key(each.level)) }}</span></td><td class="sentence">{{ each.message }}</td>
              <td class="mono nowrap">@if (each.proposal_id) { <a [routerLink]="['/proposals', each.proposal_id]">{{ each.proposal_id }}</a> }</td>
              <td>@if (each.file_id !== null) { <a [routerLink]="['/data', each.file_id]">{{ each.file_id }}</a> }</td></tr>
          }</tbody>
        </table></div>
        @if (before() !== null) { <p class="more"><button class="btn" type="button" [disabled]="busy()" (click)="more()">{{ text('logs.earlier') }}</button></p> }
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessagesTab {
  readonly #work = new Work('passing');
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly icons = icons;
  protected readonly levels: readonly Level[] = ['info', 'warning', 'error'];
  protected readonly level = signal<Level | undefined>(undefined);
  protected readonly busy = this.#work.busy;
  /** Events since the list was read, which may have made a message: they knock. */
  protected readonly news = linkedSignal({ source: this.level, computation: () => 0 });
  protected readonly list = resource({ params: () => ({ level: this.level() }), loader: ({ params: { level }, abortSignal }) => body(api.GET('/api/logs/', { params: { query: { limit: ROWS, ...(level ? { level } : {}) } }, signal: abortSignal })) });
  readonly #earlier = linkedSignal({
    source: () => (this.list.hasValue() ? this.list.value() : undefined),
    computation: (first) => ({ messages: [] as readonly LogMessage[], before: first?.before ?? null }),
  });
  protected readonly before = computed(() => this.#earlier().before);
  protected readonly messages = computed(() => [...(this.list.hasValue() ? this.list.value().results : []), ...this.#earlier().messages]);

  constructor() {
    inject(Live).events.pipe(takeUntilDestroyed()).subscribe(({ kind }) => {
      if (kind === 'reduction' || kind === 'master') this.news.update((n) => n + 1);
    }); // prettier-ignore
  }

  protected key(level: Level) {
    return `logs.level.${level}` as const;
  }

  protected choose(event: Event): void {
    this.level.set(((event.target as HTMLSelectElement).value || undefined) as Level | undefined);
  }

  protected reload(): void {
    this.news.set(0);
    this.list.reload();
  }

  protected async more(): Promise<void> {
    const { messages, before } = this.#earlier();
    if (before === null) return;
    await this.#work.do(async () => {
      const level = this.level();
      const page = await body(api.GET('/api/logs/', { params: { query: { limit: ROWS, before, ...(level ? { level } : {}) } } }));
      // Those of another level belong to no list that is seen any more.
      if (level === this.level()) this.#earlier.set({ messages: [...messages, ...page.results], before: page.before });
    });
  }
}
