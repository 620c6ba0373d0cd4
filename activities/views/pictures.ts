import * as echarts from 'echarts';
import { colorsOf } from './color-maps.js';
import { framePixels, type FrameLook } from './frame-pixels.js';
import type { ImageView } from './image-view.js';
import type { SpectrumView } from './spectrum-view.js';

export interface PictureLook extends FrameLook {
  /** Lines above it; none leaves them out. */
  readonly title: readonly string[];
  readonly theme: 'light' | 'dark';
}

const themes = {
  light: { ground: '#ffffff', text: '#14181b', line: '#8a949c', curve: '#14181b', sky: '#0473db' },
  dark: { ground: '#101315', text: '#e7e9ea', line: '#5a646d', curve: '#eef1f3', sky: '#2f94ff' },
} as const;

const WIDTH = 1200;
const MARGIN = { left: 90, right: 120, top: 66, bottom: 64 };

/** A frame with axes and a color bar, an SVG document. @throws {ReductionError} as `framePixels`. */
export function frameSvg(view: ImageView, look: PictureLook): string {
  const { png, limits } = framePixels(view, look);
  const { width, height } = view;
  const inside = WIDTH - MARGIN.left - MARGIN.right;
  // Square pixels, unless the frame is a strip in which nothing could be seen.
  const tall = Math.max(160, Math.min(900, Math.round((inside * height) / width)));
  const image = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return drawn(MARGIN.top + tall + MARGIN.bottom, look, {
    grid: { left: MARGIN.left, top: MARGIN.top, width: inside, height: tall },
    xAxis: { ...axis('Dispersion Axis (Pixels)', look, 34), min: 0, max: width, splitLine: { show: false } },
    yAxis: { ...axis('Spatial Axis (Pixels)', look, 56), min: 0, max: height, splitLine: { show: false } },
    graphic: { type: 'image', left: MARGIN.left, top: MARGIN.top, style: { image, width: inside, height: tall } },
    visualMap: {
      type: 'continuous', min: limits[0], max: limits[1], seriesIndex: 0, right: 24, top: MARGIN.top, itemHeight: tall - 60, itemWidth: 16, inRange: { color: colorsOf(look.colorMap, look.inverse) },
      text: limits.map((limit) => `${Number(limit.toPrecision(5))} ${view.unit === 'electron' ? 'e⁻' : view.unit}`).reverse(), textStyle: { color: themes[look.theme].text },
    },
    series: [{ type: 'scatter', data: [] }],
  }); // prettier-ignore
}

/** A spectrum with its error band and the sky under it, an SVG document. Masked samples are gaps. */
export function spectrumSvg(view: SpectrumView, look: PictureLook): string {
  const colors = themes[look.theme];
  const good = (values: ArrayLike<number>) => Array.from(values, (value, i) => [view.axisValues[i] ?? NaN, view.mask[i] === 0 && Number.isFinite(value) ? value : null]);
  const low = view.flux.map((flux, i) => flux - (view.uncertainty[i] ?? NaN));
  const band = { type: 'line', stack: 'band', showSymbol: false, silent: true, lineStyle: { opacity: 0 }, stackStrategy: 'all' } as const;
  return drawn(620, look, {
    grid: { left: MARGIN.left, top: MARGIN.top, right: 40, bottom: MARGIN.bottom },
    legend: { right: 40, top: 14, data: ['flux', '± 1 σ', 'sky'], textStyle: { color: colors.text } },
    xAxis: { ...axis(view.axis === 'wavelength' ? 'Wavelength (Angstrom)' : 'Dispersion Axis (Pixels)', look, 34), min: 'dataMin', max: 'dataMax', axisLabel: { color: colors.text, showMinLabel: false, showMaxLabel: false } },
    yAxis: { ...axis('Intensity (e⁻)', look, 64), scale: true },
    series: [
      { ...band, data: good(low) },
      { ...band, name: '± 1 σ', data: good(view.uncertainty.map((sigma) => 2 * sigma)), areaStyle: { color: colors.curve, opacity: 0.17 }, itemStyle: { color: colors.curve, opacity: 0.3 } },
      { type: 'line', name: 'flux', showSymbol: false, data: good(view.flux), lineStyle: { color: colors.curve, width: 1.25 }, itemStyle: { color: colors.curve } },
      { type: 'line', name: 'sky', showSymbol: false, data: good(view.sky), lineStyle: { color: colors.sky, width: 1, type: [4, 2] }, itemStyle: { color: colors.sky } },
    ],
  });
}

function axis(name: string, { theme }: PictureLook, nameGap: number) {
  const { text, line } = themes[theme];
  return { type: 'value' as const, name, nameLocation: 'middle' as const, nameGap, nameTextStyle: { color: text }, axisLabel: { color: text }, axisLine: { show: true, lineStyle: { color: line } }, splitLine: { lineStyle: { color: line, opacity: 0.3 } } };
}

function drawn(height: number, { theme, title }: PictureLook, options: echarts.EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    const [text = '', ...more] = title;
    chart.setOption({ animation: false, backgroundColor: themes[theme].ground, title: { text, subtext: more.join(' · '), left: MARGIN.left - 5, top: 6, textStyle: { color: themes[theme].text, fontSize: 16 }, subtextStyle: { color: themes[theme].text } }, ...options });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
