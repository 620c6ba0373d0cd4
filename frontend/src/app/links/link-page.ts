import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { api, base, body } from '../api/client';
import { problemOf } from '../api/problem';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Logo } from '../parts/logo';
import { StateMark } from '../parts/state-mark';
import { Switch } from '../parts/switch';
import { Trouble } from '../parts/trouble';
import { nightDate, number } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';

const LEVELS = ['data.level.0', 'data.level.1', 'data.level.2', 'data.level.3', 'data.level.4'] as const;

/** For who has nothing but a link: one file, its picture, and the file to take home. */
@Component({
  selector: 'gp-link-page',
  imports: [Empty, Icon, Logo, StateMark, Switch, Trouble],
  template: `
    <header class="menu"><span class="brand"><gp-logo /><span>Goodman <b>Live Pipeline</b></span></span><div class="menu-end"><label [gpSwitch]="theme.isDark()" (gpSwitchChange)="theme.flip()"><span class="wide">{{ text('menu.theme') }}</span><gp-icon name="moon" /></label></div></header>
    <main id="main" tabindex="-1">
      @if (isOver()) {
        <h1 class="sr">{{ text('link.title') }}</h1><section class="card"><gp-empty icon="lock" [title]="text('link.over')" [sentence]="text('link.over.sentence')" /></section>
      } @else if (linked.error()) {
        <h1 class="sr">{{ text('link.title') }}</h1><gp-trouble [what]="text('link.failed')" [error]="linked.error()" (again)="linked.reload()" />
      } @else if (!linked.hasValue()) {
        <h1 class="sr">{{ text('link.title') }}</h1><section class="card" aria-busy="true"><div class="body"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div></section>
      } @else {
        @let file = linked.value();
        <div class="pagehead"><h1>{{ file.object || file.file_name }}</h1><gp-state [state]="file.provisional ? 'provisional' : 'final'" [chip]="true" /><span class="sm dim">{{ text(level()) }}@if (file.night; as night) { · {{ text('night.of', { date: nightDate(night) }) }} }</span></div>
        <p class="sm dim">{{ text('link.from', { name: file.from, until: file.until.slice(0, 10) }) }} @if (file.note) { “{{ file.note }}” }</p>
        @if (!file.current) { <p class="notice waiting sm"><span><gp-icon name="warn" /> {{ text('link.older', { name: file.from }) }}</span></p> }
        @for (flag of file.flags; track flag) { <p class="notice waiting sm"><span><gp-icon name="warn" /> {{ flag }}</span></p> }
        <section class="card picture" [attr.aria-label]="text('link.picture')"><img [src]="picture()" [alt]="text('link.picture.of', { name: file.file_name })" /></section>
        <div class="actions row wrap">@for (format of file.formats; track format) { <a class="btn" [class.main]="format === 'fits'" [href]="download(format)" download><gp-icon name="download" />{{ format.toUpperCase() }}@if (format === 'fits') { <span class="xs">{{ number(file.size_bytes / 1e6, 1) }} MB</span> }</a> }</div>
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LinkPage {
  /** The key in the address. */
  readonly token = input.required<string>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly nightDate = nightDate;
  protected readonly theme = inject(Theme);
  protected readonly linked = resource({ params: () => this.token(), loader: ({ params, abortSignal }) => body(api.GET('/api/links/{token}/', { params: { path: { token: params } }, signal: abortSignal })) });
  protected readonly isOver = computed(() => this.linked.error() !== undefined && problemOf(this.linked.error()).status === 404);
  protected readonly level = computed(() => LEVELS[this.linked.hasValue() ? this.linked.value().data_type : 0] ?? 'data.product');
  protected readonly picture = computed(() => `${base}/api/links/${encodeURIComponent(this.token())}/visualize/?format=svg&theme=${this.theme.isDark() ? 'dark' : 'light'}`);

  protected download(format: string): string {
    return `${base}/api/links/${encodeURIComponent(this.token())}/download/?format=${format}`;
  }
}
