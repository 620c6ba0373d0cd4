import { ChangeDetectionStrategy, Component, computed, inject, input, resource, signal } from '@angular/core';
import { api, body } from '../api/client';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { Chart } from '../plots/chart';
import { WindowWidth } from '../plots/window-width';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { elementsOf, lampOption, lampSay } from './lamp-option';

/** The lamp that gave no wavelengths, with its lines: a table is one press away. */
@Component({
  selector: 'gp-lamp-evidence',
  imports: [Chart, Icon, Trouble],
  template: `
    @if (lamp.error()) {
      <div class="body"><gp-trouble [what]="text('failure.evidence.failed')" [error]="lamp.error()" (again)="lamp.reload()" /></div>
    } @else if (!lamp.hasValue()) {
      <div class="body" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div>
    } @else {
      <div class="plot-head">
        <span class="legend"><span><b class="matched">▼</b>{{ text('failure.matched') }}</span><span><b class="seen">○</b>{{ text('failure.seen') }}</span>@if (lamp.value().absent.length > 0) { <span><b class="m">┊</b>{{ text('failure.absent', { n: lamp.value().absent.length, elements: elements() }) }}</span> }</span>
        <button class="btn small quiet end" type="button" [attr.aria-pressed]="isTable()" (click)="isTable.set(!isTable())"><gp-icon name="table" />{{ text('plot.table.word') }}</button>
      </div>
      @if (lamp.value().by === 'header') { <p class="xs dim note">{{ text('failure.by.header') }}</p> }
      @if (isTable()) {
        <div class="scroll sticky lamp" tabindex="0" role="region" [attr.aria-label]="text('failure.lines')">
          <table><thead><tr><th scope="col" class="num">{{ text('failure.column') }}</th><th scope="col" class="num">{{ text('failure.height') }}</th><th scope="col">{{ text('failure.line') }}</th></tr></thead><tbody>
            @for (line of lamp.value().lines; track $index) { <tr><td class="num">{{ number(line.column, 1) }}</td><td class="num">{{ number(line.height) }}</td><td>{{ line.wavelength === null ? text('failure.seen') : line.element + ' ' + line.wavelength.toFixed(2) + ' Å' }}</td></tr> }
            @for (line of lamp.value().absent; track $index) { <tr><td class="num">{{ number(line.column, 1) }}</td><td class="num">–</td><td>{{ line.element }} {{ line.wavelength.toFixed(2) }} Å, {{ text('failure.not.seen') }}</td></tr> }
          </tbody></table>
        </div>
      } @else { <gp-chart class="lamp" [option]="option()" [say]="say()" /> }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LampEvidence {
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  /** A raw or reduced frame of the lamp. */
  readonly file = input.required<number>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly isTable = signal(false);
  protected readonly lamp = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/lamp/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly option = computed(() => (this.lamp.hasValue() ? lampOption(this.lamp.value(), { colors: this.#theme.colors(), isNarrow: this.#window.isNarrow() }) : {}));
  protected readonly say = computed(() => (this.lamp.hasValue() ? lampSay(this.lamp.value()) : ''));
  protected readonly elements = computed(() => (this.lamp.hasValue() ? elementsOf(this.lamp.value().absent) : ''));
}
