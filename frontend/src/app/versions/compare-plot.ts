import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, input, model, output, resource, signal, untracked, viewChild } from '@angular/core';
import { readSpectrum } from '../api/files';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { differenceInSigma } from '../plots/difference';
import { Chart, type Zoom } from '../plots/chart';
import { nearest, spectrumOf, type Spectrum } from '../plots/spectrum';
import type { Scale } from '../plots/spectrum-option';
import { WindowWidth } from '../plots/window-width';
import { Keys } from '../shell/keys';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { around, compareOption, type Shown } from './compare-option';

const SIDE = 130;
const MARGIN = 12;
const BLINK_MS = 600;

/** Two versions of a spectrum: on one axis, one after the other, and in words. Opens where they differ most. */
@Component({
  selector: 'gp-compare-plot',
  imports: [Chart, Icon, Trouble],
  host: { class: 'compare' },
  template: `
    @if (other.error()) { <div class="body"><gp-trouble [what]="text('compare.failed')" [error]="other.error()" (again)="other.reload()" /></div> }
    @else if (!other.hasValue()) { <div class="holder" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div> }
    @else {
      <div class="plot-head"><div class="readout"><b>{{ readout().place }}</b><span>{{ text('compare.later', { n: laterVersion() }) }} <b>{{ readout().later }}</b></span><span>{{ text('compare.older', { n: olderVersion() }) }} <b>{{ readout().older }}</b></span><span>{{ readout().sigma }} σ</span></div>
        <div class="row end"><div class="seg" role="group" [attr.aria-label]="text('plot.scale')"><button type="button" [attr.aria-pressed]="scale() === 'linear'" (click)="scale.set('linear')">{{ text('plot.linear') }}</button><button type="button" [attr.aria-pressed]="scale() === 'log'" (click)="scale.set('log')">{{ text('plot.log') }}</button></div>
          <button class="btn small" type="button" [attr.aria-pressed]="shown() !== 'both'" (click)="blink()"><gp-icon name="layers" />{{ text('compare.blink') }} <kbd class="no-phone">b</kbd></button></div></div>
      <div class="holder">
        <gp-chart [option]="option()" [say]="say()" (zoomed)="zoomed.emit($event)" (pointed)="at.set($event)" />
        <div class="plot-side no-phone"><span class="legend"><span><i></i>{{ text('compare.version', { n: laterVersion() }) }}</span><span><i class="other"></i>{{ text('compare.version', { n: olderVersion() }) }}</span><span><i class="diff"></i>{{ text('compare.difference') }}</span></span></div>
      </div>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ComparePlot {
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  private readonly chart = viewChild(Chart);
  readonly spectrum = input.required<Spectrum>();
  readonly object = input.required<string>();
  /** The other version: its file and its number, and the number of the one that is shown. */
  readonly against = input.required<number>();
  readonly laterVersion = input(0);
  readonly olderVersion = input(0);
  readonly scale = model<Scale>('linear');
  /** Column of the largest change; the plot opens there. */
  readonly largest = input<number>();
  readonly zoomed = output<Zoom>();
  protected readonly text = text;
  protected readonly shown = signal<Shown>('both');
  protected readonly at = signal<number | undefined>(undefined);
  protected readonly other = resource({ params: () => this.against(), loader: async ({ params, abortSignal }) => spectrumOf(await readSpectrum(params, abortSignal)) });
  readonly #both = computed(() => (this.other.hasValue() ? { later: this.spectrum(), older: this.other.value() } : undefined));
  protected readonly option = computed(() => {
    const both = this.#both();
    const isNarrow = this.#window.isNarrow();
    return both ? compareOption(both.later, both.older, { scale: this.scale(), colors: this.#theme.colors(), isNarrow, right: isNarrow ? MARGIN : SIDE, shown: this.shown() }) : {};
  });
  readonly #sigma = computed(() => {
    const both = this.#both();
    return both && differenceInSigma(both.later, both.older);
  });
  protected readonly readout = computed(() => {
    const { x, flux, axis, unit } = this.spectrum();
    const at = this.at();
    const i = at === undefined ? (this.largest() ?? 0) : nearest(x, at);
    const older = this.#both()?.older;
    const j = older && at !== undefined ? nearest(older.x, at) : i;
    const one = (value: number | undefined): string => (value === undefined || !Number.isFinite(value) ? '–' : `${number(value)} ${unit}`);
    const sigma = this.#sigma()?.[i];
    return { place: axis === 'wavelength' ? `${(x[i] ?? 0).toFixed(2)} Å` : text('plot.pixel', { n: i }), later: one(flux[i]), older: one(older?.flux[j]), sigma: sigma === undefined || !Number.isFinite(sigma) ? '–' : number(sigma, 1) };
  });
  protected readonly say = computed(() => {
    const most = this.#sigma()?.reduce((best, value) => Math.max(best, Math.abs(value) || 0), 0);
    return text('compare.say', { object: this.object(), later: this.laterVersion(), older: this.olderVersion(), sigma: most === undefined ? '–' : number(most, 1) });
  });

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    inject(Keys).bind({ b: () => this.blink() }, destroyed);
    destroyed.onDestroy(() => clearInterval(this.#timer));
    // The chart is no template: it is told where to look, once for each pair.
    effect(() => {
      const [chart, largest, both] = [this.chart(), this.largest(), this.#both()];
      if (!chart || !both || largest === undefined) return;
      const zoom = around(largest, untracked(this.spectrum).flux.length);
      chart.zoomTo(zoom);
      untracked(() => this.zoomed.emit(zoom));
    });
  }

  /** One version after the other, until it is pressed again. */
  blink(): void {
    clearInterval(this.#timer);
    if (this.shown() !== 'both') return this.shown.set('both');
    this.shown.set('older');
    this.#timer = setInterval(() => this.shown.update((shown) => (shown === 'older' ? 'later' : 'older')), BLINK_MS);
  }
}
