import { ChangeDetectionStrategy, Component, computed, inject, input, model, output, signal, viewChild } from '@angular/core';
import { Icon } from '../parts/icon';
import { number } from '../texts/numbers';
import { text, type PlainKey } from '../texts/text';
import { Theme } from '../theme/theme';
import { Chart, type Zoom } from './chart';
import { nearest, type Cause, type Spectrum } from './spectrum';
import { peakOf, spectrumSays } from './spectrum-says';
import { spectrumOption, type Scale } from './spectrum-option';
import { SpectrumTable } from './spectrum-table';
import { WindowWidth } from './window-width';

/** Room beside the curve for what its numbers say, px. */
const SIDE = 130;
const MARGIN = 12;
const CAUSES: readonly (readonly [Cause, sign: string, PlainKey])[] = [
  ['saturated', '▲', 'plot.saturated'],
  ['cosmic', '✕', 'plot.cosmic'],
  ['bad', '■', 'plot.bad'],
  ['empty', '○', 'plot.empty'],
];

/** One spectrum: readout, scale, curve, and what its marks mean; a table instead of it is one press away. */
@Component({
  selector: 'gp-spectrum-plot',
  imports: [Chart, Icon, SpectrumTable],
  host: { class: 'spectrum-plot' },
  template: `
    <div class="plot-head">
      <div class="readout">
        <b>{{ readout().place }}</b><span>{{ readout().pixel }}</span><b>{{ readout().value }}</b><span>{{ readout().snr }}</span><span>{{ readout().sky }}</span>
      </div>
      <div class="row end">
        <div class="seg" role="group" [attr.aria-label]="text('plot.scale')">
          <button type="button" [attr.aria-pressed]="scale() === 'linear'" (click)="scale.set('linear')">{{ text('plot.linear') }}</button>
          <button type="button" [attr.aria-pressed]="scale() === 'log'" (click)="scale.set('log')">{{ text('plot.log') }}</button>
        </div>
        <button class="btn small square quiet" type="button" [attr.aria-pressed]="isTable()" (click)="isTable.set(!isTable())"><gp-icon name="table" [label]="text('plot.table')" /></button>
      </div>
    </div>
    <div class="holder">
      @if (isTable()) {
        <gp-spectrum-table [spectrum]="spectrum()" [zoom]="zoom()" />
      } @else {
        <gp-chart [option]="option()" [say]="say()" (zoomed)="zoom.set($event); zoomed.emit($event)" (pointed)="at.set($event)" />
        <div class="plot-side no-phone">
          <dl>
            @for (fact of facts(); track fact.name) { <dt>{{ fact.name }}</dt><dd>{{ fact.value }} <small>{{ fact.more }}</small></dd> }
          </dl>
          <span class="legend">
            <span><i></i>{{ text('plot.spectrum') }}</span>
            @if (hasBand()) { <span><i class="band"></i>{{ text('plot.sigma') }}</span> }
            @if (hasSky()) { <span><i class="sky"></i>{{ text('plot.sky') }}</span> }
            @for (cause of causes(); track cause[0]) { <span><b class="m">{{ cause[1] }}</b>{{ text(cause[2]) }}</span> }
          </span>
        </div>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SpectrumPlot {
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  private readonly chart = viewChild(Chart);
  readonly spectrum = input.required<Spectrum>();
  readonly object = input.required<string>();
  /** Beside the curve: "Median S/N 97". */
  readonly facts = input<readonly { readonly name: string; readonly value: string; readonly more?: string }[]>([]);
  readonly scale = model<Scale>('linear');
  readonly hasBand = input(true);
  readonly hasSky = input(true);
  readonly smoothing = input(1);
  readonly zoomed = output<Zoom>();
  protected readonly text = text;
  protected readonly isTable = signal(false);
  protected readonly zoom = signal<Zoom>([0, 1]);
  /** Where the pointer is; at first where the flux is highest. */
  protected readonly at = signal<number | undefined>(undefined);

  protected readonly causes = computed(() => CAUSES.filter(([cause]) => this.spectrum().masked.some((pixel) => pixel.cause === cause)));
  protected readonly option = computed(() =>
    spectrumOption(this.spectrum(), {
      scale: this.scale(),
      colors: this.#theme.colors(),
      isNarrow: this.#window.isNarrow(),
      right: this.#window.isNarrow() ? MARGIN : SIDE,
      hasBand: this.hasBand(),
      hasSky: this.hasSky(),
      smoothing: this.smoothing(),
    }),
  );
  readonly #peak = computed(() => peakOf(this.spectrum()));
  protected readonly readout = computed(() => {
    const { x, flux, error, sky, unit, axis } = this.spectrum();
    const at = this.at();
    const i = at === undefined ? this.#peak() : nearest(x, at);
    const value = (of: Float64Array): number => of[i] ?? Number.NaN;
    return {
      place: axis === 'wavelength' ? `${value(x).toFixed(2)} Å` : '',
      pixel: text('plot.pixel', { n: i }),
      value: Number.isNaN(value(flux)) ? text('plot.empty') : text('plot.value', { value: number(value(flux)), error: number(value(error)), unit }),
      snr: text('plot.sn.short', { n: Number.isFinite(value(flux) / value(error)) ? Math.round(value(flux) / value(error)) : '–' }),
      sky: text('plot.sky.short', { n: Number.isFinite(value(sky)) ? number(value(sky)) : '–' }),
    };
  });
  protected readonly say = computed(() => spectrumSays(this.spectrum(), this.object()));

  /** Wheel and drag have their keys: nearer, farther, the whole, sideways. */
  zoomBy(factor: number): void {
    const [from, to] = this.zoom();
    const [middle, half] = [(from + to) / 2, ((to - from) / 2) * factor];
    this.#show(middle - half, middle + half);
  }

  moveBy(share: number): void {
    const [from, to] = this.zoom();
    const step = Math.max(-from, Math.min(1 - to, share * (to - from)));
    this.#show(from + step, to + step);
  }

  showAll(): void {
    this.#show(0, 1);
  }

  /** A part that somebody else named. */
  showPart([from, to]: Zoom): void {
    this.#show(from, to);
  }

  /** The readout of the next pixel. */
  point(pixels: number): void {
    const { x } = this.spectrum();
    const at = this.at();
    const next = (at === undefined ? this.#peak() : nearest(x, at)) + pixels;
    this.at.set(x[Math.min(x.length - 1, Math.max(0, next))]);
  }

  #show(from: number, to: number): void {
    const zoom: Zoom = [Math.max(0, from), Math.min(1, to)];
    this.zoom.set(zoom);
    this.chart()?.zoomTo(zoom);
    this.zoomed.emit(zoom);
  }
}
