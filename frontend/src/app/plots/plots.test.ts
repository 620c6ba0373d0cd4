import { getInstanceByDom } from 'echarts/core';
import { heard, shown, type Shown } from '../test-page';
import { Chart } from './chart';
import { FramePlot, type Frame2d } from './frame-plot';
import { spectrumOf, type Spectrum } from './spectrum';
import { SpectrumPlot } from './spectrum-plot';
import { SpectrumTable } from './spectrum-table';

const arrays = { wavelength: [5000, 5002, 5004, 5006, 5008, 5010], flux: [100, 120, 4000, null, 110, 90], uncertainty: [10, 10, 60, null, 10, 10], sky: [5, 5, 5, null, 5, 5], mask: [0, 8, 2, 1, 0, 0] };
const spectrum = spectrumOf({ id: 1, file_name: '', title: [], axis: 'wavelength', axis_unit: 'Angstrom', unit: 'electron', target: 1, snr: 9, extraction: 'optimal', lines: [], arrays });
/** Before wavelengths are known. */
const extracted: Spectrum = { ...spectrum, axis: 'pixel', x: Float64Array.of(0, 1, 2, 3, 4, 5) };

interface Drawn {
  readonly xAxis: { readonly min?: number; readonly max?: number }[];
  readonly yAxis: { readonly type?: string }[];
  readonly series: { readonly name: string; readonly data: unknown[] }[];
  readonly dataZoom: { readonly start: number; readonly end: number }[];
}
/** What the chart was told to draw. */
function drawnIn(page: Shown<unknown>): Drawn {
  const chart = getInstanceByDom(page.find('.drawing'));
  if (!chart) throw new Error('nothing is drawn');
  return chart.getOption() as unknown as Drawn;
}
const option = (ranges?: object) => ({ animation: false, xAxis: [{ type: 'value', min: 0, max: 10 }], yAxis: [{ type: 'value' }], series: [{ type: 'line', name: 'one', data: [[0, 1], [5, 1], [10, 2]] }], ...ranges }); // prettier-ignore

describe('a chart', () => {
  it('draws what it is told, is a picture with a sentence, and draws anew', async () => {
    const chart = await shown(Chart, { inputs: { option: option(), say: 'A line that rises.' } });
    expect([chart.element.getAttribute('role'), chart.element.getAttribute('aria-label')]).toEqual(['img', 'A line that rises.']);
    expect(drawnIn(chart).series.map(({ name, data }) => [name, data.length])).toEqual([['one', 3]]);
    await chart.set('option', { ...option(), series: [{ type: 'line', name: 'two', data: [] }] });
    expect(drawnIn(chart).series.map(({ name }) => name)).toContain('two');
  });

  it('says to what it is zoomed, by hand or by a program, and keeps that when it is drawn anew', async () => {
    const zoomable = option({ dataZoom: [{ type: 'inside', xAxisIndex: [0], filterMode: 'none' }] });
    const chart = await shown(Chart, { inputs: { option: zoomable, say: '' } });
    const zoomed = heard(chart.part.zoomed);
    chart.part.zoomTo([0.25, 0.5]);
    await chart.settle();
    expect(zoomed).toEqual([[0.25, 0.5]]);
    getInstanceByDom(chart.find('.drawing'))?.dispatchAction({ type: 'dataZoom', batch: [{ start: 10, end: 60 }] });
    await chart.settle();
    expect(zoomed.at(-1)).toEqual([0.1, 0.6]);
    await chart.set('option', { ...zoomable });
    expect(drawnIn(chart).dataZoom[0]).toMatchObject({ start: 10, end: 60 });
  });

  it('says where the pointer is on its first axis', async () => {
    const chart = await shown(Chart, { inputs: { option: option({ grid: [{ left: 100, right: 100, top: 0, bottom: 0 }], tooltip: { trigger: 'axis' } }), say: '' } }); // prettier-ignore
    const pointed = heard(chart.part.pointed);
    const drawn = getInstanceByDom(chart.find('.drawing'));
    for (const x of [430, 10]) drawn?.dispatchAction({ type: 'updateAxisPointer', currTrigger: 'mousemove', x, y: 200 });
    // 600 px from 0 to 10, and the nearest point; beside the axes it points at nothing.
    expect(pointed).toEqual([5]);
  });
});

