import type { EChartsCoreOption } from 'echarts/core';
import type { FrameState } from '../parts/state-mark';
import type { Colors } from '../theme/colors';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';
import { axis, grid, LEFT, once, type DrawApi, type DrawParams, type Shape } from './axis';

/** One frame on the line of the night; times in milliseconds since 1970. */
export interface Bar {
  readonly id: number;
  readonly object: string;
  readonly kind: 'bias' | 'flat' | 'arc' | 'target';
  readonly state: FrameState;
  readonly start: number;
  readonly end: number;
}

/** When the sun goes and comes, milliseconds since 1970. */
export interface Twilights {
  readonly sunset: number;
  /** Evening twilight ends. */
  readonly dark: number;
  /** Morning twilight begins. */
  readonly twilight: number;
  readonly sunrise: number;
}

const LANES: readonly Bar['kind'][] = ['bias', 'flat', 'arc', 'target'];
const LANE_NAMES = ['night.lane.bias', 'night.lane.flats', 'night.lane.lamps', 'night.lane.targets'] as const;
const TARGET_LANE = 3;
const HOUR_MS = 3_600_000;
/** An exposure shorter than this on the screen is still seen. */
const SMALLEST_BAR_PX = 3;

/** How much of a ground day and twilight have. */
const [DAY_OPACITY, TWILIGHT_OPACITY] = [0.11, 0.055];
/** Room that "Twilight 08:08" takes beside "Sunrise 09:52", px. */
const SUN_WORDS_PX = 170;

/** From the hour before the first frame, or the sunset, to the one after the last, after now, or after sunrise. */
export function timelineRange(bars: readonly Bar[], now: number | undefined, sun: Twilights): [number, number] {
  const first = Math.min(...bars.map(({ start }) => start), sun.sunset);
  const last = Math.max(...bars.map(({ end }) => end), now ?? -Infinity, sun.sunrise);
  return [Math.floor(first / HOUR_MS) * HOUR_MS, Math.ceil((last + HOUR_MS / 4) / HOUR_MS) * HOUR_MS];
}

/** The night: lanes by kind, shape and color by state. `now` only while the night runs. */
export function timelineOption(bars: readonly Bar[], { colors, current, now, sun, isNarrow }: { colors: Colors; current: number | undefined; now: number | undefined; sun: Twilights; isNarrow: boolean }): EChartsCoreOption {
  const [from, to] = timelineRange(bars, now, sun);
  const font = colors['font-ui'];
  const words = (draw: (params: DrawParams, api: DrawApi) => Shape[], more: Shape = {}): Shape => once('words', (params, api) => ({ type: 'group', children: draw(params, api) }), { data: [[from, 0]], ...more });
  return {
    animation: false,
    backgroundColor: 'transparent',
    grid: [grid({ left: isNarrow ? 54 : LEFT.wide, right: 14, top: 38, bottom: 40 })],
    xAxis: [axis(colors, text('night.axis'), { type: 'time', min: from, max: to, nameGap: 24, minInterval: HOUR_MS, maxInterval: (isNarrow ? 2 : 1) * HOUR_MS }, { formatter: (value: number) => clock(value) }, false)],
    yAxis: [axis(colors, '', { min: -0.5, max: 3.5, axisTick: { show: false }, axisLine: { show: false } }, { show: false }, false)],
    series: [
      words(({ coordSys }, api) => sunLanes(sun, [from, to], coordSys, api, colors, isNarrow), { z: 0 }),
      words((params, api) => targetNames(bars, params, api, colors), { clip: false }),
      words(
        ({ coordSys }, api) => LANE_NAMES.map((key, lane) => ({ type: 'text', x: coordSys.x - 8, y: api.coord([from, lane])[1], style: { text: text(key), fill: colors['text-2'], font: `12px ${font}`, textAlign: 'right', textVerticalAlign: 'middle' } })),
        { clip: false },
      ),
      { type: 'custom', z: 3, data: bars.map(({ start, end, kind }) => [start, end, LANES.indexOf(kind)]), encode: { x: [0, 1], y: 2 }, renderItem: (params: DrawParams, api: DrawApi) => drawBar(bars[params.dataIndex], api, colors, current) },
      ...(now === undefined
        ? []
        : [
            words(
              ({ coordSys: { y, height } }, api) => {
                const at = api.coord([now, 0])[0];
                return [
                  { type: 'line', shape: { x1: at, x2: at, y1: y, y2: y + height }, style: { stroke: colors.crosshair, lineWidth: 1.5 } },
                  { type: 'text', x: at + 6, y: y + 5, style: { text: text('night.now', { time: clock(now) }), fill: colors['mark-ink'], backgroundColor: colors.mark, padding: [3, 6], borderRadius: 3, font: `11px ${font}` } },
                ];
              },
              { z: 7 },
            ),
          ]),
    ],
  };
}

