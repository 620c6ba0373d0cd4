import { FitError, unlessUnfit } from '../errors.js';
import { findLampLines } from './lamp-lines.js';
import { identifyLamp, type IdentifiedLamp, type LampSpectrum, type WavelengthRequest, type WavelengthSolution } from './solve.js';
import type { LaboratoryLine, OpticalParameters } from './parameters.js';

/** Lamps that may have been lit together, and their lines. */
export interface LitLamps {
  readonly lamps: readonly string[];
  readonly laboratoryLines: readonly LaboratoryLine[];
}

/**
 * When other lamps are believed against the header. Of the 40 lamps of the reference library none was explained better by wrong lamps: where these scored higher, by at most 20
 * unless they explained fewer of the bright lines or used fewer lines. Where the header's lamps explain nothing, the others must reach what no spectrum that is no lamp of its setup
 * reached in 3000 trials: the highest scored 37.
 */
const AGAINST_HEADER = { lead: 25, leadWithMoreLines: 10, score: 45, rivalLead: 30, explained: 0.8 };

/** Lamps of iron use up to 1.2 times as many lines on a lamp of copper as its own list does (reference library); beyond that the additional lines are there. */
const MORE_LINES = 1.25;

/**
 * Solves a lamp with the lamps that its header names, and where these leave a bright line unexplained or nothing fits, with every other likely set.
 *
 * @param named the lamps of the header. @param others in the order in which they are tried.
 * @returns the solution, and whose lines it used: the header's unless another set explains clearly more.
 * @throws {FitError} as `solveWavelengths` with the named lamps, if no set is believed.
 */
export function solveWithLikelyLamps(lamp: LampSpectrum, request: Omit<WavelengthRequest, 'laboratoryLines'>, named: LitLamps, others: readonly LitLamps[]): { solution: WavelengthSolution; lamps: readonly string[] } {
  const arc = findLampLines(lamp.flux, lamp, request.binning);
  const identified = ({ laboratoryLines }: LitLamps, near?: OpticalParameters): IdentifiedLamp => identifyLamp(arc, { ...request, laboratoryLines }, near);
  const lines = unlessUnfit(() => identified(named));
  const first = lines instanceof FitError ? lines : unlessUnfit(() => lines.solve());
  if (!(first instanceof FitError) && first.explainedFraction === 1) return { solution: first, lamps: named.lamps };
  // Where the header's lamps leave no doubt of the optics, others explain more there or nowhere: that is seen at once.
  const optics = !(lines instanceof FitError) && standsAlone(lines) ? lines.parameters : undefined;
  let best: { solution: WavelengthSolution; lamps: readonly string[] } | undefined;
  for (const other of others) {
    const solution = unlessUnfit(() => {
      if (!(first instanceof FitError) && optics && !mayExplainMore(identified(other, optics), first)) return undefined;
      const rival = identified(other);
      // What was identified says of nearly every wrong set that it cannot win; a fit would not change that.
      return (first instanceof FitError ? standsAlone(rival) : mayExplainMore(rival, first)) ? rival.solve() : undefined;
    });
    if (solution === undefined || solution instanceof FitError || !(first instanceof FitError || explainsMore(solution, first))) continue;
    if (best === undefined || isBetter(solution, best.solution)) best = { solution, lamps: other.lamps };
  }
  if (best) return best;
  if (first instanceof FitError) throw first;
  return { solution: first, lamps: named.lamps };
}

/** Of two sets that are both believed, the one that explains more of the bright lines, then clearly more lines at all; a longer list finds some more by chance, so else the score decides. */
function isBetter(a: WavelengthSolution, b: WavelengthSolution): boolean {
  if (a.explainedFraction !== b.explainedFraction) return a.explainedFraction > b.explainedFraction;
  const share = linesUsed(a) / linesUsed(b);
  return share > MORE_LINES || (share > 1 / MORE_LINES && a.score > b.score);
}

function standsAlone({ score, rival, explainedFraction }: IdentifiedLamp): boolean {
  return score >= AGAINST_HEADER.score && score - rival >= AGAINST_HEADER.rivalLead && explainedFraction >= AGAINST_HEADER.explained;
}

/** What `explainsMore` asks of the identification alone. */
function mayExplainMore({ score, explainedFraction }: Pick<IdentifiedLamp, 'score' | 'explainedFraction'>, named: WavelengthSolution): boolean {
  return explainedFraction >= named.explainedFraction && score - named.score >= Math.min(AGAINST_HEADER.lead, AGAINST_HEADER.leadWithMoreLines);
}

function explainsMore(other: WavelengthSolution, named: WavelengthSolution): boolean {
  const share = linesUsed(other) / linesUsed(named);
  const lead = other.score - named.score;
  return mayExplainMore(other, named) && ((lead >= AGAINST_HEADER.lead && share >= 1) || (lead >= AGAINST_HEADER.leadWithMoreLines && share >= MORE_LINES));
}

function linesUsed({ lines }: WavelengthSolution): number {
  return lines.filter(({ used }) => used).length;
}
