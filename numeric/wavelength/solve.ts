import { findArcLines, type ArcLine } from './arc-lines.js';
import { ContractError, FitError } from '../errors.js';
import { axisColumn, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from './grating-model.js';
import { fitOptics, type MatchedLine, type OpticalFit } from './fit.js';
import {
  columnOfSample,
  instrumentPriors,
  lampGeometry,
  lineTable,
  opticalModel,
  PARAMETERS,
  placeLines,
  sampleOfColumn,
  type LaboratoryLine,
  type LampGeometry,
  type LineTable,
} from './parameters.js';
import { lowerBound, refineHypothesis } from './refine.js';
import type { Prior, SpectrographOptics } from './spectrograph-optics.js';
import { voteForOptics, type Hypothesis, type Voters } from './vote.js';

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
  /** Share of the spectrum between the outermost used lines. */
  readonly coverage: number;
  /** Natural logarithm of the odds of this identification against chance, and of the best other identification. */
  readonly score: number;
  readonly rival: number;
  /** Share of the 15 brightest lines that the identification explains. */
  readonly explainedFraction: number;
  /** Wavelength of the center of every sample, angstrom in air. */
  readonly wavelengths: Float64Array;
  /** Wavelengths of the outermost used lines; outside them the solution is an extrapolation of the optical model. */
  readonly loAngstrom: number;
  readonly hiAngstrom: number;
}

export interface LampSpectrum {
  /** Any linear unit; NaN where there is no measurement. */
  readonly flux: Float64Array;
  readonly variance?: Float64Array;
  readonly mask?: Uint8Array;
}

export interface WavelengthRequest {
  readonly setup: GratingSetup;
  /** What is known of the instrument. */
  readonly optics: SpectrographOptics;
  readonly laboratoryLines: readonly LaboratoryLine[];
  /** First detector column of sample 0 (numeric/frame), unbinned columns per sample, columns of the whole detector. */
  readonly firstColumn: number;
  readonly binning: number;
  readonly detectorColumns: number;
}

/** Laboratory lines are kept this far beyond the range of the zero point: scale and distortion move the ends by less than 50 pixels; a line too many only costs time. */
const REACH_MARGIN_PIXEL = 150;
const VOTERS = 40;
const LINES_NEEDED = 4;
const BRIGHTEST = 15;
/**
 * When an identification is believed. Score, margin and the share of explained bright lines were set on the 80 lamps of the reference
 * library and 1280 spectra that are no lamp of their setup (mirrored, shuffled, other angles, other elements), the share just above
 * the largest of those. A score of `clearScore` with a lead of `clearLead` may explain less: unlisted lines lower the share of a
 * true identification. In 1500 further trials nothing that was no lamp scored above 21; lamps shuffled in twelve blocks of which some
 * kept their place reached 37.
 */
const ACCEPT = { score: 21, margin: 7, lowScore: 0, wideMargin: 17.5, linesForLowScore: 8, explained: 0.62, leastExplained: 0.45, clearScore: 45, clearLead: 30, rmsPixel: 0.3, predictedPixel: 0.35 };

/**
 * Finds the wavelength of every sample of a lamp spectrum from nothing but the spectrum, the elements in the lamp and the
 * nominal angles of the spectrograph: no template, no earlier solution.
 *
 * The bright lines vote for zero point and camera scale of the optical model (grating-model.ts); the best hypotheses are
 * refined; all lines that can be told apart then fix the six parameters of the model together with their priors. A free
 * polynomial would follow noise between the lines and run away outside them; the model cannot.
 *
 * @returns the solution; its wavelengths are in air, angstrom.
 * @throws {FitError} `too-few-arc-lines` (fewer than four lines seen or identified), `wavelength-ambiguous` (the lines fit
 *         another identification as well, or chance), `wavelength-poor` (identified, but known too badly).
 * @throws {ContractError} if lengths disagree or the setup is no setup.
 */
export function solveWavelengths(lamp: LampSpectrum, request: WavelengthRequest): WavelengthSolution {
  const { setup, optics, detectorColumns, firstColumn, binning } = request;
  if (!(binning >= 1) || !(detectorColumns > 0)) throw new ContractError(`binning ${binning} of ${detectorColumns} columns`);
  const geometry = lampGeometry(setup, optics, detectorColumns, firstColumn, binning, lamp.flux.length);
  const arc = findArcLines(lamp.flux, lamp);
  const { lines, fwhmPixel } = arc;
  if (lines.length < LINES_NEEDED) throw tooFewLines(lines.length, 'in the lamp spectrum. Was the lamp on?');
  const priors = instrumentPriors(geometry);
  const table = tableInReach(request, geometry);
  if (table.lines.length < LINES_NEEDED) throw tooFewLines(table.lines.length, 'in the laboratory list for this range. Are the lamps in the header those that were lit?');
  const fwhm = fwhmPixel * binning;
  const identified = identify(lines, table, geometry, priors, fwhm);
  const fit = fitOptics(arc, identified.best.parameters, table, geometry, priors);
  const used = fit?.matches.filter(({ weight }) => weight > 0.1) ?? [];
  const facts = { score: round(identified.best.score), rival: round(identified.rival), explainedPercent: Math.round(100 * identified.explained), linesFound: lines.length, linesUsed: used.length };
  assertUnambiguous(identified, used.length, facts);
  if (fit === undefined || used.length < LINES_NEEDED) throw tooFewLines(used.length, 'with a known wavelength and no disturbing neighbor.', facts);
  const solution = describe(fit, used, table, geometry, identified, lamp.flux.length);
  assertGood(solution, fwhm, facts);
  return solution;
}

