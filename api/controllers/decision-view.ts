import type { Reduction } from '#activities/store/models';

export interface CriterionView {
  name: string;
  wanted: string;
  found: string;
  ok: boolean;
}

export interface CandidateView {
  name: string;
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
  chosen_key: string | null;
  provisional: boolean;
  candidates: CandidateView[];
  created: string;
}

/** Needs `decisions` to be fetched. */
export function decisionViews({ decisions = [] }: Reduction): DecisionView[] {
  return decisions.map(({ purpose, decision, chosenKey, created }) => ({
    purpose,
    reason: decision.reason,
    chosen_key: chosenKey,
    provisional: decision.provisional,
    candidates: decision.candidates.map((candidate) => ({ ...candidate, criteria: candidate.criteria.map((criterion) => ({ ...criterion })) })),
    created: created.toISOString(),
  }));
}
