import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { api, body } from '../api/client';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { Clipboard } from '../shell/clipboard';
import { text } from '../texts/text';

/** Every card of a file, in its order, filtered as one types. */
@Component({
  selector: 'gp-header-panel',
  imports: [Icon, Trouble],
  host: { class: 'header-box' },
  template: `
    @if (!header.hasValue() && header.isLoading()) {
      <div class="body" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div>
    } @else if (header.error()) {
      <div class="body"><gp-trouble [what]="text('data.header.failed')" [error]="header.error()" (again)="header.reload()" /></div>
    } @else {
      <div class="row filter"><gp-icon class="dim" name="funnel" /><label class="sr" for="cards">{{ text('data.header.filter') }}</label><input id="cards" type="search" [placeholder]="text('data.header.filter')" (input)="filter($event)" />
        <span class="xs dim nowrap">{{ text('data.cards.of', { n: shown().length, total: cards().length }) }}</span>
        <button class="btn small end" type="button" (click)="copy()"><gp-icon name="copy" />{{ text('data.header.copy') }}</button></div>
      <div class="scroll sticky" tabindex="0" role="region" [attr.aria-label]="text('data.header.region')">
        <table><thead><tr><th scope="col">{{ text('data.header.keyword') }}</th><th scope="col">{{ text('data.header.value') }}</th><th scope="col">{{ text('data.header.comment') }}</th></tr></thead>
          <tbody>@for (card of shown(); track $index) { <tr><td>{{ card.keyword }}</td><td>{{ card.value }}</td><td>{{ card.comment }}</td></tr> }</tbody></table>
      </div>
    }
    <div class="row close"><button class="btn small" type="button" (click)="closed.emit()"><gp-icon name="up" />{{ text('data.header.close') }}</button></div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HeaderPanel {
  readonly #clipboard = inject(Clipboard);
  readonly file = input.required<number>();
  readonly closed = output();
  protected readonly text = text;
  readonly #typed = signal('');
  protected readonly header = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/header/', { params: { query: { id: String(params) } }, signal: abortSignal })) });
  protected readonly cards = computed(() => (this.header.hasValue() ? this.header.value().cards : []));
  protected readonly shown = computed(() => {
    const typed = this.#typed().toLowerCase();
    return this.cards().filter(({ keyword, value, comment }) => `${keyword} ${String(value ?? '')} ${comment}`.toLowerCase().includes(typed));
  });

  protected filter(event: Event): void {
    this.#typed.set((event.target as HTMLInputElement).value);
  }

  protected copy(): void {
    const cards = this.shown();
    void this.#clipboard.copy(cards.map(({ keyword, value, comment }) => `${keyword}\t${String(value ?? '')}\t${comment}`).join('\n'), text('data.header.copied', { n: cards.length }));
  }
}
