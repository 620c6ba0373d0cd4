import { ChangeDetectionStrategy, Component, computed, DestroyRef, ErrorHandler, inject, input, output, signal, untracked } from '@angular/core';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AxisPointerComponent, DataZoomInsideComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';

use([AxisPointerComponent, CanvasRenderer, CustomChart, DataZoomInsideComponent, GridComponent, LineChart, MarkAreaComponent, MarkLineComponent, ScatterChart, TooltipComponent]);

/** A part of the whole range, 0 to 1. */
export type Zoom = readonly [from: number, to: number];

/** A range in percent, as charts tell it: by a wheel or a drag in a batch, by a program alone. */
interface ZoomEvent {
  readonly start?: number;
  readonly end?: number;
  readonly batch?: readonly ZoomEvent[];
}

/** Draws any option, at once and at the size of its place; says where the pointer is and what is zoomed to. */
@Component({
  selector: 'gp-chart',
  imports: [NgxEchartsDirective],
  providers: [provideEchartsCore({ echarts: { init } })],
  host: { class: 'plot', role: 'img', '[attr.aria-label]': 'say()' },
  template: `<div echarts class="drawing" [options]="drawn()" [autoResize]="false" (chartInit)="begin($event)" (chartDataZoom)="tellZoom($event)" (optionsError)="errors.handleError($event)"></div>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Chart {
  protected readonly errors = inject(ErrorHandler);
  readonly option = input.required<EChartsCoreOption>();
  /** What a colleague would say of it on the phone. */
  readonly say = input.required<string>();
  readonly zoomed = output<Zoom>();
  /** Value on the first axis under the pointer. */
  readonly pointed = output<number>();
  readonly #destroyed = inject(DestroyRef);
  readonly #zoom = signal<Zoom>([0, 1]);
  /** A new option keeps what was zoomed to; a zoom by itself is no new option. */
  protected readonly drawn = computed<EChartsCoreOption>(() => {
    const option = this.option();
    const [from, to] = untracked(this.#zoom);
    const ranges = option['dataZoom'] as readonly object[] | undefined;
    return ranges === undefined || (from === 0 && to === 1) ? option : { ...option, dataZoom: ranges.map((range) => ({ ...range, start: 100 * from, end: 100 * to })) };
  });
  #chart: ECharts | undefined;

  /** Shows a part of the range, as wheel and drag do. */
  zoomTo([from, to]: Zoom): void {
    this.#chart?.dispatchAction({ type: 'dataZoom', start: 100 * from, end: 100 * to });
  }

  protected begin(chart: ECharts): void {
    this.#chart = chart;
    // At once, and not by the directive, which waits for a tenth of a second and misses a size that changes before it first looked: image and curve share their edges.
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(chart.getDom());
    this.#destroyed.onDestroy(() => watch.disconnect());
    chart.on('updateAxisPointer', (event) => {
      const axis = (event as { axesInfo?: { axisDim: string; value: number }[] }).axesInfo?.find(({ axisDim }) => axisDim === 'x');
      if (axis) this.pointed.emit(axis.value);
    });
  }

  protected tellZoom({ start, end, batch: [first] = [] }: ZoomEvent): void {
    const [from, to] = [start ?? first?.start, end ?? first?.end];
    if (from === undefined || to === undefined) return;
    this.#zoom.set([from / 100, to / 100]);
    this.zoomed.emit(this.#zoom());
  }
}
