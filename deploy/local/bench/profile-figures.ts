import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as echarts from 'echarts';
import { checkout } from '../settings/checkout.js';
import type { WorkShare } from './folder-profile.js';
import type { Bar } from './waterfall.js';

const FOLDER = path.join(checkout, 'deploy/local/bench/figures');
const WIDTH = 1100;
const ROW = 22;

/** By depth: the way itself, who does it, what is done within. */
const SHADES = ['#94a3b8', '#2b6cb0', '#7fb0dd'];

/** The way of one live frame as a waterfall, milliseconds; `live-2x2.svg`. */
export function drawWaterfall(binning: 1 | 2, title: string, bars: readonly Bar[]): Promise<void> {
  const rows = bars.map(({ part, depth, from, to }) => ({ name: `${'   '.repeat(depth)}${part}`, from, length: to - from, color: SHADES[depth] ?? SHADES[0] ?? '' }));
  return draw(`live-${binning}x${binning}`, title, 'milliseconds since the first byte was sent', rows);
}

/** What a folder's night spends its processor time on; `folder-2x2.svg`. */
export function drawShares(binning: 1 | 2, title: string, shares: readonly WorkShare[]): Promise<void> {
  const rows = shares.map(({ work, times, processorSecond }) => ({ name: `${work} (${times})`, from: 0, length: processorSecond, color: SHADES[1] ?? '' }));
  return draw(`folder-${binning}x${binning}`, title, 'seconds of processor, all threads together', rows);
}

interface Row {
  readonly name: string;
  readonly from: number;
  readonly length: number;
  readonly color: string;
}

async function draw(name: string, title: string, unit: string, rows: readonly Row[]): Promise<void> {
  const height = 110 + ROW * rows.length;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const stacked = { type: 'bar' as const, stack: 'bar', barWidth: '70%', silent: true };
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 20, top: 10, textStyle: { fontSize: 14 } },
    grid: { left: 330, right: 60, top: 50, bottom: 50 },
    xAxis: { type: 'value', name: unit, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.name), axisLabel: { align: 'left', margin: 320, interval: 0 }, axisTick: { show: false } },
    series: [
      { ...stacked, itemStyle: { color: 'transparent' }, data: rows.map(({ from }) => from) },
      { ...stacked, label: { show: true, position: 'right', formatter: ({ value }: { value?: unknown }) => rounded(Number(value)) }, data: rows.map(({ length, color }) => ({ value: length, itemStyle: { color } })) },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  await writeFile(path.join(FOLDER, `${name}.svg`), `${svg}\n`);
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
