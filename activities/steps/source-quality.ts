import type { Frame, Spectrum } from '#numeric/frame';
import type { SourceOnSlit } from '#numeric/extraction/extract';
import { median } from '#numeric/math/statistics';
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

/**
 * Signal-to-noise of a resolution element, median over the spectrum: flux over error of the columns that a line of the lamp covers, brought from whole columns to its width. Columns
 * without flux, and elements with one of them, do not count. Empty where no element is known.
 * @param lineWidthPixel FWHM of a line, columns.
 */
export function resolutionQuality({ flux, variance }: Pick<Spectrum, 'flux' | 'variance'>, lineWidthPixel: number): MeasuredQuality {
  const columns = Math.max(1, Math.round(lineWidthPixel));
  const ratios: number[] = [];
  for (let from = 0; from + columns <= flux.length; from++) {
    let light = 0;
    let noise = 0;
    for (let x = from; x < from + columns; x++) {
      light += flux[x] ?? NaN;
      noise += (variance[x] ?? NaN) > 0 ? (variance[x] ?? NaN) : NaN;
    }
    const ratio = (light / Math.sqrt(noise)) * Math.sqrt(lineWidthPixel / columns);
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  return ratios.length === 0 ? {} : knownNumbers({ snrPerResolutionElement: median(Float64Array.from(ratios)) });
}
