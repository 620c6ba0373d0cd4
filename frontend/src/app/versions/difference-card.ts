import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { components } from '../api/schema';
import { settingWords, valueWords } from '../proposals/setting-fields';
import { number } from '../texts/numbers';
import { text } from '../texts/text';

export type Difference = components['schemas']['DifferenceView'];

interface Row {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What two versions have otherwise, in words and in tables of two columns. */
@Component({
  selector: 'gp-difference-card',
  template: `
    <section class="card" aria-labelledby="difference">
      <header><h2 id="difference">{{ text('difference.title', { later: later(), older: older() }) }}</h2><span class="sm dim">{{ difference().words }}</span></header>
      @if (groups().length === 0) { <p class="body sm dim">{{ text('difference.none') }}</p> }
      @else {
        <div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('difference.title', { later: later(), older: older() })"><table>
          <thead><tr><th scope="col">{{ text('difference.what') }}</th><th scope="col">{{ text('compare.version', { n: older() }) }}</th><th scope="col">{{ text('compare.version', { n: later() }) }}</th></tr></thead>
          @for (group of groups(); track group.title) {
            <tbody><tr><th scope="rowgroup" colspan="3">{{ group.title }}</th></tr>
              @for (row of group.rows; track row.name) { <tr><td>{{ row.name }}</td><td class="mono xs">{{ row.before }}</td><td class="mono xs">{{ row.after }}</td></tr> }</tbody>
          }
        </table></div>
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DifferenceCard {
  readonly difference = input.required<Difference>();
  readonly later = input.required<number>();
  readonly older = input.required<number>();
  protected readonly text = text;
  protected readonly groups = computed(() => {
    const { calibrations, settings, steps, qualities, cards } = this.difference();
    const plain = (list: Difference['cards']): Row[] => list.map(({ name, before, after }) => ({ name, before: wordOf(before), after: wordOf(after) }));
    const measured = qualities.map(({ meaning, unit, before, after }) => ({ name: meaning, before: quantity(before, unit), after: quantity(after, unit) }));
    const all = [
      { title: text('difference.calibrations'), rows: plain(calibrations) },
      { title: text('difference.settings'), rows: settings.map(({ name, before, after }) => ({ name: settingWords(name), before: valueWords(before), after: valueWords(after) })) },
      { title: text('difference.steps'), rows: plain(steps) },
      { title: text('data.quality'), rows: measured },
      { title: text('difference.cards'), rows: plain(cards) },
    ];
    return all.filter(({ rows }) => rows.length > 0);
  });
}

function wordOf(value: string | number | boolean | null): string {
  return value === null ? '–' : String(value);
}

function quantity(value: number | null, unit: string): string {
  return value === null ? '–' : `${number(value, 3)} ${unit}`.trim();
}
