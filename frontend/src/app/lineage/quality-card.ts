import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, inject, input, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body, type FileDetail } from '../api/client';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { Chart } from '../plots/chart';
import { WindowWidth } from '../plots/window-width';
import { clock, number } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { trendOption, trendSay } from './trend-option';

/** The numbers that were measured, with their bounds, and how each went on over the night. */
@Component({
  selector: 'gp-quality-card',
  imports: [Chart, Icon, RouterLink, Trouble],
  template: `
    <section class="card" aria-labelledby="quality">
      <header><h2 id="quality">{{ text('data.quality') }}</h2><span class="sm dim">{{ summary() }}</span>
        <span class="row push"><button class="btn small" type="button" [attr.aria-expanded]="isWhole()" (click)="isWhole.set(!isWhole())">{{ text(isWhole() ? 'quality.fewer' : 'quality.all') }}</button></span></header>
      @if (rows().length > 0) { <div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('data.quality')"><table>
        <thead><tr><th scope="col">{{ text('data.quality.number') }}</th><th scope="col" class="num">{{ text('data.quality.value') }}</th><th scope="col">{{ text('data.quality.bound') }}</th><th scope="col"><span class="sr">{{ text('quality.trend') }}</span></th></tr></thead>
        <tbody>
          @for (quality of rows(); track quality.name) {
            <tr><td>@if (quality.flag) { <gp-icon class="flag" name="warn" [label]="quality.flag" /> } {{ quality.meaning }} @if (quality.flag) { <span class="small-note">{{ quality.flag }}</span> }</td><td class="num nowrap">{{ quality.value === null ? '–' : number(quality.value, 2) }} {{ quality.unit }}</td>
              <td class="dim nowrap" [title]="quality.source">@if (quality.at_least !== null) { {{ text('data.quality.at.least', { n: quality.at_least }) }} } @if (quality.at_most !== null) { {{ text('data.quality.at.most', { n: quality.at_most }) }} }</td>
              <td class="num">@if (file().night) { <button class="btn small quiet" type="button" [attr.aria-expanded]="opened() === quality.name" (click)="opened.set(opened() === quality.name ? undefined : quality.name)">{{ text('quality.trend') }}</button> }</td></tr>
            @if (opened() === quality.name) {
              <tr class="form"><td colspan="4">
                @if (trend.error()) { <gp-trouble [what]="text('quality.trend.failed')" [error]="trend.error()" (again)="trend.reload()" /> }
                @else if (!trend.hasValue()) { <span class="sm dim" role="status">{{ text('loading') }}</span> }
                @else if (trend.value().points.length < 2) { <p class="sm dim">{{ text('quality.trend.few') }}</p> }
                @else { <gp-chart class="trend" [option]="option()" [say]="say()" />
                  <details><summary class="xs">{{ text('plot.table.word') }}</summary><table><tbody>@for (point of trend.value().points; track $index) { <tr><td class="mono xs"><a [routerLink]="['/data', point.file_id]">{{ point.file_name }}</a></td><td class="nowrap">{{ point.observed_at ? clock(point.observed_at) : '–' }}</td><td class="num">@if (point.flagged) { <gp-icon class="flag" name="warn" [label]="text('quality.beyond')" /> } {{ number(point.value, 2) }}</td></tr> }</tbody></table></details> }
              </td></tr>
            }
          }
        </tbody>
      </table></div> }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QualityCard {
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  readonly file = input.required<FileDetail>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly clock = clock;
  /** All of them, or what is beyond a bound only: there are dozens, and nobody reads those that are as they should be. */
  protected readonly isWhole = signal(false);
  readonly #beyond = computed(() => this.file().qualities.filter(({ flag }) => flag !== null));
  protected readonly rows = computed(() => (this.isWhole() ? this.file().qualities : this.#beyond()));
  protected readonly summary = computed(() => {
    const [n, beyond] = [this.file().qualities.length, this.#beyond().length];
    return beyond === 0 ? text('quality.within', { n }) : text('quality.some.beyond', { n, beyond });
  });
  /** Whose trend is open. */
  protected readonly opened = signal<string | undefined>(undefined);
  protected readonly trend = resource({
    params: () => {
      const [name, { night, kind, data_type }] = [this.opened(), this.file()];
      return name === undefined || night === null ? undefined : { name, night: [night], kind: [kind], data_type: [data_type] };
    },
    loader: ({ params, abortSignal }) => body(api.GET('/api/qualities/trend/', { params: { query: params }, signal: abortSignal })),
  });
  protected readonly option = computed(() => (this.trend.hasValue() ? trendOption(this.trend.value(), { colors: this.#theme.colors(), isNarrow: this.#window.isNarrow(), current: this.file().id }) : {}));
  protected readonly say = computed(() => (this.trend.hasValue() ? trendSay(this.trend.value()) : ''));
}
