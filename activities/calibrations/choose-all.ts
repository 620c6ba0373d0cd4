import { createHash } from 'node:crypto';
import { byHandInWords, type ByHand } from '../domain/by-hand.js';
import { purposes, purposeInWords, type Decision, type Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { calibrationFor } from '../products/index.js';
import type { Calibrations, ProductRef } from '../products/product-ref.js';
import type { Candidate, Obstacle } from './candidate.js';
import { withBracket } from './choose-bracket.js';
import { chooseCalibration } from './choose-calibration.js';

/** What there is to choose from, for one purpose. */
export interface AtHand {
  readonly candidates: readonly Candidate[];
  /** Raw frames of this configuration and night that could become a master, and how many one takes. */
  readonly frames: number;
  readonly minimum: number;
  /** What might be among the candidates and is not, and why. */
  readonly obstacles?: readonly Obstacle[];
  /** Nothing arrives later: a folder. */
  readonly final?: boolean;
  /** The proposal that has masters of its own: another serves it until its own is there. */
  readonly ownOf?: string;
  /** Key of the candidate that somebody chose by hand. */
  readonly chosenByHand?: string;
}

/** What a person decided over the head of the criteria. */
export interface ManualChoices {
  /** "Use this one anyway": key by purpose. */
  readonly use: Partial<Record<Purpose, string>>;
  /** "Go on without." */
  readonly without: readonly Purpose[];
  /** Who decided so, when and why; unknown of what came by a message. */
  readonly byHand?: Partial<Record<Purpose, ByHand>>;
}

/** The calibrations of a frame, as far as they could be chosen. */
export interface CalibrationChoice {
  readonly complete: boolean;
  /** Only the lamp is missing: everything up to the extracted spectrum can be made, its wavelengths wait. Absent in records of before. */
  readonly extractable?: boolean;
  /** What was chosen, or what is missing, in words. */
  readonly reason: string;
  readonly provisional: boolean;
  /** Equal fingerprints mean equal products: chosen keys and settings. */
  readonly fingerprint: string;
  readonly calibrations: Calibrations;
}

/** The calibrations that a frame cannot be reduced without. */
export function neededPurposes(exposure: Exposure, settings: ReductionSettings, without: readonly Purpose[] = []): Purpose[] {
  return purposes.filter((purpose) => !without.includes(purpose) && calibrationFor(purpose).neededBy(exposure, settings));
}

/** One decision per needed calibration, and what follows from them together. */
export function chooseAll(
  exposure: Exposure,
  settings: ReductionSettings,
  atHand: (purpose: Purpose) => AtHand,
  manual: ManualChoices = { use: {}, without: [] },
): { choice: CalibrationChoice; decisions: Decision[] } {
  const decisions: Decision[] = [];
  const chosen: Record<string, ProductRef> = {};
  const missing: { purpose: Purpose; reason: string }[] = [];
  const hand: ByHand[] = [];
  for (const purpose of neededPurposes(exposure, settings)) {
    const { candidates, frames, chosenByHand, ...needs } = atHand(purpose);
    const byHand = manual.byHand?.[purpose];
    const usual = withBracket(chooseCalibration(purpose, exposure, candidates, { ...needs, atHand: frames }), exposure, candidates, settings);
    if (manual.without.includes(purpose)) {
      if (byHand) decisions.push(withoutAny(usual, byHand));
      if (byHand) hand.push(byHand);
      continue;
    }
    const decision = applyManualChoice(usual, candidates, chosenByHand ?? manual.use[purpose], byHand);
    decisions.push(decision);
    const candidate = candidates.find(({ key }) => key === decision.chosenKey);
    if (candidate) chosen[calibrationFor(purpose).input] = { ...refOf(candidate), ...(decision.byHand ? { byHand: [decision.byHand] } : {}) };
    const { bracket } = calibrationFor(purpose);
    const other = bracket && candidates.find(({ key }) => key === decision.bracketKey);
    if (other) chosen[bracket.input] = refOf(other);
    if (decision.byHand) hand.push(decision.byHand);
    if (!candidate) missing.push({ purpose, reason: decision.reason });
  }
  const keys = Object.entries(chosen).map(([name, ref]) => [name, ref.key]);
  return {
    decisions,
    choice: {
      complete: missing.length === 0,
      extractable: missing.every(({ purpose }) => purpose === 'arc'),
      reason: missing.length > 0 ? missing.map(({ reason }) => reason).join('; ') : decisions.map(({ reason }) => reason).join('; '),
      provisional: decisions.some(({ provisional }) => provisional),
      fingerprint: createHash('sha256').update(JSON.stringify(hand.length === 0 ? [keys, settings] : [keys, settings, hand])).digest('hex').slice(0, 24),
      calibrations: chosen,
    },
  };
}

/** "Go on without": what there was to choose from stays on record. */
function withoutAny(usual: Decision, byHand: ByHand): Decision {
  const { bracketKey: _bracketKey, ...decision } = usual;
  return {
    ...decision,
    candidates: decision.candidates.map((candidate) => (candidate.verdict === 'chosen' ? { ...candidate, verdict: 'suitable' as const } : candidate)),
    chosenKey: null,
    provisional: false,
    byHand,
    reason: byHandInWords(byHand),
  };
}

/** "Use this one anyway": a person's word stands above the criteria, and the record says so. What was chosen and is no longer there is not silently replaced. */
function applyManualChoice(usual: Decision, candidates: readonly Candidate[], key: string | undefined, byHand: ByHand | undefined): Decision {
  const wanted = candidates.find((candidate) => candidate.key === key);
  if (!wanted) return byHand ? { ...usual, reason: `${usual.reason}; the ${purposeInWords[usual.purpose]} that ${byHand.by} chose by hand is not in use any more` } : usual;
  // It alone: who chose one did not ask for another beside it.
  const { bracketKey: _bracketKey, ...decision } = usual;
  return {
    ...decision,
    candidates: decision.candidates.map((c) => (c.key === key ? { ...c, verdict: 'chosen' as const } : c.verdict === 'chosen' ? { ...c, verdict: 'suitable' as const } : c)),
    chosenKey: wanted.key,
    provisional: false,
    ...(byHand ? { byHand } : {}),
    reason: byHand ? byHandInWords({ ...byHand, what: wanted.name }) : `${wanted.name}, chosen by hand`,
  };
}

/** The reference that a recipe gets: it carries the candidate's name for summaries and headers. */
function refOf({ ref, name, key, checksum, members }: Candidate): ProductRef {
  const { kind, quality } = ref;
  return { kind, key, quality, label: members > 1 ? `${name} (${members} frames)` : name, source: { name, key, checksum } };
}
