import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import type { Zoom } from './chart';
import type { Spectrum } from './spectrum';

/** More rows than one reads make a page slow; a zoom shows the others. */
const MOST_ROWS = 2500;

/** The numbers of what is seen: the form of a spectrum that can be read aloud and copied. */
@Component({
  selector: 'gp-spectrum-table',
  host: { class: 'scroll sticky plot', tabindex: '0', role: 'region', '[attr.aria-label]': "text('plot.table.word')" },
  template: `
    <table>
      <thead>
        <tr>
          <th scope="col" class="num">{{ text(spectrum().axis === 'wavelength' ? 'plot.column.wavelength' : 'plot.dispersion') }}</th><th scope="col" class="num">{{ text('plot.column.flux', { unit: spectrum().unit }) }}</th>
          <th scope="col" class="num">{{ text('plot.column.error', { unit: spectrum().unit }) }}</th><th scope="col" class="num">{{ text('plot.column.sky', { unit: spectrum().unit }) }}</th><th scope="col">{{ text('plot.column.mask') }}</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.index) {
          <tr><td class="num">{{ row.x }}</td><td class="num">{{ row.flux }}</td><td class="num">{{ row.error }}</td><td class="num">{{ row.sky }}</td><td>{{ row.cause }}</td></tr>
        }
      </tbody>
    </table>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SpectrumTable {
  readonly spectrum = input.required<Spectrum>();
  readonly zoom = input<Zoom>([0, 1]);
  protected readonly text = text;
  protected readonly rows = computed(() => {
    const { x, flux, error, sky, masked, axis } = this.spectrum();
    const [from, to] = this.zoom().map((part) => Math.round(part * (x.length - 1))) as [number, number];
    const causes = new Map(masked.map(({ index, cause }) => [index, cause]));
    const one = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '–' : number(value, 1));
    return Array.from({ length: Math.min(MOST_ROWS, to - from + 1) }, (_, i) => {
      const index = from + i;
      const cause = causes.get(index);
      return { index, x: axis === 'wavelength' ? (x[index] ?? 0).toFixed(2) : String(index), flux: one(flux[index]), error: one(error[index]), sky: one(sky[index]), cause: cause === undefined ? '' : text(`plot.${cause}`) };
    });
  });
}
