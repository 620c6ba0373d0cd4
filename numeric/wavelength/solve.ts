import { assertInRange, assertUnambiguous, assertWellKnown, LINES_NEEDED, rounded, tooFewLines } from './acceptance.js';
import type { ArcLines } from './arc-lines.js';
import { findLampLines } from './lamp-lines.js';
import { ContractError } from '../errors.js';
import { identify, identifyNear, type Identification } from './identify.js';
import { axisColumn, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from './grating-model.js';
import { fitOptics, type OpticalFit } from './fit.js';
import type { MatchedLine } from './match.js';
import { predictedErrors } from './predicted-error.js';
import {
  columnOfSample,
  instrumentPriors,
  lampGeometry,
  lineTable,
  opticalModel,
  sampleOfColumn,
  type LaboratoryLine,
  type LampGeometry,
  type LineTable,
  type OpticalParameters,
} from './parameters.js';
import { lineWidth } from './resolution.js';
import type { Prior, SpectrographOptics } from './spectrograph-optics.js';

export type { LaboratoryLine } from './parameters.js';

/** A lamp line that took part in the solution. */
export interface SolutionLine {
  /** Where it was seen, samples. */
  readonly pixel: number;
  readonly wavelengthAngstrom: number;
  /** Observed minus fitted position, samples. */
  readonly residualPixel: number;
  readonly element: string;
  /** False if the robust fit gave it less than a tenth of its weight. */
  readonly used: boolean;
}

/** Which wavelength falls on which sample of a spectrum, and how well that is known. */
export interface WavelengthSolution {
  readonly setup: GratingSetup;
  readonly model: OpticalModel;
  /** First detector column of sample 0 and unbinned columns per sample. */
  readonly firstColumn: number;
  readonly binning: number;
  readonly lines: readonly SolutionLine[];
  /** Rms of the used lines about the solution, samples and angstrom. */
  readonly rmsPixel: number;
  readonly rmsAngstrom: number;
  /** Expected error of the solution, rms over the range between the outermost used lines, samples. */
  readonly predictedErrorPixel: number;
  /** Full width at half maximum of a line as the samples show it, samples. */
  readonly lineWidthPixel: number;
  /** Share of the spectrum between the outermost used lines. */
  readonly coverage: number;
  /** Natural logarithm of the odds of this identification against chance, and of the best other identification. */
  readonly score: number;
  readonly rival: number;
  /** Share of the 15 brightest lines that the identification explains. */
  readonly explainedFraction: number;
  /** Wavelength of the center of every sample, angstrom in air. */
  readonly wavelengths: Float64Array;
  /** Expected error (1 σ) of each wavelength, angstrom; it grows beyond the outermost lines. */
  readonly errorsAngstrom: Float64Array;
  /** Wavelengths of the outermost used lines; outside them the solution is an extrapolation of the optical model. */
  readonly loAngstrom: number;
  readonly hiAngstrom: number;
}

/** A lamp spectrum to be solved, n samples. */
export interface LampSpectrum {
  /** Any linear unit; NaN where there is no measurement. */
  readonly flux: Float64Array;
  /** σ² of each sample, unit of the flux squared; measured from the spectrum when absent. */
  readonly variance?: Float64Array;
  /** MASK bits. */
  readonly mask?: Uint8Array;
}

/** What is known besides the spectrum itself. */
export interface WavelengthRequest {
  readonly setup: GratingSetup;
  /** What is known of the instrument. */
  readonly optics: SpectrographOptics;
  readonly laboratoryLines: readonly LaboratoryLine[];
  /** Lines by which the spectrum is recognized, where these are not the ones that fix its wavelengths: lines that run into each other are seen as one. */
  readonly recognizedBy?: readonly LaboratoryLine[];
  /** First detector column of sample 0 (numeric/frame), unbinned columns per sample, columns of the whole detector. */
  readonly firstColumn: number;
  readonly binning: number;
  readonly detectorColumns: number;
}

/** Laboratory lines are kept this far beyond the range of the zero point: scale and distortion move the ends by less than 50 pixels; a line too many only costs time. */
const REACH_MARGIN_PIXEL = 150;
/** A line counts as used when the robust fit left it more than this of its weight. */
const LEAST_WEIGHT = 0.1;

/**
 * Finds the wavelength of every sample of a lamp spectrum from nothing but the spectrum, the elements in the lamp and the
 * nominal angles of the spectrograph: no template, no earlier solution.
 *
 * The bright lines vote for zero point and camera scale of the optical model (grating-model.ts); the best hypotheses are
 * refined; all lines that can be told apart then fix the six parameters of the model together with their priors. A free
 * polynomial would follow noise between the lines and run away outside them; the model cannot.
 *
 * @returns the solution; its wavelengths are in air, angstrom, one for every sample: where the lamp has no lines by extrapolation of the optical model.
 * @throws {FitError} `too-few-arc-lines` (fewer than four lines seen or identified), `wavelength-ambiguous` (the lines fit
 *         another identification as well, or chance), `wavelength-poor` (identified, but known too badly).
 * @throws {ContractError} if lengths disagree or the setup is no setup.
 */
export function solveWavelengths(lamp: LampSpectrum, request: WavelengthRequest): WavelengthSolution {
  return identifyLamp(findLampLines(lamp.flux, lamp, request.binning), request).solve();
}

/** A lamp whose bright lines are identified, and the rest of the work, for whom the identification satisfies. */
export interface IdentifiedLamp extends Pick<WavelengthSolution, 'score' | 'rival' | 'explainedFraction'> {
  /** What the bright lines say of the optics. */
  readonly parameters: OpticalParameters;
  /** @throws {FitError} as `solveWavelengths`. */
  solve(): WavelengthSolution;
}

/**
 * The first half of `solveWavelengths`, from lines found before: who tries several lamps on one spectrum finds its lines once, and fits only where the identification
 * can win.
 *
 * @param near nothing is tried but the neighborhood of these parameters, and no rival is looked for.
 * @throws {FitError} `too-few-arc-lines`. @throws {ContractError} if the setup is no setup.
 */
export function identifyLamp(arc: ArcLines, request: WavelengthRequest, near?: OpticalParameters): IdentifiedLamp {
  const { setup, optics, detectorColumns, firstColumn, binning } = request;
  if (!(binning >= 1) || !(detectorColumns > 0)) throw new ContractError(`binning ${binning} of ${detectorColumns} columns`);
  const geometry = lampGeometry(setup, optics, detectorColumns, firstColumn, binning, arc.samples.flux.length);
  const { lines, fwhmPixel } = arc;
  if (lines.length < LINES_NEEDED) throw tooFewLines(lines.length, 'in the lamp spectrum. Was the lamp on?');
  const priors = instrumentPriors(geometry);
  const table = tableInReach(request, request.laboratoryLines, geometry);
  const seen = request.recognizedBy === undefined ? table : tableInReach(request, request.recognizedBy, geometry);
  if (table.lines.length < LINES_NEEDED) throw tooFewLines(table.lines.length, 'in the laboratory list for this range. Are the lamps in the header those that were lit?');
  const fwhm = fwhmPixel * binning;
  const identified = near ? identifyNear(near, lines, seen, geometry, priors, fwhm) : identify(lines, seen, geometry, priors, fwhm);
  const { best, rival, explained } = identified;
  return { score: best.score, rival, explainedFraction: explained, parameters: best.parameters, solve: () => fitIdentified(arc, identified, table, geometry, priors) };
}

function fitIdentified(arc: ArcLines, identified: Identification, table: LineTable, geometry: LampGeometry, priors: readonly Prior[]): WavelengthSolution {
  const { lines, fwhmPixel } = arc;
  const fit = fitOptics(arc, identified.best.parameters, table, geometry, priors);
  const used = fit?.matches.filter(({ weight }) => weight > LEAST_WEIGHT) ?? [];
  const facts = { score: rounded(identified.best.score), rival: rounded(identified.rival), explainedPercent: Math.round(100 * identified.explained), linesFound: lines.length, linesUsed: used.length };
  assertUnambiguous(identified, used.length, arc.imageWidthPixel !== undefined, facts);
  if (fit === undefined || used.length < LINES_NEEDED) throw tooFewLines(used.length, 'with a known wavelength and no disturbing neighbor.', facts);
  assertInRange(fit.parameters[0] - priors[0].mean, geometry.optics.zeroPointPixel.range, facts);
  const solution = describe(fit, used, table, geometry, identified, arc);
  assertWellKnown(solution, fwhmPixel * geometry.binning, facts);
  return solution;
}

/** Wavelength at a position in the spectrum a solution was made for, samples (fractions allowed); angstrom in air. */
export function wavelengthAt(solution: Pick<WavelengthSolution, 'setup' | 'model' | 'firstColumn' | 'binning'>, pixel: number): number {
  const { setup, model, firstColumn, binning } = solution;
  return wavelengthAtColumn(setup, model, firstColumn + binning * pixel + (binning - 1) / 2);
}

function tableInReach({ setup, optics }: WavelengthRequest, laboratoryLines: readonly LaboratoryLine[], geometry: LampGeometry): LineTable {
  const nominal = nominalModel(setup, optics, geometry.detectorColumns);
  const reach = optics.zeroPointPixel.range + REACH_MARGIN_PIXEL;
  const blue = wavelengthAtColumn(setup, nominal, geometry.firstColumn - reach);
  const red = wavelengthAtColumn(setup, nominal, geometry.firstColumn + geometry.columns + reach);
  return lineTable(laboratoryLines, setup, blue, red);
}

function describe(fit: OpticalFit, used: readonly MatchedLine[], table: LineTable, geometry: LampGeometry, identified: Identification, arc: ArcLines): WavelengthSolution {
  const samples = arc.samples.flux.length;
  const { setup, binning, firstColumn } = geometry;
  const model = opticalModel(fit.parameters, geometry);
  const positions = used.map(({ column }) => sampleOfColumn(geometry, column));
  const lo = Math.min(...positions);
  const hi = Math.max(...positions);
  const wavelengths = Float64Array.from({ length: samples }, (_, q) => wavelengthAtColumn(setup, model, columnOfSample(geometry, q)));
  const rmsPixel = Math.sqrt(used.reduce((sum, { residual }) => sum + residual * residual, 0) / used.length) / binning;
  const dispersion = Math.abs(wavelengthAtColumn(setup, model, axisColumn(model) + 0.5) - wavelengthAtColumn(setup, model, axisColumn(model) - 0.5)) * binning;
  const errors = predictedErrors(fit, geometry, samples);
  const ends = [lo, hi].map((pixel) => wavelengthAtColumn(setup, model, columnOfSample(geometry, pixel)));
  return {
    setup,
    model,
    firstColumn,
    binning,
    lines: fit.matches.map(({ column, laboratory, residual, weight }) => {
      const { wavelengthAngstrom, element } = table.lines[laboratory];
      return { pixel: sampleOfColumn(geometry, column), wavelengthAngstrom, residualPixel: residual / binning, element, used: weight > LEAST_WEIGHT };
    }),
    rmsPixel,
    rmsAngstrom: rmsPixel * dispersion,
    predictedErrorPixel: rms(errors.subarray(Math.max(0, Math.floor(lo)), Math.ceil(hi) + 1)) / binning,
    lineWidthPixel: lineWidth(arc),
    coverage: (hi - lo) / samples,
    score: identified.best.score,
    rival: identified.rival,
    explainedFraction: identified.explained,
    wavelengths,
    errorsAngstrom: inAngstrom(errors, wavelengths, binning),
    loAngstrom: Math.min(...ends),
    hiAngstrom: Math.max(...ends),
  };
}

function rms(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Errors in unbinned pixels times the local dispersion. */
function inAngstrom(errors: Float64Array, wavelengths: Float64Array, binning: number): Float64Array {
  const last = errors.length - 1;
  return errors.map((error, q) => {
    const [from, to] = [Math.max(0, q - 1), Math.min(last, q + 1)];
    return (error * Math.abs(wavelengths[to] - wavelengths[from])) / Math.max(1, to - from) / binning;
  });
}
