import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { onFrame, onScreen, type FramePlace } from '../viewer/frame-place';
import type { Viewport } from '../viewer/viewport';
import { bowAt, edgesOf, moved, rowAt, rowOf, type ApertureChoice, type Course, type Edge, type Wish } from './aperture-choice';

const POINTS = 33;
const [STEP, LARGE_STEP] = [1, 10];
const HANDLE_PX = 14;

/** Trace, aperture and background over a frame, the light along the slit beside it, and the handles of their edges in both. */
@Component({
  selector: 'gp-slit-overlay',
  host: { class: 'slit-overlay' },
  template: `
    <svg aria-hidden="true" [attr.width]="place().left + place().width + 134" [attr.height]="place().top + place().height + 22">
      <clipPath id="frame-clip"><rect [attr.x]="place().left" [attr.y]="place().top" [attr.width]="place().width" [attr.height]="place().height" /></clipPath>
      <g clip-path="url(#frame-clip)">
        @for (area of areas(); track $index) { <path [attr.class]="area.kind" [attr.d]="area.path" /> }
        <path class="trace" [attr.d]="lineAt(choice().center)" />
        @if (isEditing()) {
          @for (handle of handles(); track handle.edge) {
            <path class="grip" [attr.d]="lineAt(handle.row)" (pointerdown)="press($event, handle.edge)" (pointermove)="drag($event)" (pointerup)="drop($event)" (pointercancel)="drop($event)" />
          }
        }
      </g>
      @if (place().profile; as side) {
        <rect class="side" [attr.x]="side.left" [attr.y]="place().top" [attr.width]="side.width" [attr.height]="place().height" />
        @for (area of sideAreas(); track $index) { <rect [attr.class]="area.kind" [attr.x]="side.left" [attr.y]="area.top" [attr.width]="side.width" [attr.height]="area.height" /> }
        <path class="light" [attr.d]="light()" />
        <text class="name" text-anchor="middle" [attr.x]="side.left + side.width / 2" [attr.y]="place().top + place().height + 15">{{ text('plot.profile', { unit: unit() }) }}</text>
      }
    </svg>
    @if (isEditing()) {
      @for (handle of handles(); track handle.edge) {
        @if (handle.isSeen) {
          <div class="handle" role="slider" tabindex="0" aria-orientation="vertical" [class]="handle.kind" [attr.data-edge]="handle.edge" [attr.aria-label]="handle.label" [attr.aria-valuenow]="handle.row" [attr.aria-valuemin]="0" [attr.aria-valuemax]="rows() - 1" [attr.aria-valuetext]="text('zones.row', { n: number(handle.row, 2) })"
            [style.left.px]="handleLeft()" [style.width.px]="handleWidth()" [style.top.px]="handle.top"
            (pointerdown)="press($event, handle.edge)" (pointermove)="drag($event)" (pointerup)="drop($event)" (pointercancel)="drop($event)" (keydown)="key($event, handle.edge)"></div>
        }
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SlitOverlay {
  readonly place = input.required<FramePlace>();
  readonly view = input.required<Viewport>();
  readonly course = input.required<Course>();
  readonly choice = input.required<ApertureChoice>();
  /** Mean light of each row. */
  readonly profile = input.required<readonly (number | null)[]>();
  readonly unit = input('e⁻');
  readonly isEditing = input(false);
  /** An edge, moved by a hand or a key. */
  readonly wished = output<Wish>();
  /** A drag or a key came to its end. */
  readonly rested = output();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly rows = computed(() => this.profile().length);
  readonly #screen = computed(() => onScreen(this.place(), this.view()));
  readonly #pairs = computed(() => {
    const { center, lower, upper, sky } = this.choice();
    return [{ kind: 'aperture', from: center + lower, to: center + upper }, ...sky.map(([from, to]) => ({ kind: 'zone', from: center + from, to: center + to }))]; // prettier-ignore
  });
  protected readonly areas = computed(() => this.#pairs().map(({ kind, from, to }) => ({ kind, path: `M${[...this.#along(from), ...this.#along(to).reverse()].map((point) => point.join(' ')).join('L')}Z` })));
  protected readonly sideAreas = computed(() => {
    const { top, height } = this.place();
    const within = (y: number): number => Math.min(top + height, Math.max(top, y));
    return this.#pairs().map(({ kind, from, to }) => {
      const [high, low] = [within(this.#screen().y(Math.max(from, to))), within(this.#screen().y(Math.min(from, to)))];
      return { kind, top: high, height: low - high };
    });
  });
  protected readonly handles = computed(() => {
    const { top, height } = this.place();
    return edgesOf(this.choice()).map((edge) => {
      const row = rowOf(this.choice(), edge);
      const y = this.#screen().y(row);
      return { edge, row, top: y - HANDLE_PX / 2, isSeen: y >= top && y <= top + height, kind: edge.startsWith('sky') ? 'zone' : edge === 'center' ? 'center' : 'aperture', label: nameOf(edge) };
    });
  });
  protected readonly handleLeft = computed(() => this.place().profile?.left ?? this.place().left + this.place().width - 32);
  protected readonly handleWidth = computed(() => this.place().profile?.width ?? 32);
  protected readonly light = computed(() => {
    const { profile: side } = this.place();
    if (!side) return '';
    const { y0, y1 } = this.view();
    const seen = this.profile().map((value, row) => ({ value, row })).filter(({ value, row }) => value !== null && row >= y0 - 1 && row <= y1 + 1) as { value: number; row: number }[]; // prettier-ignore
    const peak = seen.reduce((most, { value }) => Math.max(most, value), 0) || 1;
    return seen.map(({ value, row }, i) => `${i === 0 ? 'M' : 'L'}${(side.left + (Math.max(0, value) / peak) * side.width * 0.94).toFixed(1)} ${this.#screen().y(row).toFixed(1)}`).join('');
  });
  #dragged: { readonly edge: Edge; hasMoved: boolean } | undefined;

  protected lineAt(row: number): string {
    return `M${this.#along(row).map((point) => point.join(' ')).join('L')}`; // prettier-ignore
  }

  protected press(event: PointerEvent, edge: Edge): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.stopPropagation();
    this.#dragged = { edge, hasMoved: false };
  }

  protected drag(event: PointerEvent): void {
    if (!this.#dragged) return;
    const box = (event.currentTarget as Element).closest('gp-slit-overlay')?.getBoundingClientRect();
    const at = onFrame(this.place(), this.view(), event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
    // In the frame an edge is taken where the trace is at that column; in the profile it is that of the middle one.
    const isInFrame = event.currentTarget instanceof SVGElement;
    const bow = isInFrame ? bowAt(this.course(), at.x) : 0;
    const { edge, hasMoved } = this.#dragged;
    this.wished.emit({ change: (choice) => moved(choice, edge, at.y - bow), isSameStep: hasMoved, asked: event.timeStamp });
    this.#dragged.hasMoved = true;
  }

  protected drop(_event: PointerEvent): void {
    if (this.#dragged?.hasMoved) this.rested.emit();
    this.#dragged = undefined;
  }

  protected key(event: KeyboardEvent, edge: Edge): void {
    const step = event.shiftKey ? LARGE_STEP : event.altKey ? STEP / 10 : STEP;
    const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: LARGE_STEP, PageDown: -LARGE_STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.wished.emit({ change: (choice) => moved(choice, edge, rowOf(choice, edge) + by), asked: event.timeStamp });
    this.rested.emit();
  }

  /** Points of a line that follows the trace, at the distance that a row has from it at the middle column. */
  #along(row: number): [number, number][] {
    const { coefficients, columns } = this.course();
    const shift = row - rowAt(coefficients, (columns - 1) / 2);
    const [{ x0, x1 }, { x, y }] = [this.view(), this.#screen()];
    return Array.from({ length: POINTS }, (_, i) => {
      const column = x0 + (i / (POINTS - 1)) * (x1 - x0);
      return [Math.round(x(column) * 10) / 10, Math.round(y(rowAt(coefficients, column) + shift) * 10) / 10];
    });
  }
}

function nameOf(edge: Edge): string {
  if (edge === 'center') return text('zones.center');
  if (edge === 'lower') return text('zones.lower');
  if (edge === 'upper') return text('zones.upper');
  const [, zone, end] = edge.split('.');
  return text(end === '0' ? 'zones.sky.from' : 'zones.sky.to', { n: Number(zone) + 1 });
}
