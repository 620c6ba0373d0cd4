import { extractAlongRows } from '#numeric/extraction/lamp';
import { FitError } from '#numeric/errors';
import type { Geometry } from '#numeric/frame';
import type { ArcLines } from '#numeric/wavelength/arc-lines';
import { fitOptics } from '#numeric/wavelength/fit';
import { columnAtWavelength, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from '#numeric/wavelength/grating-model';
import { identify } from '#numeric/wavelength/identify';
import { findLampLines } from '#numeric/wavelength/lamp-lines';
import { instrumentPriors, lampGeometry, lineTable, opticalModel, sampleOfColumn, type LampGeometry, type LineTable } from '#numeric/wavelength/parameters';
import { goodmanOptics, goodmanSlit } from '../instruments/goodman/optics.js';
import { isHollowCathode, laboratoryLines } from '../reference/line-lists.js';
import type { Exposure } from '../domain/exposure.js';
import type { ImageView } from './image-view.js';

/** A line of a lamp as somebody looks for it. */
export interface LampLine {
  /** Column of the frame, counted from 0, fractions allowed. */
  readonly column: number;
  /** Over the background, in the unit of the frame. */
  readonly height: number;
  /** What it is taken for; undefined for one that nothing explains. */
  readonly match?: { readonly wavelengthAngstrom: number; readonly element: string };
}

/** The light of a lamp along the dispersion, what is seen in it, and what its header promises. */
export interface LampLight {
  /** Mean over the middle of the slit, one value a column; NaN where there is none. */
  readonly light: Float64Array;
  readonly lines: readonly LampLine[];
  /** Bright laboratory lines of the lamps that were lit, within the frame, that are not seen where they should be. */
  readonly absent: readonly { readonly column: number; readonly wavelengthAngstrom: number; readonly element: string }[];
  /** Where lines are expected by: the best identification, believed or not, or the angles of the header alone (good to some hundred columns); undefined where the header does not tell. */
  readonly by: 'identification' | 'header' | undefined;
}

/** Half of the band over the middle of the slit, as the lamps are averaged to be identified. */
const HALF_BAND_ARCSECOND = 1.5;
/** As far from its place as this a line is taken for it, in widths of a line. */
const REACH_FWHM = 1;
/** So many lines of each element are those that an eye misses first. */
const BRIGHT_LINES = 12;
/** Root of the strength against the strongest of its element: below, a lamp may well hide it. */
const BRIGHT_ENOUGH = 0.3;
/** Laboratory lines so far outside of the frame may fall on it. */
const MARGIN_COLUMNS = 400;
const LEAST_LINES = 4;

type Setup = Pick<Exposure, 'gratingLinesPerMm' | 'gratingAngleDegree' | 'cameraAngleDegree' | 'lamps' | 'detectorColumns'>;

/**
 * What the solver of wavelengths sees in the frame of a lamp. It decides nothing: the identification is the best one, whether it was good enough or not.
 * @param view a raw or reduced frame. @param exposure what its header tells.
 */
export function lampLight(view: Pick<ImageView, 'width' | 'height' | 'levels' | 'mask' | 'geometry'>, exposure: Setup): LampLight {
  const { flux, mask } = middleOfSlit(view);
  const arc = findLampLines(flux, { mask }, view.geometry?.binX ?? 1);
  const seen = arc.lines.map(({ pixel, amplitude }) => ({ column: pixel, height: amplitude }));
  const setup = setupOf(exposure);
  if (setup === undefined || exposure.lamps.length === 0) return { light: flux, lines: seen, absent: [], by: undefined };
  const geometry = lampGeometry(setup, goodmanOptics, exposure.detectorColumns, view.geometry?.x0 ?? 0, view.geometry?.binX ?? 1, flux.length);
  const table = tableInReach(setup, geometry, exposure.lamps);
  const identified = identifiedModel(arc, table, geometry);
  const model = identified ?? nominalModel(setup, goodmanOptics, geometry.detectorColumns);
  const expected = table.lines
    .map((line, i) => ({ ...line, strength: table.strengths[i] ?? 0, column: sampleOfColumn(geometry, columnAtWavelength(setup, model, line.wavelengthAngstrom)) }))
    .filter(({ column }) => column >= 0 && column <= flux.length - 1);
  const reach = REACH_FWHM * arc.fwhmPixel;
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= reach;
  const bright = [...Map.groupBy(expected, ({ element }) => element).values()].flatMap((lines) => lines.filter(({ strength }) => strength >= BRIGHT_ENOUGH).toSorted((a, b) => b.strength - a.strength).slice(0, BRIGHT_LINES));
  return {
    light: flux,
    lines: seen.map((line) => {
      const match = identified && expected.filter(({ column }) => near(column, line.column)).sort((a, b) => Math.abs(a.column - line.column) - Math.abs(b.column - line.column))[0];
      return match ? { ...line, match: { wavelengthAngstrom: match.wavelengthAngstrom, element: match.element } } : line;
    }),
    absent: bright
      .filter(({ column }) => !seen.some((line) => near(line.column, column)))
      .map(({ column, wavelengthAngstrom, element }) => ({ column, wavelengthAngstrom, element }))
      .sort((a, b) => a.column - b.column),
    by: identified ? 'identification' : 'header',
  };
}

/** Rows beyond the band are not looked at: a frame of the full detector has a thousand of them. */
function middleOfSlit({ width, height, levels, mask, geometry }: Parameters<typeof lampLight>[0]): { flux: Float64Array; mask: Uint8Array } {
  const halfRows = HALF_BAND_ARCSECOND / (goodmanSlit.arcsecondPerRow * (geometry?.binY ?? 1));
  const middle = (height - 1) / 2;
  const [from, to] = [Math.max(0, Math.floor(middle - halfRows) - 1), Math.min(height, Math.ceil(middle + halfRows) + 2)];
    const band: Geometry = { ...(geometry ?? { x0: 0, y0: 0, binX: 1, binY: 1 }), nx: width, ny: to - from };
  const frame = { geometry: band, flux: levels[0]?.data.subarray(from * width, to * width) ?? new Float32Array(), variance: new Float32Array(width * (to - from)).fill(1), mask: mask[0]?.data.subarray(from * width, to * width) ?? new Uint8Array() };
  return extractAlongRows(frame, new Float64Array(width).fill(middle - from), halfRows);
}

function setupOf({ gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree }: Setup): GratingSetup | undefined {
  if (gratingLinesPerMm === null || gratingAngleDegree === null || cameraAngleDegree === null) return undefined;
  return { linesPerMm: gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree };
}

function tableInReach(setup: GratingSetup, { detectorColumns, firstColumn, columns }: LampGeometry, lamps: readonly string[]): LineTable {
  const nominal = nominalModel(setup, goodmanOptics, detectorColumns);
  const ends = [firstColumn - MARGIN_COLUMNS, firstColumn + columns + MARGIN_COLUMNS].map((column) => wavelengthAtColumn(setup, nominal, column));
  return lineTable(laboratoryLines(lamps, isHollowCathode(lamps)), setup, Math.min(...ends), Math.max(...ends));
}

/** The best that the lines can be taken for, fitted where that can be done; undefined where there are too few of them. */
function identifiedModel(arc: ArcLines, table: LineTable, geometry: LampGeometry): OpticalModel | undefined {
  if (arc.lines.length < LEAST_LINES || table.lines.length < LEAST_LINES) return undefined;
  const priors = instrumentPriors(geometry);
  try {
    const { parameters } = identify(arc.lines, table, geometry, priors, arc.fwhmPixel * geometry.binning).best;
    return opticalModel(fitOptics(arc, parameters, table, geometry, priors)?.parameters ?? parameters, geometry);
  } catch (error) {
    if (error instanceof FitError) return undefined;
    throw error;
  }
}
