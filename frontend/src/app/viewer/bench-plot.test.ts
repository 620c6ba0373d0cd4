import { getInstanceByDom } from 'echarts/core';
import type { Spectrum } from '../plots/spectrum';
import { heard, shown, type Shown } from '../test-page';
import { BenchPlot } from './bench-plot';
import { edgesOf } from './bench-option';

const spectrum: Spectrum = { axis: 'wavelength', unit: 'e⁻', x: Float64Array.from({ length: 600 }, (_, i) => 4000 + 2 * i), flux: new Float64Array(600).fill(100), error: new Float64Array(600).fill(10), sky: new Float64Array(600).fill(5), masked: [], medianSnr: 10 };
const curves = { spectrum, preview: undefined, other: undefined, lines: [] };
const all = { x0: -0.5, x1: 599.5, y0: -0.5, y1: 299.5 };

describe('the spectrum under its frame', () => {
  const { left, right } = edgesOf(false);
  const width = 800 - left - right;

  async function plot(inputs: object = {}): Promise<Shown<BenchPlot>> {
    HTMLElement.prototype.setPointerCapture = () => undefined;
    return shown(BenchPlot, { inputs: { curves, look: { scale: 'linear', hasBand: true, hasSky: true, smoothing: 1 }, extent: { width: 600, height: 300 }, say: 'Spectrum of NGC 2992.', view: all, ...inputs } });
  }
  /** A pointer at a share of the axis. */
  function point(page: Shown<unknown>, type: string, share: number, more: MouseEventInit = {}): void {
    page.element.dispatchEvent(new MouseEvent(type, { clientX: left + share * width, bubbles: true, ...more }));
  }
  const columns = (page: Shown<unknown>): number[] => {
    const [axis] = (getInstanceByDom(page.find('.drawing'))?.getOption() as { xAxis: { min: number; max: number }[] }).xAxis;
    return [axis?.min ?? NaN, axis?.max ?? NaN];
  };

  it('is a picture in words on the columns that the frame shows, and follows them', async () => {
    const page = await plot();
    expect([page.find('gp-chart').getAttribute('aria-label'), page.find('canvas.preview').getAttribute('aria-hidden'), columns(page)]).toEqual(['Spectrum of NGC 2992.', 'true', [-0.5, 599.5]]);
    await page.set('view', { ...all, x0: 99.5, x1: 199.5 });
    await expect.poll(() => columns(page)).toEqual([99.5, 199.5]);
  });

  it('says which column is under the pointer, and that none is when it leaves', async () => {
    const page = await plot();
    const pointed = heard(page.part.pointed);
    point(page, 'pointermove', 0.25);
    point(page, 'pointerleave', 0);
    expect(pointed).toEqual([expect.closeTo(149.5, 6), undefined]);
  });

  it('moves with a hand, along its columns only', async () => {
    const page = await plot({ view: { x0: 99.5, x1: 199.5, y0: 9.5, y1: 59.5 } });
    const pointed = heard(page.part.pointed);
    point(page, 'pointerdown', 0.5, { button: 2 });
    point(page, 'pointermove', 0.6);
    expect([pointed.length, page.part.view().x0]).toEqual([1, 99.5]);
    point(page, 'pointerdown', 0.5);
    point(page, 'pointermove', 0.6);
    point(page, 'pointerup', 0.6);
    point(page, 'pointermove', 0.9);
    expect([page.part.view(), pointed.length]).toEqual([{ x0: expect.closeTo(89.5, 6) as number, x1: expect.closeTo(189.5, 6) as number, y0: 9.5, y1: 59.5 }, 2]);
  });

  it('is zoomed at the column under the wheel, and shown whole by a double click; rows stay', async () => {
    const rows = { y0: 9.5, y1: 59.5 };
    const page = await plot({ view: { ...all, ...rows } });
    const event = new WheelEvent('wheel', { deltaY: -200, clientX: left + width / 4, cancelable: true });
    page.element.dispatchEvent(event);
    const { x0, x1, ...others } = page.part.view();
    expect([event.defaultPrevented, x1 - x0, x0 + (x1 - x0) / 4, others]).toEqual([true, expect.closeTo(600 * Math.exp(-0.32), 6), expect.closeTo(149.5, 6), rows]);
    page.element.dispatchEvent(new MouseEvent('dblclick'));
    expect(page.part.view()).toEqual({ ...all, ...rows });
  });

  it('leaves what a hand draws out of the chart, and has it in what is saved', async () => {
    const preview = { flux: new Float64Array(600).fill(120), error: new Float64Array(600).fill(10) };
    const page = await plot({ curves: { ...curves, preview } });
    const drawn = (getInstanceByDom(page.find('.drawing'))?.getOption() as { series: unknown[] }).series.length;
    expect((page.part.option() as { series: unknown[] }).series.length).toBeGreaterThan(drawn);
  });
});
