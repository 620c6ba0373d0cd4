import type { ArcLine } from './arc-lines.js';
import { tooFewLines } from './acceptance.js';
import { wavelengthAtColumn } from './grating-model.js';
import { columnOfSample, opticalModel, placeLines, type LampGeometry, type LineTable, type OpticalParameters } from './parameters.js';
import { lowerBound, refineHypothesis } from './refine.js';
import type { Prior } from './spectrograph-optics.js';
import { voteForOptics, type Hypothesis, type Voters } from './vote.js';

/** Lines that vote, the brightest; more add little, because faint ones are often unlisted. */
const VOTERS = 40;
/** Probability that a bright line is in no list: that of the brightest, and how much it grows to the last voter. */
const UNLISTED = { brightest: 0.08, growth: 0.5 };
/** The share of explained lines is judged on this many. */
const BRIGHTEST = 15;
/** A line is explained by one of the laboratory within this distance, unbinned pixel, or this share of the FWHM where that is more. */
const EXPLAINED = { pixel: 0.6, fwhm: 0.2 };
/** Two identifications are one when this share of the lines gets the same wavelength, within so many unbinned pixels or that share of the FWHM. */
const SAME = { share: 0.7, pixel: 1.5, fwhm: 0.5 };
/** Places along the spectrum where identifications are compared when hardly a line is explained. */
const FEW_PROBES = [0.2, 0.5, 0.8];
/** Score of the best rival where there is none: below any. */
const NO_RIVAL = -99;

/** The most probable identification of a lamp, and what speaks against it. */
export interface Identification {
  readonly best: Hypothesis;
  /** Score of the best hypothesis that gives the bright lines other wavelengths; −99 where there is none. */
  readonly rival: number;
  /** Share of the 15 brightest lines that `best` explains, 0…1. */
  readonly explained: number;
}

/**
 * Identifies the lines of a lamp: the bright ones vote, every hypothesis is refined, the best is compared with the best other one.
 *
 * @param fwhm of the lines, unbinned pixel.
 * @throws {FitError} `too-few-arc-lines` if no hypothesis puts three laboratory lines on the spectrum.
 */
export function identify(lines: readonly ArcLine[], table: LineTable, geometry: LampGeometry, priors: readonly Prior[], fwhm: number): Identification {
  const voters = votersOf(lines, geometry);
  const start = Float64Array.from(priors, (prior) => prior.mean);
  const refined = voteForOptics(voters, table, geometry, start, fwhm)
    .map((hypothesis) => refineHypothesis(hypothesis.parameters, voters, table, geometry, priors, fwhm))
    .sort((a, b) => b.score - a.score);
  if (refined.length === 0) throw tooFewLines(0, 'on the detector according to the laboratory list. Are the angles in the header right?');
  const [best, ...others] = refined;
  const explained = explainedLines(voters.columns, best, table, geometry, fwhm);
  const probe = voters.columns.filter((_, r) => explained[r]);
  const rivals = others.filter((other) => !isSameIdentification(best, other, probe, geometry, fwhm));
  return { best, rival: rivals.length > 0 ? rivals[0].score : NO_RIVAL, explained: shareExplained(explained) };
}

/** As `identify`, with nothing tried but the neighborhood of one set of parameters: what these lines say where the optics are known. A hundredth of its time. */
export function identifyNear(near: OpticalParameters, lines: readonly ArcLine[], table: LineTable, geometry: LampGeometry, priors: readonly Prior[], fwhm: number): Identification {
  const voters = votersOf(lines, geometry);
  const best = refineHypothesis(near, voters, table, geometry, priors, fwhm);
  return { best, rival: NO_RIVAL, explained: shareExplained(explainedLines(voters.columns, best, table, geometry, fwhm)) };
}

function votersOf(lines: readonly ArcLine[], geometry: LampGeometry): Voters {
  const brightest = [...lines].sort((a, b) => b.amplitude - a.amplitude).slice(0, VOTERS);
  return {
    columns: Float64Array.from(brightest, (line) => columnOfSample(geometry, line.pixel)),
    outlier: Float64Array.from(brightest, (_, rank) => UNLISTED.brightest + (UNLISTED.growth * rank) / VOTERS),
  };
}

function shareExplained(explained: readonly boolean[]): number {
  const judged = Math.min(BRIGHTEST, explained.length);
  return explained.slice(0, judged).filter(Boolean).length / judged;
}

function explainedLines(observed: Float64Array, best: Hypothesis, table: LineTable, geometry: LampGeometry, fwhm: number): boolean[] {
  const columns = new Float64Array(table.lines.length);
  placeLines(table, best.parameters, geometry, columns);
  const tolerance = Math.max(EXPLAINED.pixel, EXPLAINED.fwhm * fwhm);
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
  const probes = columns.length > 2 ? columns : Float64Array.from(FEW_PROBES, (share) => geometry.firstColumn + share * geometry.columns);
  const dispersion = wavelengthAtColumn(geometry.setup, first, middle + 0.5) - wavelengthAtColumn(geometry.setup, first, middle - 0.5);
  const limit = dispersion * Math.max(SAME.pixel, SAME.fwhm * fwhm);
  let same = 0;
  for (const x of probes) {
    const difference = wavelengthAtColumn(geometry.setup, first, x) - wavelengthAtColumn(geometry.setup, second, x);
    if (Math.abs(difference) < limit) same++;
  }
  return same / probes.length > SAME.share;
}
