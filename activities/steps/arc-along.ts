import { cropFrame, type Frame } from '#numeric/frame';
import { extractAlongRows } from '#numeric/extraction/lamp';
import type { TargetSpectrum } from '../domain/products.js';

/** The lamp is averaged over ± this many FWHM of the source: where nearly all of its light fell. */
const HALF_WIDTH_FWHM = 1;
/** … but never over less than this, rows. */
const LEAST_HALF_WIDTH_ROWS = 2;

/** The lamp as a source saw it: averaged along its trace, on the very columns of its spectrum, whatever was trimmed from either frame. */
export function arcAlong(arc: Frame, spectrum: TargetSpectrum): ReturnType<typeof extractAlongRows> {
  const { geometry } = arc;
  const first = (spectrum.firstColumn - geometry.x0) / geometry.binX;
  const columns = spectrum.flux.length;
  const cut = first === 0 && columns === geometry.nx ? arc : cropFrame(arc, { x0: first, x1: first + columns, y0: 0, y1: geometry.ny });
  // Row centers as detector rows, then as rows of the lamp frame.
  const rows = spectrum.trace.rows.map((row) => (spectrum.firstRow + spectrum.rowBinning * (row + 0.5) - geometry.y0) / geometry.binY - 0.5);
  const halfWidth = Math.max(LEAST_HALF_WIDTH_ROWS, (HALF_WIDTH_FWHM * spectrum.trace.fwhmPixel * spectrum.rowBinning) / geometry.binY);
  return extractAlongRows(cut, rows, halfWidth);
}
