import type { Colors } from '../theme/colors';
import { once, type Shape } from './axis';
import { lightColor } from './light-color';
import type { Cause, Spectrum } from './spectrum';

const RIBBON_PX = 4;
const RIBBON_PARTS = 130;

/** The color of the light under an axis; of an axis that is no wavelength, by the wavelength at a place of it. */
export function ribbon(first: number, last: number, angstromAt: (value: number) => number = (value) => value): Shape {
  return once(
    'ribbon',
    ({ coordSys: { x, y, width, height } }, api) => {
      const children: Shape[] = [];
      for (let i = 0; i < RIBBON_PARTS; i++) {
        const at = (part: number): number => first + (part / RIBBON_PARTS) * (last - first);
        const [left, right] = [Math.max(api.coord([at(i), 1])[0], x), Math.min(api.coord([at(i + 1), 1])[0], x + width)];
        if (right <= left) continue;
        children.push({ type: 'rect', shape: { x: left, y: y + height - RIBBON_PX, width: right - left + 0.6, height: RIBBON_PX }, style: { fill: `rgb(${lightColor(angstromAt(at(i + 0.5))).join(',')})` } });
      }
      return { type: 'group', children };
    },
    { z: 6 },
  );
}

/** One standard deviation around the curve, with a gap where there is no answer; never below `floor`, which a log axis cannot show. */
export function band({ x, flux, error }: Spectrum, floor: number, colors: Colors): Shape {
  return once('one sigma', (_params, api) => ({
    type: 'group',
    children: runs(flux).map(([from, to]) => {
      const edge = (sign: number): [number, number][] => Array.from({ length: to - from }, (_, i) => api.coord([x[from + i] as number, Math.max((flux[from + i] as number) + sign * (error[from + i] as number), floor)]));
      return { type: 'polygon', shape: { points: [...edge(1), ...edge(-1).reverse()] }, style: { fill: colors['series-1-band'] } };
    }),
  }));
}

/** Pixels without a value or with a doubt: a lane above the axis, one shape for each cause. */
export function maskLane({ x, masked }: Spectrum, colors: Colors): Shape {
  return once(
    'mask',
    ({ coordSys: { x: left, y, width, height } }, api) => {
      const base = y + height - 10;
      const fill = colors['plot-mask'];
      let previous = { at: -Infinity, cause: '' };
      const children: Shape[] = [];
      for (const { index, cause } of masked) {
        const at = api.coord([x[index] as number, 1])[0];
        // Neighbors of one cause are one mark until a zoom parts them.
        if (at < left || at > left + width || (cause === previous.cause && at - previous.at < 5)) continue;
        previous = { at, cause };
        children.push(markOf(cause, at, base, fill));
      }
      return { type: 'group', children };
    },
    { z: 6 },
  );
}

function markOf(cause: Cause, at: number, base: number, color: string): Shape {
  if (cause === 'saturated') return { type: 'polygon', shape: { points: [[at - 4, base + 3], [at + 4, base + 3], [at, base - 4]] }, style: { fill: color } }; // prettier-ignore
  if (cause === 'bad') return { type: 'rect', shape: { x: at - 2.5, y: base - 3, width: 5, height: 6 }, style: { fill: color } };
  if (cause === 'empty') return { type: 'circle', shape: { cx: at, cy: base, r: 3 }, style: { stroke: color, lineWidth: 1.5, fill: 'none' } };
  return { type: 'path', shape: { pathData: 'M-3,-3L3,3M3,-3L-3,3', x: -3, y: -3, width: 6, height: 6 }, x: at, y: base, style: { stroke: color, lineWidth: 1.5, fill: 'none' } };
}

/** Stretches of pixels that have an answer, from (inclusive) to (exclusive). */
export function runs(values: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= values.length; i++) {
    const isThere = i < values.length && Number.isFinite(values[i]);
    if (isThere && start < 0) start = i;
    if (!isThere && start >= 0) {
      found.push([start, i]);
      start = -1;
    }
  }
  return found;
}
