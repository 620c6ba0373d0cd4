import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal, output, resource, signal, untracked, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readSpectrum } from '../api/files';
import { Icon } from '../parts/icon';
import { Rich } from '../parts/rich';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { loadFrame } from '../data/load-frame';
import { FramePlot } from '../plots/frame-plot';
import { SpectrumPlot } from '../plots/spectrum-plot';
import type { FrameLook } from '../plots/stretch';
import { spectrumOf, type Spectrum } from '../plots/spectrum';
import type { Zoom } from '../plots/chart';
import type { Scale } from '../plots/spectrum-option';
import { WindowWidth } from '../plots/window-width';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { asSentence, type Frame } from './frame';
import { seconds } from './waterfall';

/** The frame everybody looks at: what it is, how good, and its spectrum. One that was drawn stays until the next is there. */
@Component({
  selector: 'gp-current-spectrum',
  imports: [FramePlot, Icon, Rich, RouterLink, SpectrumPlot, StateMark, Trouble],
  host: { class: 'card current', role: 'region', 'aria-labelledby': 'current-title' },
  template: `
    <div class="top">
      <div class="row wrap grow">
        <h2 class="name" id="current-title">{{ frame().object }}</h2><gp-state [state]="frame().state" [chip]="true" />
        <span class="sm dim">{{ frame().number }} · {{ frame().obstype }} · {{ frame().mode }}</span>
      </div>
      <div class="row">
        <a class="btn small" [routerLink]="['/data', frame().id, 'why']"><gp-icon name="why" />{{ text('current.why') }} <kbd class="no-phone">w</kbd></a>
        <a class="btn small" [routerLink]="['/data', frame().id]"><gp-icon name="picture" />{{ text('current.open') }} <kbd class="no-phone">o</kbd></a>
      </div>
      <p class="say"><a class="dim" [routerLink]="['/search']" [queryParams]="{ proposal_id: frame().proposal }">{{ frame().proposal }}</a> · <gp-rich [sentence]="sentence()" />
        @for (flag of frame().flags; track flag) { <br /><gp-icon name="warn" /> {{ flag }} }</p>
    </div>
    @if (drawn(); as spectrum) {
      <gp-spectrum-plot [spectrum]="spectrum" [object]="frame().object" [facts]="facts()" [(scale)]="scale" (zoomed)="zoom.set($event)" />
      @if (image.hasValue()) { <gp-frame-plot class="no-phone" [frame]="image.value()" [object]="frame().object" [look]="look()" [zoom]="zoom()" /> }
    } @else if (answer.error(); as error) {
      <div class="body"><gp-trouble [what]="text('current.failed')" [error]="error" (again)="answer.reload()" /></div>
    } @else {
      <div class="holder" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CurrentSpectrum {
  readonly #window = inject(WindowWidth);
  readonly frame = input.required<Frame>();
  /** From the event to the paint, ms. */
  readonly paint = input<number>();
  /** Its curve is on the screen. */
  readonly painted = output<number>();
  readonly plot = viewChild(SpectrumPlot);
  readonly scale = signal<Scale>('linear');
  protected readonly text = text;
  readonly #product = computed(() => this.frame().products.find(({ level }) => level >= 3)?.id);
  protected readonly answer = resource({
    params: () => this.#product(),
    loader: ({ params, abortSignal }) => readSpectrum(params, abortSignal),
  });
  readonly #reduced = computed(() => {
    const frame = this.frame().products.find(({ level }) => level === 2);
    return frame && { id: frame.id, target: this.frame().products[0]?.target ?? null };
  });
  protected readonly image = resource({
    params: () => (this.#window.isNarrow() ? undefined : this.#reduced()),
    loader: ({ params, abortSignal }) => loadFrame(params.id, params.target, abortSignal),
  });
  protected readonly look = computed<FrameLook>(() => {
    const [low, high] = this.image.hasValue() ? this.image.value().robust : [0, 1];
    return { map: 'gray', stretch: 'asinh', cuts: [low, high + 0.9 * (high - low)], showsSaturated: true, showsMask: false };
  });
  protected readonly zoom = signal<Zoom>([0, 1]);
  /** The last one that came: never replaced by a skeleton, but it does not stand for a frame whose own cannot be had. */
  protected readonly drawn = linkedSignal<Spectrum | 'failed' | undefined, Spectrum | undefined>({
    source: () => (this.answer.hasValue() ? spectrumOf(this.answer.value()) : this.answer.error() ? 'failed' : undefined),
    computation: (spectrum, before) => (spectrum === 'failed' ? undefined : (spectrum ?? before?.value)),
  });
  protected readonly sentence = computed(() => {
    const { latencySecond, state, reason } = this.frame();
    // Good is said only of what is: a frame that waits or failed says why.
    const quality = state === 'final' ? text('current.final') : state === 'provisional' ? text('current.provisional') : asSentence(reason) || text(`state.${state}`);
    return latencySecond === null || (state !== 'final' && state !== 'provisional') ? quality : `${text('current.latency', { span: seconds(1000 * latencySecond + (this.paint() ?? 0)) })}. ${quality}`;
  });
  protected readonly facts = computed(() => {
    const { quality } = this.frame();
    const spectrum = this.drawn();
    const facts = [
      { name: text('plot.sn'), value: spectrum && Number.isFinite(spectrum.medianSnr) ? number(spectrum.medianSnr) : undefined, more: '' },
      { name: text('plot.lamp'), value: quantity(quality['wavelengthRmsAngstrom'], 2, 'Å'), more: quality['linesUsed'] ? text('plot.lines', { n: quality['linesUsed'] }) : '' },
      { name: text('plot.width'), value: quantity(quality['seeingArcsecond'], 1, '″'), more: '' },
    ];
    return facts.flatMap(({ name, value, more }) => (value === undefined ? [] : [{ name, value, more }]));
  });

  constructor() {
    // The paint is the browser's: told when the frame after the drawing is out.
    effect(() => {
      if (this.answer.hasValue() && this.drawn()) {
        const id = untracked(this.frame).id;
        requestAnimationFrame(() => setTimeout(() => this.painted.emit(id)));
      }
    });
  }
}

function quantity(value: number | null | undefined, digits: number, unit: string): string | undefined {
  return value === null || value === undefined ? undefined : `${number(value, digits)}${unit === '″' ? '' : ' '}${unit}`;
}
