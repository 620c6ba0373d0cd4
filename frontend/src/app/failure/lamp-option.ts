import type { EChartsCoreOption } from 'echarts/core';
import type { components } from '../api/schema';
import { axis, crosshair, grid, LEFT, once, type Shape } from '../plots/axis';
import type { Colors } from '../theme/colors';
import { number, short } from '../texts/numbers';
import { text } from '../texts/text';

export type Lamp = components['schemas']['LampView'];

const NAMED = 14;

/** The lowest value of a log axis: what is dark stays on it. */
function floorOf(light: readonly (number | null)[]): number {
  const positive = light.filter((value): value is number => value !== null && value > 0).sort((a, b) => a - b);
  return Math.max(0.1, 10 ** Math.floor(Math.log10(positive[Math.floor(positive.length * 0.02)] ?? 1)));
}

/** The light of a lamp on a log scale: what was seen, what it is taken for, and what should shine and does not. Pure. */
export function lampOption({ light, lines, absent, unit }: Lamp, { colors, isNarrow }: { readonly colors: Colors; readonly isNarrow: boolean }): EChartsCoreOption {
  const floor = floorOf(light);
  const top = 10 ** Math.ceil(Math.log10(3 * light.reduce<number>((most, value) => Math.max(most, value ?? 0), floor)));
  const unitWord = unit === 'electron' ? 'e⁻' : 'ADU';
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: colors['font-ui'] },
    grid: [grid({ left: isNarrow ? LEFT.narrow : LEFT.wide, right: 16, top: 10, bottom: 42 })],
    tooltip: { trigger: 'axis', showContent: false, axisPointer: crosshair(colors) },
    xAxis: [axis(colors, text('plot.dispersion'), { min: 0, max: light.length - 1 }, { formatter: (value: number) => number(value), showMaxLabel: false })],
    yAxis: [axis(colors, text('failure.lamp.axis', { unit: unitWord }), { type: 'log', logBase: 10, min: floor, max: top, nameGap: isNarrow ? 40 : 50 }, { formatter: short })],
    dataZoom: [{ type: 'inside', xAxisIndex: [0], filterMode: 'none' }],
    series: [
      { type: 'line', name: 'lamp', data: light.map((value, i) => [i, value === null ? null : Math.max(value, floor)]), showSymbol: false, silent: true, z: 3, lineStyle: { width: isNarrow ? 0.8 : 1.25, color: colors['series-1'] } },
      marks({ lines, light }, floor, colors),
      absentLines(absent, colors),
    ],
  };
}

function marks({ lines, light }: Pick<Lamp, 'lines' | 'light'>, floor: number, colors: Colors): Shape {
  const named = new Set(lines.filter(({ wavelength }) => wavelength !== null).toSorted((a, b) => b.height - a.height).slice(0, NAMED)); // prettier-ignore
  return once(
    'lines',
    ({ coordSys: { x: left, width, y: top } }, api) => ({
      type: 'group',
      children: lines.flatMap((line) => {
        const peak = Math.max(floor, light[Math.round(line.column)] ?? floor);
        const [x, y] = api.coord([line.column, peak]);
        if (x < left || x > left + width) return [];
        const mark = line.wavelength === null ? ring(x, y - 7, colors['plot-axis']) : wedge(x, y - 5, colors['series-5']);
        if (!named.has(line)) return [mark];
        const word = `${line.element ?? ''} ${line.wavelength?.toFixed(1) ?? ''}`;
        return [mark, { type: 'text', x: x + 3, y: Math.max(top + 2, y - 14), rotation: 0, style: { text: word, fill: colors['text-2'], font: `11px ${colors['font-ui']}`, textVerticalAlign: 'bottom' } }];
      }),
    }),
    { z: 6 },
  );
}

function absentLines(absent: Lamp['absent'], colors: Colors): Shape {
  return once(
    'absent',
    ({ coordSys: { x: left, y, width, height } }, api) => ({
      type: 'group',
      children: absent.flatMap(({ column }) => {
        const [x] = api.coord([column, 1]);
        if (x < left || x > left + width) return [];
        return [{ type: 'line', shape: { x1: x, y1: y + height * 0.35, x2: x, y2: y + height }, style: { stroke: colors['plot-mask'], lineWidth: 1, lineDash: [2, 3] } }];
      }),
    }),
    { z: 5 },
  );
}

const ring = (cx: number, cy: number, color: string): Shape => ({ type: 'circle', shape: { cx, cy, r: 3 }, style: { stroke: color, lineWidth: 1.3, fill: 'none' } });
const wedge = (x: number, y: number, color: string): Shape => ({ type: 'polygon', shape: { points: [[x - 4, y - 7], [x + 4, y - 7], [x, y]] }, style: { fill: color } }); // prettier-ignore

/** What a colleague would say of it on the phone. */
export function lampSay({ light, lines, absent }: Lamp): string {
  const matched = lines.filter(({ wavelength }) => wavelength !== null).length;
  return text('failure.lamp.say', { columns: number(light.length), lines: lines.length, matched, absent: absent.length, elements: elementsOf(absent) || '–' });
}

/** "Ne, Ar", the most lines first. */
export function elementsOf(absent: Lamp['absent']): string {
  return [...Map.groupBy(absent, ({ element }) => element).entries()].sort(([, a], [, b]) => b.length - a.length).map(([element]) => element).join(', '); // prettier-ignore
}
