import { FitError } from '../errors.js';

/** Two parameters are free and four are held by their priors: of four lines two are left to judge the fit by. */
export const LINES_NEEDED = 4;

/** Lines wider than this, unbinned pixel, may scatter by more, in proportion: a 1.0 arcsecond slit is 6.7 wide. */
const RMS_FWHM = 4;

/**
 * When an identification is believed. Score, margin and the share of explained bright lines were set on the 80 lamps of the reference
 * library and 1280 spectra that are no lamp of their setup (mirrored, shuffled, other angles, other elements), the share just above
 * the largest of those. A score of `clearScore` with a lead of `clearLead` may explain less: unlisted lines lower the share of a
 * true identification. In 1500 further trials nothing that was no lamp scored above 21; lamps shuffled in twelve blocks of which some
 * kept their place reached 37.
 */
const ACCEPT = { score: 21, margin: 7, lowScore: 0, wideMargin: 17.5, linesForLowScore: 8, explained: 0.62, leastExplained: 0.45, clearScore: 45, clearLead: 30, rmsPixel: 0.3, predictedPixel: 0.35 };

/**
 * What a sharpened spectrum must explain, at least, and at a score below `ACCEPT.score`. True ones explain 0.67 and more (library lamps through 2, 3 and 4 arcsecond; 0.8 at low
 * scores); of 7000 shuffled ones three of which most blocks had moved alike explained 0.53, 0.60 and, at a low score, 0.67.
 */
const SHARPENED = { explained: 0.62, explainedAtLowScore: 0.75 };

/** Numbers of a solution that let a person judge a refusal. */
export type SolutionFacts = Readonly<Record<string, number>>;

/**
 * Lets an identification pass that is clearly better than chance and than any other.
 * @param used lines that took part in the fit. @param sharpened whether the spectrum was, before its lines were looked for. @throws {FitError} `wavelength-ambiguous`.
 */
export function assertUnambiguous({ best, rival, explained }: { readonly best: { readonly score: number }; readonly rival: number; readonly explained: number }, used: number, sharpened: boolean, facts: SolutionFacts): void {
  const gap = best.score - rival;
  const clear = (best.score >= ACCEPT.score && gap >= ACCEPT.margin) || (best.score >= ACCEPT.lowScore && gap >= ACCEPT.wideMargin && used >= ACCEPT.linesForLowScore);
  if (!clear) {
    throw new FitError('wavelength-ambiguous', `The best identification of the ${facts.linesFound} lamp lines scores ${facts.score}, the next ${facts.rival}; ${ACCEPT.score} and a lead of ${ACCEPT.margin} are needed. Do the header's lamps and angles agree with what was used?`, facts);
  }
  // Many unlisted lines lower the share; a score this high makes up for it (the highest of any negative that explained less was 21).
  const usual = gap >= ACCEPT.clearLead && best.score >= ACCEPT.clearScore ? ACCEPT.leastExplained : ACCEPT.explained;
  const enough = !sharpened ? usual : best.score >= ACCEPT.score ? SHARPENED.explained : SHARPENED.explainedAtLowScore;
  if (explained < enough) {
    throw new FitError('wavelength-ambiguous', `The best identification explains ${facts.explainedPercent} % of the brightest lamp lines; ${100 * enough} % are needed. Was a lamp lit that the header does not name?`, facts);
  }
}

/**
 * Lets a solution pass that lies where the instrument sends its light. A part of a spectrum out of place is a lamp too, of another zero point.
 * @param zeroPoint fitted minus usual one, unbinned pixel. @param range no zero point strays farther. @throws {FitError} `wavelength-ambiguous`.
 */
export function assertInRange(zeroPoint: number, range: number, facts: SolutionFacts): void {
  if (Math.abs(zeroPoint) <= range) return;
  throw new FitError('wavelength-ambiguous', `The lamp lines would lie ${Math.round(Math.abs(zeroPoint))} unbinned pixels from where the angles of the header put them; ${range} are the most. Are these angles right?`, facts);
}

/**
 * Lets a solution pass that is known well enough to be used.
 * @param solution rms and predicted error in samples. @param fwhm of the lines, unbinned pixel. @throws {FitError} `wavelength-poor`.
 */
export function assertWellKnown(solution: { readonly rmsPixel: number; readonly predictedErrorPixel: number; readonly binning: number }, fwhm: number, facts: SolutionFacts): void {
  const limit = ACCEPT.rmsPixel * Math.max(1, fwhm / RMS_FWHM);
  const rms = solution.rmsPixel * solution.binning;
  const predicted = solution.predictedErrorPixel * solution.binning;
  const all = { ...facts, rmsPixel: rounded(rms), predictedErrorPixel: rounded(predicted) };
  if (rms > limit) throw new FitError('wavelength-poor', `The ${facts.linesUsed} lamp lines scatter by ${rounded(rms)} unbinned pixels about the solution; ${rounded(limit)} are allowed.`, all);
  if (!(predicted <= ACCEPT.predictedPixel)) throw new FitError('wavelength-poor', `${facts.linesUsed} lamp lines leave the wavelengths uncertain by ${rounded(predicted)} unbinned pixels; ${ACCEPT.predictedPixel} are allowed. Add a lamp with more lines.`, all);
}

/** The refusal `too-few-arc-lines`: how many were found, and where. */
export function tooFewLines(found: number, where: string, facts: SolutionFacts = {}): FitError {
  return new FitError('too-few-arc-lines', `${found} of the ${LINES_NEEDED} lines needed were found ${where}`, { ...facts, found, needed: LINES_NEEDED });
}

/** Two decimals, as a person reads them. */
export function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
