import { afterNextRender, ChangeDetectionStrategy, Component, computed, DestroyRef, effect, ElementRef, inject, input, model, output, signal, untracked, viewChild } from '@angular/core';
import { Chart } from '../plots/chart';
import { WindowWidth } from '../plots/window-width';
import { Theme } from '../theme/theme';
import { benchOption, edgesOf, panelsOf, type BenchCurves, type BenchLook, type BenchPanels } from './bench-option';
import { drawPreview } from './preview-curve';
import { columnsOf, shifted, zoomed, type Extent, type Viewport } from './viewport';

const WHEEL = 0.0016;
const FOLLOW_MS = 120;

/** The spectrum under its frame: the same columns one above the other, moved and zoomed together. */
@Component({
  selector: 'gp-bench-plot',
  imports: [Chart],
  host: { class: 'benchplot', '(pointerdown)': 'press($event)', '(pointermove)': 'move($event)', '(pointerup)': 'release($event)', '(pointercancel)': 'release($event)', '(pointerleave)': 'pointed.emit(undefined)', '(dblclick)': 'showAll()' },
  template: `<gp-chart [option]="drawn()" [say]="say()" /><canvas #preview class="preview" aria-hidden="true"></canvas>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BenchPlot {
  readonly #place = (inject(ElementRef) as ElementRef<HTMLElement>).nativeElement;
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  readonly curves = input.required<BenchCurves>();
  readonly look = input.required<Pick<BenchLook, 'scale' | 'hasBand' | 'hasSky' | 'smoothing'>>();
  readonly extent = input.required<Extent>();
  readonly say = input.required<string>();
  readonly view = model.required<Viewport>();
  /** The column under the pointer. */
  readonly pointed = output<number | undefined>();
  private readonly preview = viewChild.required<ElementRef<HTMLCanvasElement>>('preview');
  readonly #look = computed<BenchLook>(() => ({ ...this.look(), colors: this.#theme.colors(), isNarrow: this.#window.isNarrow(), from: this.#columns().from, to: this.#columns().to }));
  /** They change in steps: a preview that stays within leaves the chart as it is. */
  readonly #panels = computed<BenchPanels>(() => panelsOf(this.curves(), this.#look()), { equal: haveSameAxes });
  readonly #still = computed(() => ({ spectrum: this.curves().spectrum, other: this.curves().other, lines: this.curves().lines, isPreviewed: this.curves().preview !== undefined }), { equal: (a, b) => a.spectrum === b.spectrum && a.other === b.other && a.lines === b.lines && a.isPreviewed === b.isPreviewed });
  /** All that is seen. */
  readonly option = computed(() => benchOption(this.curves(), this.#look()));
  /** All but the preview, which lies over it. */
  protected readonly drawn = computed(() => {
    const [{ isPreviewed, ...still }, { scale, difference }] = [this.#still(), this.#panels()];
    return benchOption({ ...still, preview: undefined }, this.#look(), { scale, difference: difference && { ...difference, values: isPreviewed ? undefined : difference.values } });
  });
  readonly #size = signal({ width: 0, height: 0 });
  /** Columns that are drawn: a chart takes longer than a frame of the screen, so it follows a hand a few times a second. */
  readonly #columns = signal({ from: -0.5, to: 0.5 });
  #followed = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #dragged: number | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    // When it is drawn is a matter of time, which no template has.
    effect(() => {
      this.view();
      const rest = this.#followed + FOLLOW_MS - performance.now();
      if (rest <= 0) untracked(() => this.#follow());
      else this.#waiting ??= setTimeout(() => this.#follow(), rest);
    });
    // A canvas is drawn, not bound: at once, because a hand waits for it, and who waits for a frame of the screen first comes one later.
    effect(() => this.#drawPreview());
    destroyed.onDestroy(() => clearTimeout(this.#waiting));
    afterNextRender(() => {
      const measure = (): void => this.#size.set({ width: this.#place.clientWidth, height: this.#place.clientHeight });
      const watch = new ResizeObserver(measure);
      watch.observe(this.#place);
      measure();
      destroyed.onDestroy(() => watch.disconnect());
      const wheel = (event: WheelEvent): void => {
        event.preventDefault();
        const factor = Math.exp(Math.min(250, Math.max(-250, event.deltaY || event.deltaX)) * WHEEL);
        this.view.set(zoomed(this.view(), [factor, 1], { x: this.#column(event), y: 0 }, this.extent()));
      };
      this.#place.addEventListener('wheel', wheel, { passive: false });
    });
  }

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#place.setPointerCapture(event.pointerId);
    this.#dragged = event.clientX;
  }

  protected move(event: PointerEvent): void {
    if (this.#dragged === undefined) return this.pointed.emit(this.#column(event));
    const { x0, x1 } = this.view();
    this.view.set(shifted(this.view(), ((this.#dragged - event.clientX) / this.#width()) * (x1 - x0), 0, this.extent()));
    this.#dragged = event.clientX;
  }

  protected release(_event: PointerEvent): void {
    this.#dragged = undefined;
  }

  protected showAll(): void {
    this.view.set(columnsOf(this.view(), -0.5, this.extent().width - 0.5, this.extent()));
  }

  #drawPreview(): void {
    const [{ width, height }, canvas, { spectrum, preview }] = [this.#size(), this.preview().nativeElement, this.curves()];
    const brush = canvas.getContext('2d');
    if (!brush || width === 0) return;
    const [across, down] = [width, height].map((side) => Math.round(side * devicePixelRatio)) as [number, number];
    // A canvas of a new size costs more than one that is wiped.
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    brush.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    brush.clearRect(0, 0, width, height);
    if (preview) drawPreview({ brush, width, height }, { spectrum, preview }, this.#look(), this.#panels());
  }

  #follow(): void {
    this.#waiting = undefined;
    this.#followed = performance.now();
    const { x0, x1 } = this.view();
    this.#columns.update((before) => (before.from === x0 && before.to === x1 ? before : { from: x0, to: x1 }));
  }

  #width(): number {
    const { left, right } = edgesOf(this.#window.isNarrow());
    return Math.max(1, this.#place.clientWidth - left - right);
  }

  #column(event: MouseEvent): number {
    const { x0, x1 } = this.view();
    const x = event.clientX - this.#place.getBoundingClientRect().left - edgesOf(this.#window.isNarrow()).left;
    return x0 + (x / this.#width()) * (x1 - x0);
  }
}

function haveSameAxes(a: BenchPanels, b: BenchPanels): boolean {
  // Formatters are functions of the rest.
  return a.difference?.max === b.difference?.max && JSON.stringify(a.scale.axis) === JSON.stringify(b.scale.axis);
}
