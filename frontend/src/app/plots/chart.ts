import { afterNextRender, ChangeDetectionStrategy, Component, DestroyRef, effect, ElementRef, inject, input, output, untracked } from '@angular/core';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AxisPointerComponent, DataZoomInsideComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([AxisPointerComponent, CanvasRenderer, CustomChart, DataZoomInsideComponent, GridComponent, LineChart, MarkAreaComponent, MarkLineComponent, ScatterChart, TooltipComponent]);

/** A part of the whole range, 0 to 1. */
export type Zoom = readonly [from: number, to: number];

/** Draws any option, at once and at the size of its place; says where the pointer is and what is zoomed to. */
@Component({ selector: 'gp-chart', host: { class: 'plot', role: 'img', '[attr.aria-label]': 'say()' }, template: '', changeDetection: ChangeDetectionStrategy.OnPush })
export class Chart {
  readonly option = input.required<EChartsCoreOption>();
  /** What a colleague would say of it on the phone. */
  readonly say = input.required<string>();
  readonly zoomed = output<Zoom>();
  /** Value on the first axis under the pointer. */
  readonly pointed = output<number>();
  #chart: ECharts | undefined;

  constructor() {
    const place = (inject(ElementRef) as ElementRef<HTMLElement>).nativeElement;
    const destroyed = inject(DestroyRef);
    // The canvas is no template: effects and events draw it.
    effect(() => {
      const option = this.option();
      untracked(() => this.#draw(option));
    });
    afterNextRender(() => {
      const watch = new ResizeObserver(() => this.#chart?.resize());
      watch.observe(place);
      this.#chart = init(place, null, { renderer: 'canvas', width: place.clientWidth || 300, height: place.clientHeight || 150 });
      this.#chart.on('datazoom', () => this.#tellZoom());
      this.#chart.on('updateAxisPointer', (event) => {
        const axis = (event as { axesInfo?: { axisDim: string; value: number }[] }).axesInfo?.find(({ axisDim }) => axisDim === 'x');
        if (axis) this.pointed.emit(axis.value);
      });
      this.#draw(this.option());
      this.#chart.resize({ width: 'auto', height: 'auto' });
      destroyed.onDestroy(() => {
        watch.disconnect();
        this.#chart?.dispose();
      });
    });
  }

  /** Shows a part of the range, as wheel and drag do. */
  zoomTo([from, to]: Zoom): void {
    this.#chart?.dispatchAction({ type: 'dataZoom', start: 100 * from, end: 100 * to });
  }

  /** A new option keeps what was zoomed to. */
  #draw(option: EChartsCoreOption): void {
    const zoom = this.#zoom();
    this.#chart?.setOption(option, { notMerge: true, silent: true });
    if (zoom && (zoom[0] > 0 || zoom[1] < 1)) this.zoomTo(zoom);
  }

  #tellZoom(): void {
    const zoom = this.#zoom();
    if (zoom) this.zoomed.emit(zoom);
  }

  #zoom(): Zoom | undefined {
    const { dataZoom } = (this.#chart?.getOption() ?? {}) as { dataZoom?: { start: number; end: number }[] };
    const [first] = dataZoom ?? [];
    return first && [first.start / 100, first.end / 100];
  }
}
