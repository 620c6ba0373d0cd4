import type { Reduction } from '#activities/store/models';

export interface CriterionView {
  name: string;
  wanted: string;
  found: string;
  ok: boolean;
}

export interface CandidateView {
  name: string;
  /** Empty for a calibration of another proposal, as its checksum. */
  key: string;
  checksum: string;
  verdict: 'chosen' | 'suitable' | 'refused';
  /** Smaller is better; null when refused. */
  distance: number | null;
  provisional: boolean;
  criteria: CriterionView[];
}

/** Why this calibration and not another. */
export interface DecisionView {
  purpose: 'bias' | 'flat' | 'arc';
  reason: string;
  /** Null also for one that is not the caller's to know. */
  chosen_key: string | null;
  /** The second calibration, where between one before and one after the exposure is interpolated; null where one serves, and for one that is not the caller's to know. */
  bracket_key: string | null;
  provisional: boolean;
  candidates: CandidateView[];
  created: string;
}

/** Keys of every calibration that was looked at. */
export function candidateKeys({ decisions = [] }: Reduction): string[] {
  return [...new Set(decisions.flatMap(({ decision }) => decision.candidates.map(({ key }) => key)))];
}

/**
 * As the caller may see it who knows these files by key: of a calibration of others its role, time and quality, and neither its name nor what it
 * could be found by. Needs `decisions` to be fetched.
 */
export function decisionViews({ decisions = [] }: Reduction, known: ReadonlyMap<string, string>): DecisionView[] {
  return decisions.map(({ purpose, decision, chosenKey, bracketKey, created }) => ({
    purpose,
    reason: decision.reason,
    chosen_key: knownOnly(chosenKey, known),
    bracket_key: knownOnly(bracketKey, known),
    provisional: decision.provisional,
    candidates: decision.candidates.map(({ key, checksum, name, ...candidate }) => ({ ...candidate, name: known.get(key) ?? name, key: known.has(key) ? key : '', checksum: known.has(key) ? checksum : '', criteria: candidate.criteria.map((criterion) => ({ ...criterion })) })),
    created: created.toISOString(),
  }));
}

function knownOnly(key: string | null, known: ReadonlyMap<string, string>): string | null {
  return key !== null && known.has(key) ? key : null;
}
