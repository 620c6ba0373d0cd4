import { afterNextRender, ChangeDetectionStrategy, Component, computed, DestroyRef, effect, ElementRef, inject, input, model, output, signal, untracked, viewChild } from '@angular/core';
import type { FileImage } from '../api/client';
import { WindowWidth } from '../plots/window-width';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { CanvasPainter } from './canvas-painter';
import { framePlace, marksOf, onFrame, onScreen } from './frame-place';
import { FrameTiles } from './frame-tiles';
import { GlPainter } from './gl-painter';
import type { Painter, ViewLook } from './painter';
import { shifted, whole, zoomed, type Viewport } from './viewport';

const WHEEL = 0.0016;
/** A press that moves less is a click, px. */
const STILL = 4;
const MARK_PX = 90;
const ROW_MARK_PX = 42;

/** A frame of any size: tiles on a canvas, zoomed and moved by wheel, drag and two fingers; axes around it. */
@Component({
  selector: 'gp-frame-view',
  host: { class: 'frameview' },
  template: `
    <svg class="axes" aria-hidden="true" [attr.width]="size().width" [attr.height]="size().height">
      @for (mark of marks().x; track mark.value) { <path class="tick" [attr.d]="'M' + mark.at + ' ' + bottom() + 'v4'" /><text [attr.x]="mark.at" [attr.y]="bottom() + 15" text-anchor="middle">{{ mark.words }}</text> }
      @for (mark of marks().y; track mark.value) { <path class="tick" [attr.d]="'M' + place().left + ' ' + mark.at + 'h-4'" /><text [attr.x]="place().left - 8" [attr.y]="mark.at + 4" text-anchor="end">{{ mark.words }}</text> }
      <text class="name" text-anchor="middle" [attr.transform]="'translate(14 ' + (place().top + place().height / 2) + ') rotate(-90)'">{{ text('plot.spatial.short') }}</text>
    </svg>
    <canvas #pixels class="pixels" role="img" [attr.aria-label]="say()" [style.left.px]="place().left" [style.top.px]="place().top" [style.width.px]="place().width" [style.height.px]="place().height"
      (pointerdown)="press($event)" (pointermove)="move($event)" (pointerup)="release($event)" (pointercancel)="release($event)" (pointerleave)="pointed.emit(undefined)" (dblclick)="view.set(extentWhole())"></canvas>
    <ng-content />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FrameView {
  readonly #place = (inject(ElementRef) as ElementRef<HTMLElement>).nativeElement;
  readonly #window = inject(WindowWidth);
  private readonly pixels = viewChild.required<ElementRef<HTMLCanvasElement>>('pixels');
  readonly image = input.required<FileImage>();
  readonly look = input.required<ViewLook>();
  readonly say = input.required<string>();
  readonly view = model.required<Viewport>();
  /** The place under the pointer, in pixels of the frame. */
  readonly pointed = output<{ readonly x: number; readonly y: number } | undefined>();
  /** A click on the bare frame. */
  readonly pressed = output<{ readonly x: number; readonly y: number; readonly asked: number }>();
  readonly failed = output<unknown>();
  /** A frame was drawn, and by what. */
  readonly painted = output<Painter['kind']>();
  readonly size = signal({ width: 0, height: 0 });
  readonly place = computed(() => framePlace(this.size(), this.#window.isNarrow()));
  protected readonly text = text;
  protected readonly bottom = computed(() => this.place().top + this.place().height);
  protected readonly extentWhole = computed(() => whole(this.image()));
  protected readonly marks = computed(() => {
    const [place, view] = [this.place(), this.view()];
    const { x, y } = onScreen(place, view);
    const marked = (from: number, to: number, count: number, at: (value: number) => number): { value: number; at: number; words: string }[] => marksOf(from, to, Math.max(1, count)).map((value) => ({ value, at: Math.round(at(value)), words: number(value) }));
    return { x: marked(view.x0, view.x1, place.width / MARK_PX, x), y: marked(view.y0, view.y1, place.height / ROW_MARK_PX, y) };
  });
  readonly #arrived = signal(0);
  /** The tiles of the frame that is shown; those of the one before are let go. */
  readonly tiles = signal<FrameTiles | undefined>(undefined);
  #painter: Painter | undefined;
  #asked = 0;
  readonly #held = new Map<number, { x: number; y: number }>();
  #start: { readonly x: number; readonly y: number; hasMoved: boolean } | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    // A canvas is drawn, not bound; the frame of the screen decides when.
    effect(() => {
      this.view();
      this.look();
      this.#arrived();
      this.place();
      this.tiles();
      this.#asked ||= requestAnimationFrame(() => this.#paint());
    });
    effect((onCleanup) => {
      const tiles = new FrameTiles(this.image(), () => this.#arrived.update((n) => n + 1), (error) => this.failed.emit(error)); // prettier-ignore
      untracked(() => this.tiles.set(tiles));
      onCleanup(() => tiles.close());
    });
    afterNextRender(() => {
      const measure = (): void => this.size.set({ width: this.#place.clientWidth, height: this.#place.clientHeight });
      const watch = new ResizeObserver(measure);
      watch.observe(this.#place);
      measure();
      const wheel = (event: WheelEvent): void => this.#wheel(event);
      this.#place.addEventListener('wheel', wheel, { passive: false });
      destroyed.onDestroy(() => {
        watch.disconnect();
        cancelAnimationFrame(this.#asked);
        this.#painter?.close();
      });
    });
  }

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.pixels().nativeElement.setPointerCapture(event.pointerId);
    this.#held.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    this.#start = { x: event.offsetX, y: event.offsetY, hasMoved: false };
  }

  protected move(event: PointerEvent): void {
    const [place, view, before] = [this.place(), this.view(), this.#held.get(event.pointerId)];
    const at = { x: event.offsetX, y: event.offsetY };
    if (!before) return this.pointed.emit(onFrame({ ...place, left: 0, top: 0 }, view, at.x, at.y));
    const [columns, rows] = [(view.x1 - view.x0) / place.width, (view.y1 - view.y0) / place.height];
    const other = [...this.#held].find(([id]) => id !== event.pointerId)?.[1];
    this.#held.set(event.pointerId, at);
    if (this.#start && Math.hypot(at.x - this.#start.x, at.y - this.#start.y) > STILL) this.#start.hasMoved = true;
    if (other) {
      const factor = Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)) / Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
      const middle = onFrame({ ...place, left: 0, top: 0 }, view, (at.x + other.x) / 2, (at.y + other.y) / 2);
      return this.view.set(zoomed(view, [factor, factor], middle, this.image()));
    }
    if (this.#start?.hasMoved) this.view.set(shifted(view, (before.x - at.x) * columns, (at.y - before.y) * rows, this.image()));
  }

  protected release(event: PointerEvent): void {
    const isClick = this.#held.delete(event.pointerId) && event.type === 'pointerup' && this.#start?.hasMoved === false && this.#held.size === 0;
    if (isClick) this.pressed.emit({ ...onFrame({ ...this.place(), left: 0, top: 0 }, this.view(), event.offsetX, event.offsetY), asked: event.timeStamp });
  }

  /** The pixels as they are drawn now, for a picture of them. */
  get canvas(): HTMLCanvasElement {
    return this.pixels().nativeElement;
  }

  /** Both axes at the wheel; only one with Shift or Alt. */
  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const factor = Math.exp(Math.min(250, Math.max(-250, event.deltaY || event.deltaX)) * WHEEL);
    const box = this.#place.getBoundingClientRect();
    const at = onFrame(this.place(), this.view(), event.clientX - box.left, event.clientY - box.top);
    this.view.set(zoomed(this.view(), [event.altKey ? 1 : factor, event.shiftKey ? 1 : factor], at, this.image()));
  }

  #paint(): void {
    this.#asked = 0;
    const [{ width, height }, tiles] = [this.place(), this.tiles()];
    const canvas = this.pixels().nativeElement;
    if (!tiles || width <= 1) return;
    const [across, down] = [width, height].map((side) => Math.round(side * devicePixelRatio)) as [number, number];
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    this.#painter ??= painterFor(canvas);
    this.#painter.paint(tiles, this.view(), this.look());
    this.painted.emit(this.#painter.kind);
  }
}

/** By the graphics card, or by the canvas where it cannot. */
function painterFor(canvas: HTMLCanvasElement): Painter {
  try {
    return new GlPainter(canvas);
  } catch {
    return new CanvasPainter(canvas);
  }
}