describe('a frame', () => {
  const frame: Frame2d = { pixels: { values: new Float32Array(12), mask: new Uint8Array(12), columns: 4, rows: 3 }, width: 400, height: 300, unit: 'ADU', profile: [1, 2, 3], source: { trace: [Number.NaN, 151.4], aperture: [145, 158], zones: [] } };
  const look = { map: 'gray', stretch: 'asinh', cuts: [0, 1], showsSaturated: true, showsMask: false };

  it('is said in words: object, size, and where its trace is', async () => {
    const plot = await shown(FramePlot, { inputs: { frame, object: 'NGC 2992', look } });
    const chart = plot.find('gp-chart');
    expect(chart.getAttribute('aria-label')).toBe('Frame of NGC 2992, 400 by 300 pixels, with the trace near row 151.');
    expect(plot.find('canvas').getAttribute('aria-hidden')).toBe('true');
    await plot.set('frame', { ...frame, source: undefined });
    expect(chart.getAttribute('aria-label')).toBe('Frame of NGC 2992, 400 by 300 pixels.');
  });

  it('has its pixels inside the axes that are drawn over them, and both show the same columns', async () => {
    const plot = await shown(FramePlot, { inputs: { frame, object: 'NGC 2992', look } });
    const canvas = plot.find<HTMLCanvasElement>('canvas.pixels');
    // 800 by 400 px, less the edges of the axes and the profile beside them.
    expect([canvas.style.left, canvas.style.top, canvas.style.width, canvas.style.height]).toEqual(['68px', '8px', '602px', '352px']);
    expect(drawnIn(plot).xAxis[0]).toMatchObject({ min: 0, max: 400 });
    await plot.set('zoom', [0.25, 0.5]);
    expect(drawnIn(plot).xAxis[0]).toMatchObject({ min: 100, max: 200 });
  });
});

describe('a spectrum', () => {
  const plot = (inputs: Record<string, unknown> = {}): Promise<Shown<SpectrumPlot>> => shown(SpectrumPlot, { inputs: { spectrum, object: 'NGC 2992', ...inputs } });
  const readout = (page: Shown<unknown>): (string | null)[] => [...page.find('.readout').children].map(({ textContent }) => textContent);

  it('is said in words, and reads out its highest pixel first', async () => {
    const page = await plot();
    expect(page.find('gp-chart').getAttribute('aria-label')).toBe('Spectrum of NGC 2992, 5000 to 5010 angstrom. Strongest at 5004.0 angstrom with 4\u202f000 e⁻. Median signal to noise 11. 3 pixels are masked.');
    expect(readout(page)).toEqual(['5004.00 Å', 'pixel 2', '4\u202f000 ± 60 e⁻', 'S/N 67', 'sky 5']);
  });

  it('before wavelengths are known speaks of pixels, never of angstrom', async () => {
    const page = await plot({ spectrum: extracted });
    expect(page.find('gp-chart').getAttribute('aria-label')).toBe('Spectrum of NGC 2992, pixels 0 to 5. Strongest at pixel 2 with 4\u202f000 e⁻. Median signal to noise 11. 3 pixels are masked.');
    expect(readout(page)).toEqual(['', 'pixel 2', '4\u202f000 ± 60 e⁻', 'S/N 67', 'sky 5']);
    await page.press('Show the spectrum as a table');
    expect(page.words).not.toMatch(/Å|[Aa]ngstrom/);
  });

  it('follows the pointer and the keys, stops at its ends, and says where there is no answer', async () => {
    const page = await plot();
    page.part.point(1);
    await page.settle();
    expect(readout(page)).toEqual(['5006.00 Å', 'pixel 3', 'no answer', 'S/N –', 'sky –']);
    page.part.point(99);
    await page.settle();
    expect(readout(page)[1]).toBe('pixel 5');
    page.part.point(-99);
    await page.settle();
    expect(readout(page)[1]).toBe('pixel 0');
  });

  it('explains the marks that it has and no others, and shows its numbers beside the curve', async () => {
    const page = await plot({ facts: [{ name: 'Median S/N', value: '97' }, { name: 'Lamp fit', value: '0.12 Å', more: '20 lines' }] }); // prettier-ignore
    expect(page.find('.legend').textContent).toMatch(/^\s*spectrum\s*± 1 σ\s*sky\s*▲saturated\s*✕cosmic ray\s*○no answer\s*$/);
    expect(page.find('dl').textContent).toMatch(/Median S\/N ?97.*Lamp fit ?0\.12 Å 20 lines/);
    await page.set('hasBand', false);
    await page.set('hasSky', false);
    await page.set('spectrum', { ...spectrum, masked: [] });
    expect(page.find('.legend').textContent?.trim()).toBe('spectrum');
  });

  it('is linear or logarithmic, as one presses', async () => {
    const page = await plot();
    const scales = heard(page.part.scale);
    expect([page.find('.seg').getAttribute('aria-label'), page.button('Linear').getAttribute('aria-pressed'), drawnIn(page).yAxis[0]?.type]).toEqual(['Intensity scale', 'true', 'value']);
    await page.press('Log');
    expect([scales, page.button('Linear').getAttribute('aria-pressed'), page.button('Log').getAttribute('aria-pressed'), drawnIn(page).yAxis[0]?.type]).toEqual([['log'], 'false', 'true', 'log']);
  });

  it('zooms and moves by keys, never beyond its ends, and says so', async () => {
    const page = await plot();
    const zoomed = heard(page.part.zoomed);
    const last = async (act: () => void): Promise<unknown> => {
      act();
      await page.settle();
      return zoomed.at(-1);
    };
    expect(await last(() => page.part.zoomBy(0.5))).toEqual([0.25, 0.75]);
    expect(await last(() => page.part.moveBy(0.2))).toEqual([0.35, 0.85]);
    expect(await last(() => page.part.moveBy(9))).toEqual([0.5, 1]);
    expect(await last(() => page.part.zoomBy(4))).toEqual([0, 1]);
    expect(await last(() => page.part.showPart([0.1, 0.2]))).toEqual([0.1, 0.2]);
    expect(drawnIn(page).dataZoom[0]).toMatchObject({ start: 10, end: 20 });
    expect(await last(() => page.part.showAll())).toEqual([0, 1]);
  });

  it('is a table of what is seen, and a curve again', async () => {
    const page = await plot();
    page.part.showPart([0.4, 1]);
    await page.press('Show the spectrum as a table');
    expect([page.all('gp-chart').length, page.all('tbody tr').length, page.button('Show the spectrum as a table').getAttribute('aria-pressed')]).toEqual([0, 4, 'true']);
    await page.press('Show the spectrum as a table');
    expect([page.all('gp-chart').length, page.all('table').length]).toEqual([1, 0]);
  });
});

