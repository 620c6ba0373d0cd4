import type { EChartsCoreOption } from 'echarts/core';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import type { Colors } from '../theme/colors';
import { axis, crosshair, grid, LEFT, once, type Shape } from './axis';

/** Where one source lies on the slit, native pixels. */
export interface SlitSource {
  /** Row of the trace at every column; NaN where unknown. */
  readonly trace: readonly number[];
  /** First and last row at column 0; both follow the trace. */
  readonly aperture: readonly [number, number];
  readonly zones: readonly (readonly [number, number])[];
}

/** Edges of the picture inside its place, px: the canvas and the axes use the same. */
export interface FrameEdges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room of the profile at the right, and between, px. */
export const PROFILE = { width: 104, gap: 10 };
const POINTS = 41;

export function frameEdges(isNarrow: boolean): FrameEdges {
  return isNarrow ? { left: LEFT.narrow, right: 12, top: 8, bottom: 40 } : { left: LEFT.wide, right: 16 + PROFILE.width + PROFILE.gap, top: 8, bottom: 40 };
}

/** What lies over a frame: axes, trace, aperture, background zones, and the light along the slit beside it. */
export function frameOption({ width, height, profile, source, unit }: { width: number; height: number; profile: readonly number[]; source: SlitSource | undefined; unit: string }, { colors, isNarrow }: { colors: Colors; isNarrow: boolean }): EChartsCoreOption {
  const edges = frameEdges(isNarrow);
  const peak = profile.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0) || 1;
  const bare = { axisLabel: { show: false } };
  const rows = { min: 0, max: height, interval: stepOf(height) };
  return {
    animation: false,
    backgroundColor: 'transparent',
    tooltip: { trigger: 'none', axisPointer: crosshair(colors) },
    grid: [grid({ ...edges }), ...(isNarrow ? [] : [grid({ right: 16, width: PROFILE.width, top: edges.top, bottom: edges.bottom })])],
    xAxis: [
      axis(colors, text('plot.dispersion'), { min: 0, max: width, nameGap: 24, interval: isNarrow ? 500 : 250 }, { formatter: (value: number) => number(value) }, false),
      ...(isNarrow ? [] : [axis(colors, text('plot.profile', { unit }), { gridIndex: 1, min: 0, max: peak * 1.08, interval: peak * 0.54, nameGap: 24, ...bare }, {}, false)]),
    ],
    yAxis: [
      axis(colors, text(isNarrow ? 'plot.spatial.short' : 'plot.spatial'), { ...rows, nameGap: isNarrow ? 40 : 50 }, { formatter: (value: number) => number(value) }, false),
      ...(isNarrow ? [] : [axis(colors, '', { ...rows, gridIndex: 1, axisTick: { show: false }, ...bare }, {}, false)]),
    ],
    series: [
      { type: 'line', name: 'trace', showSymbol: false, silent: true, data: source ? along(source, 0, width).map(([x, y]) => [x, Number.isNaN(y) ? null : y]) : [], lineStyle: { color: colors['frame-aperture'], width: 1, type: [2, 5] } },
      ...(source ? [zone(source, source.aperture, width, colors['frame-aperture'], []), ...source.zones.map((span) => zone(source, span, width, colors['frame-zone'], [4, 3]))] : []),
      ...(isNarrow ? [] : [{ type: 'line', name: 'profile', xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, silent: true, data: profile.map((value, row) => [Number.isFinite(value) ? value : null, row]), lineStyle: { color: colors['series-1'], width: 1.2 } }, ...(source ? profileZones(source, colors) : [])]),
    ],
  };
}

function stepOf(height: number): number {
  return height > 600 ? 300 : height > 300 ? 100 : 50;
}

/** Rows along the trace, moved by so many, at evenly spaced columns. */
function along({ trace }: SlitSource, shift: number, width: number): [number, number][] {
  return Array.from({ length: POINTS }, (_, i) => {
    const column = (i / (POINTS - 1)) * width;
    return [column, (trace[Math.min(trace.length - 1, Math.round(column))] ?? Number.NaN) + shift];
  });
}

function zone(source: SlitSource, [low, high]: readonly [number, number], width: number, color: string, dash: readonly number[]): Shape {
  const start = source.trace.find(Number.isFinite) ?? 0;
  return once(
    'zone',
    (_params, api) => {
      const edge = (row: number): [number, number][] => along(source, row - start, width).filter(([, y]) => Number.isFinite(y)).map((point) => api.coord(point)); // prettier-ignore
      const [lower, upper] = [edge(low), edge(high)];
      return {
        type: 'group',
        children: [{ type: 'polygon', shape: { points: [...lower, ...upper.toReversed()] }, style: { fill: color, opacity: 0.2 } }, ...[lower, upper].map((points) => ({ type: 'polyline', shape: { points }, style: { fill: 'none', stroke: color, lineWidth: 1, lineDash: dash, opacity: 0.95 } }))],
      };
    },
    { z: 3, data: [[width / 2, low]] },
  );
}

function profileZones({ aperture, zones }: SlitSource, colors: Colors): Shape[] {
  const series = (rows: readonly (readonly [number, number])[], color: string, type: unknown): Shape => ({
    type: 'line',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: [],
    markArea: { silent: true, itemStyle: { color, opacity: 0.2 }, data: rows.map(([low, high]) => [{ yAxis: low }, { yAxis: high }]) },
    markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color, width: 1, type, opacity: 0.9 }, data: rows.flat().map((row) => ({ yAxis: row })) },
  });
  return [series([aperture], colors['plot-aperture'], 'solid'), series(zones, colors['plot-sky'], [4, 3])];
}
