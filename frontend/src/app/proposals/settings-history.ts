import { ChangeDetectionStrategy, Component, inject, input, output, resource } from '@angular/core';
import { api, body } from '../api/client';
import { Rich } from '../parts/rich';
import { Trouble } from '../parts/trouble';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';
import { settingWords, valueWords } from './setting-fields';

/** Every version of the settings: what it changed, who did and when; any can be made current again. */
@Component({
  selector: 'gp-settings-history',
  imports: [Rich, Trouble],
  template: `
    <section class="card" aria-labelledby="history"><header><h2 id="history">{{ text('history.title') }}</h2></header><div class="body">
      @if (list.isLoading() && !list.hasValue()) { <div role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div></div> }
      @else if (list.error()) { <gp-trouble [what]="text('history.failed')" [error]="list.error()" (again)="list.reload()" /> }
      @else if (list.hasValue()) {
        @if (list.value().length === 0) { <p class="sm dim">{{ text('history.none') }}</p> }
        <ol class="history">
          @for (each of list.value(); track each.version) {
            <li><span class="badge">{{ each.version }}</span>
              <span>@for (change of each.changes; track change.name) { <gp-rich [sentence]="text('history.change', { name: settingWords(change.name), from: valueWords(change.from), to: valueWords(change.to) })" />@if (!$last) {<br />} }</span>
              <span class="faint nowrap" [title]="each.created">{{ each.created.slice(0, 10) }}</span><span></span><span class="dim">{{ each.author }}</span>
              @if (mayChange() && each.version !== version()) { <button class="btn small quiet" type="button" [disabled]="busy()" [attr.aria-label]="text('history.restore.of', { n: each.version })" (click)="restore(each.version)">{{ text('history.restore') }}</button> }
            </li>
          }
          @if (list.value().length > 0) {
            <li><span class="badge">0</span><span>{{ text('history.defaults') }}</span>@if (mayChange()) { <button class="btn small quiet" type="button" [disabled]="busy()" [attr.aria-label]="text('history.restore.of', { n: 0 })" (click)="restore(0)">{{ text('history.restore') }}</button> }</li>
          }
        </ol>
      }
    </div></section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsHistory {
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly id = input.required<string>();
  /** In force now: another one makes the list read itself again. */
  readonly version = input<number>();
  readonly mayChange = input(false);
  readonly restored = output();
  protected readonly text = text;
  protected readonly settingWords = settingWords;
  protected readonly valueWords = valueWords;
  protected readonly busy = this.#work.busy;
  protected readonly list = resource({ params: () => ({ id: this.id(), version: this.version() }), loader: ({ params: { id }, abortSignal }) => body(api.GET('/api/proposals/{id}/settings/history/', { params: { path: { id } }, signal: abortSignal })) });

  protected async restore(version: number): Promise<void> {
    await this.#work.do(async () => {
      const now = await body(api.POST('/api/proposals/{id}/settings/history/{version}/restore/', { params: { path: { id: this.id(), version: String(version) } }, body: {} }));
      this.restored.emit();
      this.#toasts.show({ state: 'final', title: text('settings.saved', { n: now.version }), sentence: '' });
    });
  }
}
