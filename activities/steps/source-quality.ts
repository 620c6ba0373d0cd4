import type { Frame } from '#numeric/frame';
import type { SourceOnSlit } from '#numeric/extraction/extract';
import { traceRows } from '#numeric/sources/trace';
import type { MeasuredQuality } from '../domain/qualities.js';
import { goodmanSlit } from '../instruments/goodman/optics.js';
import { knownNumbers } from './known-numbers.js';

/** What search, trace and sky measured of one source, by name; NaN is left out. */
export function sourceQuality({ target, trace, sky }: SourceOnSlit, { geometry }: Frame): MeasuredQuality {
  const { nx, ny, binY } = geometry;
  const rows = traceRows(trace, nx);
  const onSlit = rows.filter((row) => row >= -0.5 && row <= ny - 0.5);
  const edge = onSlit.reduce((least, row) => Math.min(least, row + 0.5, ny - 0.5 - row), Infinity);
  return knownNumbers({
    seeingArcsecond: target.fwhmPixel * goodmanSlit.arcsecondPerRow * binY,
    profileMisfitPercent: target.misfitPercent ?? NaN,
    skyMisfitPercent: sky.misfitPercent ?? NaN,
    slitEdgeDistanceArcsecond: edge * goodmanSlit.arcsecondPerRow * binY,
    columnsOffSlit: nx - onSlit.length,
    traceSamples: trace.samplesUsed,
  });
}