describe('a spectrum as a table', () => {
  const cells = (page: Shown<unknown>, row: number): (string | null)[] => [...(page.all('tbody tr')[row]?.children ?? [])].map(({ textContent }) => textContent);
  const heads = (page: Shown<unknown>): (string | null)[] => page.all('th').map(({ textContent }) => textContent);

  it('has its units in the heads, and says why a pixel is masked', async () => {
    const page = await shown(SpectrumTable, { inputs: { spectrum } });
    expect([page.element.getAttribute('role'), page.element.getAttribute('aria-label'), page.element.tabIndex]).toEqual(['region', 'Table', 0]);
    expect(heads(page)).toEqual(['Wavelength (Å)', 'Intensity (e⁻)', '± 1 σ (e⁻)', 'Sky (e⁻)', 'Masked']);
    expect([1, 2, 3].map((row) => cells(page, row))).toEqual([['5002.00', '120.0', '10.0', '5.0', 'cosmic ray'], ['5004.00', '4\u202f000.0', '60.0', '5.0', 'saturated'], ['5006.00', '–', '–', '–', 'no answer']]); // prettier-ignore
  });

  it('calls pixels pixels', async () => {
    const page = await shown(SpectrumTable, { inputs: { spectrum: extracted } });
    expect([heads(page)[0], cells(page, 2)[0]]).toEqual(['Dispersion Axis (Pixels)', '2']);
  });

  it('has the rows that are seen, and not more than one reads', async () => {
    const many = Float64Array.from({ length: 4000 }, (_, i) => i);
    const page = await shown(SpectrumTable, { inputs: { spectrum: { ...extracted, x: many, flux: many, error: many, sky: many, masked: [] }, zoom: [0.5, 0.501] } });
    expect([cells(page, 0)[0], page.all('tbody tr').length]).toEqual(['2000', 4]);
    await page.set('zoom', [0, 1]);
    expect(page.all('tbody tr').length).toBe(2500);
  });
});
