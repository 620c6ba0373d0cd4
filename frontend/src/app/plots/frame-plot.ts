import { afterNextRender, ChangeDetectionStrategy, Component, computed, DestroyRef, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { Chart, type Zoom } from './chart';
import { frameEdges, frameOption, type SlitSource } from './frame-option';
import { painted, type FrameLook, type FramePixels } from './stretch';
import { WindowWidth } from './window-width';

/** A frame with what was found on it. */
export interface Frame2d {
  readonly pixels: FramePixels;
  /** Native pixels. */
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly profile: readonly number[];
  readonly source: SlitSource | undefined;
}

/** A 2-D frame: pixels on a canvas, axes, trace and zones over it, the profile of the slit beside it. */
@Component({
  selector: 'gp-frame-plot',
  imports: [Chart],
  host: { class: 'frame2d' },
  template: `
    <canvas #pixels class="pixels" aria-hidden="true" [style.left.px]="edges().left" [style.top.px]="edges().top"></canvas>
    <gp-chart class="over" [option]="option()" [say]="say()" />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FramePlot {
  readonly #place = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  readonly #size = signal({ width: 0, height: 0 });
  private readonly pixels = viewChild.required<ElementRef<HTMLCanvasElement>>('pixels');
  readonly frame = input.required<Frame2d>();
  readonly object = input.required<string>();
  readonly look = input.required<FrameLook>();
  /** The part along the dispersion axis that is shown. */
  readonly zoom = input<Zoom>([0, 1]);
  protected readonly edges = computed(() => frameEdges(this.#window.isNarrow()));
  protected readonly option = computed(() => {
    const option = frameOption(this.frame(), { colors: this.#theme.colors(), isNarrow: this.#window.isNarrow() });
    const [from, to] = this.zoom();
    if (from === 0 && to === 1) return option;
    const { width } = this.frame();
    const [first, ...others] = option['xAxis'] as object[];
    return { ...option, xAxis: [{ ...first, min: Math.round(from * width), max: Math.round(to * width), interval: undefined }, ...others] };
  });
  protected readonly say = computed(() => {
    const { width, height, source } = this.frame();
    const row = source?.trace.find(Number.isFinite);
    return text('plot.frame.say', { object: this.object(), columns: width, rows: height, trace: row === undefined ? '' : text('plot.trace.say', { row: Math.round(row) }) });
  });
  /** The colors are made once for each look; a zoom draws the same picture larger. */
  readonly #picture = computed(() => {
    const { pixels } = this.frame();
    const picture = document.createElement('canvas');
    picture.width = pixels.columns;
    picture.height = pixels.rows;
    picture.getContext('2d')?.putImageData(new ImageData(painted(pixels, this.look()), pixels.columns, pixels.rows), 0, 0);
    return picture;
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const measure = (): void => this.#size.set({ width: this.#place.nativeElement.clientWidth, height: this.#place.nativeElement.clientHeight });
      const watch = new ResizeObserver(measure);
      watch.observe(this.#place.nativeElement);
      measure();
      destroyed.onDestroy(() => watch.disconnect());
    });
    // A canvas is drawn, not bound.
    effect(() => this.#paint());
  }

  #paint(): void {
    const { width, height } = this.#size();
    const { left, right, top, bottom } = this.edges();
    const [across, down] = [width - left - right, height - top - bottom];
    if (across <= 0 || down <= 0) return;
    const canvas = this.pixels().nativeElement;
    const picture = this.#picture();
    const [from, to] = this.zoom();
    canvas.width = Math.round(across * devicePixelRatio);
    canvas.height = Math.round(down * devicePixelRatio);
    canvas.style.width = `${across}px`;
    canvas.style.height = `${down}px`;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, from * picture.width, 0, (to - from) * picture.width, picture.height, 0, 0, canvas.width, canvas.height);
  }
}
