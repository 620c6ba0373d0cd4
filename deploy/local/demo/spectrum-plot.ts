import * as echarts from 'echarts';

export interface PlottedSpectrum {
  readonly title: string;
  readonly subtitle: string;
  /** Air, Å. */
  readonly wavelengths: ArrayLike<number>;
  readonly flux: ArrayLike<number>;
  readonly uncertainty: ArrayLike<number>;
  /** Noise-free electrons per column on the same pixels; NaN where unknown. */
  readonly truth: ArrayLike<number>;
}

const WIDTH = 1200;
const HEIGHT = 620;

/** A calibrated spectrum with its error band over the truth it was simulated from, and the pulls below; an SVG document. */
export function plotOverTruth(spectrum: PlottedSpectrum): string {
  const { wavelengths, flux, uncertainty, truth } = spectrum;
  const points = Array.from(wavelengths, (wavelength, i) => ({ wavelength, flux: flux[i] ?? NaN, sigma: uncertainty[i] ?? NaN, truth: truth[i] ?? NaN })).filter(
    (point) => Number.isFinite(point.flux) && Number.isFinite(point.sigma),
  );
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const axis = (name: string) => ({ type: 'value' as const, name, nameLocation: 'middle' as const, scale: true });
  const sorted = points.map((point) => point.flux).sort((a, b) => a - b);
  const top = roundedUp((sorted[Math.floor(sorted.length * 0.998)] ?? 1) * 1.08);
  const range = { min: Math.floor((points[0]?.wavelength ?? 0) / 100) * 100, max: Math.ceil((points.at(-1)?.wavelength ?? 1) / 100) * 100 };
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: spectrum.title, subtext: spectrum.subtitle, left: 70, top: 6 },
    legend: { right: 30, top: 14, data: ['measured', 'σ of the measurement', 'truth'] },
    grid: [
      { left: 80, right: 30, top: 70, height: 350 },
      { left: 80, right: 30, top: 455, height: 100 },
    ],
    xAxis: [
      { ...axis(''), ...range, gridIndex: 0, axisLabel: { show: false } },
      { ...axis('Wavelength in air (Å)'), ...range, gridIndex: 1, nameGap: 28 },
    ],
    yAxis: [
      { ...axis('Flux (electron / pixel)'), gridIndex: 0, nameGap: 60, max: top, min: 0 },
      { ...axis('pull (σ)'), gridIndex: 1, nameGap: 60, min: -5, max: 5, interval: 5 },
    ],
    series: [
      line('measured', points.map((p) => [p.wavelength, p.flux]), '#2b6cb0', 1),
      line('σ of the measurement', points.map((p) => [p.wavelength, p.sigma]), '#94a3b8', 1),
      line('truth', points.map((p) => [p.wavelength, p.truth]), '#c2410c', 1.4),
      {
        type: 'scatter',
        symbolSize: 1.6,
        itemStyle: { color: '#2b6cb0' },
        xAxisIndex: 1,
        yAxisIndex: 1,
        data: points.map((p) => [p.wavelength, (p.flux - p.truth) / p.sigma]),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** The next number with two digits and zeros, so that the axis ends on a tick. */
function roundedUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / unit) * unit;
}

function line(name: string, data: number[][], color: string, width: number) {
  return { name, type: 'line' as const, showSymbol: false, data, lineStyle: { color, width }, itemStyle: { color }, xAxisIndex: 0, yAxisIndex: 0, clip: true };
}
