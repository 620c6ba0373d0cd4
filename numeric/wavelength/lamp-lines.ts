import { arcLinesIn, lineSamples, type ArcLineOptions, type ArcLines } from './arc-lines.js';
import { ContractError } from '../errors.js';
import { MASK } from '../frame.js';
import { sharpen } from './sharpen.js';
import { slitImageOf } from './slit-image.js';

/** Slits wider than this run lines into each other (1.5 arcsecond on 0.15 arcsecond a column), unbinned pixel; through a narrower one lines are fitted as they are. */
const WIDE = 10;
/** No image wider than this is looked for, unbinned pixel: 5.4 arcsecond. */
const WIDEST = 36;

/**
 * The lines of a lamp, through a slit of any width: those of `findArcLines`, or where the spectrum shows the image of a wide slit, those of the spectrum sharpened to what a
 * narrow one would show.
 *
 * @param flux n samples, any linear unit; NaN where there is no measurement. @param binning unbinned columns per sample.
 * @throws {ContractError} as `findArcLines`, or if the binning is below 1.
 */
export function findLampLines(flux: Float64Array, options: ArcLineOptions, binning: number): ArcLines {
  if (!(binning >= 1)) throw new ContractError(`binning ${binning}`);
  const samples = lineSamples(flux, options);
  const image = slitImageOf(samples, WIDEST / binning);
  if (image === undefined || image.width * binning < WIDE) return arcLinesIn(samples, options.minimumSnr, options.mask);
  const arc = arcLinesIn(sharpen(samples, image, binning), options.minimumSnr);
  const { mask } = options;
  const lines = mask === undefined ? arc.lines : arc.lines.map((line) => ({ ...line, saturated: saturatedWithin(mask, line.pixel - image.width / 2, line.pixel + image.width / 2) }));
  return { ...arc, lines, imageWidthPixel: image.width };
}

function saturatedWithin(mask: Uint8Array, from: number, to: number): boolean {
  for (let q = Math.max(0, Math.ceil(from)); q <= Math.min(mask.length - 1, to); q++) if ((mask[q] & MASK.SATURATED) !== 0) return true;
  return false;
}