/** Wavelength at a position in the spectrum a solution was made for, samples (fractions allowed); angstrom in air. */
export function wavelengthAt(solution: Pick<WavelengthSolution, 'setup' | 'model' | 'firstColumn' | 'binning'>, pixel: number): number {
  const { setup, model, firstColumn, binning } = solution;
  return wavelengthAtColumn(setup, model, firstColumn + binning * pixel + (binning - 1) / 2);
}

function tableInReach({ setup, optics, laboratoryLines }: WavelengthRequest, geometry: LampGeometry): LineTable {
  const nominal = nominalModel(setup, optics, geometry.detectorColumns);
  const reach = optics.zeroPointPixel.range + REACH_MARGIN_PIXEL;
  const blue = wavelengthAtColumn(setup, nominal, geometry.firstColumn - reach);
  const red = wavelengthAtColumn(setup, nominal, geometry.firstColumn + geometry.columns + reach);
  return lineTable(laboratoryLines, setup, blue, red);
}

interface Identification {
  readonly best: Hypothesis;
  readonly rival: number;
  readonly explained: number;
}

function identify(lines: readonly ArcLine[], table: LineTable, geometry: LampGeometry, priors: readonly Prior[], fwhm: number): Identification {
  const brightest = [...lines].sort((a, b) => b.amplitude - a.amplitude).slice(0, VOTERS);
  const voters: Voters = {
    columns: Float64Array.from(brightest, (line) => columnOfSample(geometry, line.pixel)),
    outlier: Float64Array.from(brightest, (_, rank) => 0.08 + (0.5 * rank) / VOTERS),
  };
  const start = Float64Array.from(priors, (prior) => prior.mean);
  const refined = voteForOptics(voters, table, geometry, start, fwhm)
    .map((hypothesis) => refineHypothesis(hypothesis.parameters, voters, table, geometry, priors, fwhm))
    .sort((a, b) => b.score - a.score);
  if (refined.length === 0) throw tooFewLines(0, 'on the detector according to the laboratory list. Are the angles in the header right?');
  const [best, ...others] = refined;
  const explained = explainedLines(voters.columns, best, table, geometry, fwhm);
  const probe = voters.columns.filter((_, r) => explained[r]);
  const rivals = others.filter((other) => !isSameIdentification(best, other, probe, geometry, fwhm));
  const judged = Math.min(BRIGHTEST, explained.length);
  return { best, rival: rivals.length > 0 ? rivals[0].score : -99, explained: explained.slice(0, judged).filter(Boolean).length / judged };
}

function explainedLines(observed: Float64Array, best: Hypothesis, table: LineTable, geometry: LampGeometry, fwhm: number): boolean[] {
  const columns = new Float64Array(table.lines.length);
  placeLines(table, best.parameters, geometry, columns);
  const tolerance = Math.max(0.6, 0.2 * fwhm);
  const inside = columns.filter((x) => x > geometry.firstColumn && x < geometry.firstColumn + geometry.columns);
  return Array.from(observed, (x) => {
    const k = lowerBound(inside, x - tolerance);
    return k < inside.length && inside[k] < x + tolerance;
  });
}

/** Whether two hypotheses give at least 70 % of the matched bright lines the same wavelength. */
function isSameIdentification(a: Hypothesis, b: Hypothesis, columns: Float64Array, geometry: LampGeometry, fwhm: number): boolean {
  const [first, second] = [a, b].map((hypothesis) => opticalModel(hypothesis.parameters, geometry));
  const middle = geometry.firstColumn + geometry.columns / 2;
  const probes = columns.length > 2 ? columns : Float64Array.of(0.2, 0.5, 0.8).map((share) => geometry.firstColumn + share * geometry.columns);
  const dispersion = wavelengthAtColumn(geometry.setup, first, middle + 0.5) - wavelengthAtColumn(geometry.setup, first, middle - 0.5);
  const limit = dispersion * Math.max(1.5, 0.5 * fwhm);
  let same = 0;
  for (const x of probes) {
    const difference = wavelengthAtColumn(geometry.setup, first, x) - wavelengthAtColumn(geometry.setup, second, x);
    if (Math.abs(difference) < limit) same++;
  }
  return same / probes.length > 0.7;
}

type SolutionFacts = Readonly<Record<string, number>>;