/** Day and twilight as grounds, and when each begins or ends. */
function sunLanes({ sunset, dark, twilight, sunrise }: Twilights, [from, to]: readonly [number, number], { y, height }: DrawParams['coordSys'], api: DrawApi, colors: Colors, isNarrow: boolean): Shape[] {
  const at = (time: number): number => api.coord([time, 0])[0];
  const ground = (start: number, end: number, opacity: number): Shape => ({ type: 'rect', shape: { x: at(start), y, width: Math.max(0, at(end) - at(start)), height }, style: { fill: colors.mark, opacity } });
  const said = (time: number, words: string, isLeft = false): Shape => ({ type: 'text', x: at(time) + (isLeft ? -5 : 5), y: y + height - 6, style: { text: words, fill: colors['text-3'], font: `11px ${colors['font-ui']}`, textVerticalAlign: 'bottom', textAlign: isLeft ? 'right' : 'left' } });
  const hasRoom = at(sunrise) - at(twilight) > SUN_WORDS_PX;
  const words = isNarrow ? [] : [said(sunset, text('night.sunset', { time: clock(sunset) })), said(dark, text('night.dark', { time: clock(dark) })), ...(hasRoom ? [said(twilight, text('night.twilight', { time: clock(twilight) }))] : []), said(sunrise, text('night.sunrise', { time: clock(sunrise) }), true)];
  return [ground(from, sunset, DAY_OPACITY), ground(sunset, dark, TWILIGHT_OPACITY), ground(twilight, sunrise, TWILIGHT_OPACITY), ground(sunrise, to, DAY_OPACITY), ...words];
}

function drawBar(bar: Bar | undefined, api: DrawApi, colors: Colors, current: number | undefined): Shape | undefined {
  if (!bar) return undefined;
  const [x, center] = api.coord([api.value(0), api.value(2)]);
  const width = Math.max(api.coord([api.value(1), api.value(2)])[0] - x, SMALLEST_BAR_PX);
  const height = api.size([0, 1])[1] * 0.62;
  const color = colors[`state-${bar.state}`];
  const isHollow = bar.state === 'waiting' || bar.state === 'rejected';
  const shape = { x, y: center - height / 2, width, height, r: 1.5 };
  const children: Shape[] = [{ type: 'rect', shape, style: { fill: isHollow ? 'transparent' : color, stroke: isHollow ? color : 'none', lineWidth: 1.5, lineDash: bar.state === 'waiting' ? [3, 2] : null, opacity: bar.state === 'final' ? 0.62 : 1 } }];
  if (bar.state === 'failed') children.push({ type: 'path', shape: { pathData: 'M0,0L8,8M8,0L0,8', x: 0, y: 0, width: 8, height: 8 }, x: x + width / 2 - 4, y: center - 4, style: { stroke: colors.bg, lineWidth: 2, fill: 'none' } });
  if (bar.state === 'provisional') children.push({ type: 'rect', shape: { ...shape, y: center, height: height / 2 }, style: { fill: colors['plot-bg'], opacity: 0.55 } });
  if (bar.id === current) children.push({ type: 'rect', shape: { x: x - 3, y: shape.y - 3, width: width + 6, height: height + 6, r: 3 }, style: { fill: 'none', stroke: colors.text, lineWidth: 1.5 } });
  return { type: 'group', children };
}

/** Names of targets over their bars, in two rows; one that finds no room is left out. */
function targetNames(bars: readonly Bar[], { coordSys }: DrawParams, api: DrawApi, colors: Colors): Shape[] {
  const groups: { name: string; start: number; end: number }[] = [];
  for (const { kind, object, start, end } of bars) {
    if (kind !== 'target') continue;
    const last = groups.at(-1);
    if (last?.name === object) last.end = end;
    else groups.push({ name: object, start, end });
  }
  const free = [-Infinity, -Infinity];
  return groups.flatMap(({ name, start, end }) => {
    const [left, right] = [api.coord([start, TARGET_LANE])[0], api.coord([end, TARGET_LANE])[0]];
    const y = coordSys.y - 3;
    const row = left > (free[0] ?? 0) ? 0 : 1;
    const line = { type: 'line', shape: { x1: left, x2: Math.max(right, left + SMALLEST_BAR_PX), y1: y, y2: y }, style: { stroke: colors['line-strong'], lineWidth: 1 } };
    if (left <= (free[row] ?? 0)) return [line];
    free[row] = left + name.length * 6.3 + 10;
    return [line, { type: 'text', x: left, y: y - 3 - 14 * row, style: { text: name, fill: colors['text-2'], font: `11px ${colors['font-ui']}`, textVerticalAlign: 'bottom' } }];
  });
}
