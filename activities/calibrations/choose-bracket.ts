import type { Decision } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { calibrationFor } from '../products/index.js';
import type { Candidate } from './candidate.js';

/**
 * The same decision with a second calibration, where the one that was chosen and another suitable one enclose the exposure in time and the settings let
 * between them be interpolated: of those on the other side the nearest. What was chosen stays the first: it serves alone where the second does not.
 */
export function withBracket(decision: Decision, exposure: Exposure, candidates: readonly Candidate[], settings: ReductionSettings): Decision {
  const { bracket } = calibrationFor(decision.purpose);
  const chosen = candidates.find(({ key }) => key === decision.chosenKey);
  if (!bracket || !chosen || !bracket.wanted(settings)) return decision;
  const byKey = new Map(candidates.map((candidate) => [candidate.key, candidate]));
  // Those of a decision stand in the order of their distance.
  const others = decision.candidates.flatMap(({ key, verdict }) => (verdict === 'suitable' ? (byKey.get(key) ?? []) : []));
  const other = others.find((candidate) => bracket.encloses(exposure, chosen.exposure, candidate.exposure));
  if (!other) return decision;
  return {
    ...decision,
    candidates: decision.candidates.map((candidate) => (candidate.key === other.key ? { ...candidate, verdict: 'chosen' as const } : candidate)),
    bracketKey: other.key,
    reason: `${decision.reason}${bracket.reasonBesides(exposure, other)}`,
  };
}
