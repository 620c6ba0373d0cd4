import type { Colors } from '../theme/colors';

/** Room left of every plot, so that axes of stacked plots share their edges to the pixel. */
export const LEFT = { wide: 68, narrow: 62 };

/** What a custom series is drawn with. */
export interface DrawApi {
  coord(point: readonly [number, number]): [number, number];
  size(size: readonly [number, number]): [number, number];
  value(dimension: number): number;
}
export interface DrawParams {
  readonly dataIndex: number;
  readonly coordSys: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}
export type Shape = Readonly<Record<string, unknown>>;

/** An axis of ours, `more` over it. */
export function axis(colors: Colors, name: string, more: Shape = {}, label: Shape = {}, hasGrid = true): Shape {
  const strong = { lineStyle: { color: colors['line-strong'] } };
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 26,
    scale: true,
    nameTextStyle: { color: colors['text-2'], fontSize: 12, fontFamily: colors['font-ui'] },
    axisLabel: { color: colors['plot-axis'], fontSize: 11, fontFamily: colors['font-ui'], hideOverlap: true, ...label },
    axisLine: { show: true, onZero: false, ...strong },
    axisTick: { show: true, length: 4, ...strong },
    splitLine: { show: hasGrid, lineStyle: { color: colors['plot-grid'] } },
    ...more,
  };
}

/** A grid keeps its edges: echarts 6 would move it to make room for titles, and image and curve would part. */
export function grid(edges: Shape): Shape {
  return { ...edges, outerBoundsMode: 'none' };
}

/** A shape that is drawn once and follows every zoom. */
export function once(name: string, draw: (params: DrawParams, api: DrawApi) => Shape | undefined, more: Shape = {}): Shape {
  return { type: 'custom', name, silent: true, clip: true, data: [[0, 0]], z: 1, animation: false, renderItem: (params: DrawParams, api: DrawApi) => (params.dataIndex === 0 ? draw(params, api) : undefined), ...more };
}

/** One line through a plot with its values at the ends. */
export function crosshair(colors: Colors): Shape {
  return {
    type: 'cross',
    lineStyle: { color: colors.crosshair, width: 1, type: 'solid', opacity: 0.8 },
    crossStyle: { color: colors.crosshair, width: 1, type: 'dashed', opacity: 0.6 },
    label: { backgroundColor: colors.mark, color: colors['mark-ink'], fontSize: 11, fontFamily: colors['font-ui'], padding: [3, 5], shadowBlur: 0 },
  };
}