function describe(fit: OpticalFit, used: readonly MatchedLine[], table: LineTable, geometry: LampGeometry, identified: Identification, samples: number): WavelengthSolution {
  const { setup, binning, firstColumn } = geometry;
  const model = opticalModel(fit.parameters, geometry);
  const positions = used.map(({ column }) => sampleOfColumn(geometry, column));
  const lo = Math.min(...positions);
  const hi = Math.max(...positions);
  const wavelengths = Float64Array.from({ length: samples }, (_, q) => wavelengthAtColumn(setup, model, columnOfSample(geometry, q)));
  const rmsPixel = Math.sqrt(used.reduce((sum, { residual }) => sum + residual * residual, 0) / used.length) / binning;
  const dispersion = Math.abs(wavelengthAtColumn(setup, model, axisColumn(model) + 0.5) - wavelengthAtColumn(setup, model, axisColumn(model) - 0.5)) * binning;
  const ends = [lo, hi].map((pixel) => wavelengthAtColumn(setup, model, columnOfSample(geometry, pixel)));
  return {
    setup,
    model,
    firstColumn,
    binning,
    lines: fit.matches.map(({ column, laboratory, residual, weight }) => {
      const { wavelengthAngstrom, element } = table.lines[laboratory];
      return { pixel: sampleOfColumn(geometry, column), wavelengthAngstrom, residualPixel: residual / binning, element, used: weight > 0.1 };
    }),
    rmsPixel,
    rmsAngstrom: rmsPixel * dispersion,
    predictedErrorPixel: predictedError(fit, geometry, columnOfSample(geometry, lo), columnOfSample(geometry, hi)) / binning,
    coverage: (hi - lo) / samples,
    score: identified.best.score,
    rival: identified.rival,
    explainedFraction: identified.explained,
    wavelengths,
    loAngstrom: Math.min(...ends),
    hiAngstrom: Math.max(...ends),
  };
}

/** Rms over a range of columns of the error of the fitted column, √(j·C·jᵀ) with j its derivatives by the parameters; unbinned pixel. */
function predictedError(fit: OpticalFit, geometry: LampGeometry, from: number, to: number): number {
  const model = opticalModel(fit.parameters, geometry);
  const probes = 21;
  const lines = Array.from({ length: probes }, (_, i): LaboratoryLine => {
    const wavelengthAngstrom = wavelengthAtColumn(geometry.setup, model, from + ((to - from) * i) / (probes - 1));
    return { wavelengthAngstrom, element: '', ionized: false, strength: 1, fit: true };
  });
  const table = lineTable(lines, geometry.setup, 0, Infinity);
  const design = new Float64Array(probes * PARAMETERS);
  placeLines(table, fit.parameters, geometry, new Float64Array(probes), design);
  let sum = 0;
  for (let i = 0; i < probes; i++) {
    for (let a = 0; a < PARAMETERS; a++) {
      for (let b = 0; b < PARAMETERS; b++) sum += design[i * PARAMETERS + a] * fit.covariance[a * PARAMETERS + b] * design[i * PARAMETERS + b];
    }
  }
  return Math.sqrt(sum / probes);
}

function assertUnambiguous({ best, rival, explained }: Identification, used: number, facts: SolutionFacts): void {
  const gap = best.score - rival;
  const clear = (best.score >= ACCEPT.score && gap >= ACCEPT.margin) || (best.score >= ACCEPT.lowScore && gap >= ACCEPT.wideMargin && used >= ACCEPT.linesForLowScore);
  if (!clear) {
    throw new FitError('wavelength-ambiguous', `The best identification of the ${facts.linesFound} lamp lines scores ${facts.score}, the next ${facts.rival}; ${ACCEPT.score} and a lead of ${ACCEPT.margin} are needed. Do the header's lamps and angles agree with what was used?`, facts);
  }
  // Many unlisted lines lower the share; a score this high makes up for it (the highest of any negative that explained less was 21).
  const enough = gap >= ACCEPT.clearLead && best.score >= ACCEPT.clearScore ? ACCEPT.leastExplained : ACCEPT.explained;
  if (explained < enough) {
    throw new FitError('wavelength-ambiguous', `The best identification explains ${facts.explainedPercent} % of the brightest lamp lines; ${100 * enough} % are needed. Was a lamp lit that the header does not name?`, facts);
  }
}

function assertGood(solution: WavelengthSolution, fwhm: number, facts: SolutionFacts): void {
  const limit = ACCEPT.rmsPixel * Math.max(1, fwhm / 4);
  const rms = solution.rmsPixel * solution.binning;
  const predicted = solution.predictedErrorPixel * solution.binning;
  const all = { ...facts, rmsPixel: round(rms), predictedErrorPixel: round(predicted) };
  if (rms > limit) throw new FitError('wavelength-poor', `The ${facts.linesUsed} lamp lines scatter by ${round(rms)} unbinned pixels about the solution; ${round(limit)} are allowed.`, all);
  if (!(predicted <= ACCEPT.predictedPixel)) throw new FitError('wavelength-poor', `${facts.linesUsed} lamp lines leave the wavelengths uncertain by ${round(predicted)} unbinned pixels; ${ACCEPT.predictedPixel} are allowed. Add a lamp with more lines.`, all);
}

function tooFewLines(found: number, where: string, facts: SolutionFacts = {}): FitError {
  return new FitError('too-few-arc-lines', `${found} of the ${LINES_NEEDED} lines needed were found ${where}`, { ...facts, found, needed: LINES_NEEDED });
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
