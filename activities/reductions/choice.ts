import { createHash } from 'node:crypto';
import { chooseCalibration } from '../domain/calibration-choice.js';
import type { Candidate, Decision, Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ProductRef } from '../domain/products.js';
import type { ReductionSettings } from '../domain/settings.js';
import type { CalibrationChoice } from './types.js';

/** What there is to choose from, for one purpose. */
export interface AtHand {
  readonly candidates: readonly Candidate[];
  /** Raw frames of this configuration and night that could become a master, and how many one takes. */
  readonly frames: number;
  readonly minimum: number;
}

export interface Wishes {
  readonly use: Partial<Record<Purpose, string>>;
  readonly without: readonly Purpose[];
}

/** The calibrations that a frame cannot be reduced without. */
export function neededPurposes(exposure: Exposure, settings: ReductionSettings, without: readonly Purpose[] = []): Purpose[] {
  const needed: Purpose[] = [];
  if (!settings.ignore_bias && exposure.kind !== 'bias') needed.push('bias');
  if (exposure.kind === 'arc' || exposure.kind === 'spectrum') {
    if (!settings.ignore_flats) needed.push('flat');
    if (exposure.kind === 'spectrum') needed.push('lamp');
  }
  return needed.filter((purpose) => !without.includes(purpose));
}

const inputName = { bias: 'masterBias', flat: 'masterFlat', lamp: 'lamp' } as const;

/** One decision per needed calibration, and what follows from them together. */
export function chooseAll(
  exposure: Exposure,
  settings: ReductionSettings,
  atHand: (purpose: Purpose) => AtHand,
  wishes: Wishes = { use: {}, without: [] },
): { choice: CalibrationChoice; decisions: Decision[] } {
  const decisions: Decision[] = [];
  const chosen: Partial<Record<(typeof inputName)[Purpose], ProductRef>> = {};
  const missing: string[] = [];
  for (const purpose of neededPurposes(exposure, settings, wishes.without)) {
    const { candidates, frames, minimum } = atHand(purpose);
    const decision = insist(chooseCalibration(purpose, exposure, candidates, { minimum, atHand: frames }), candidates, wishes.use[purpose]);
    decisions.push(decision);
    const candidate = candidates.find(({ key }) => key === decision.chosenKey);
    if (candidate) chosen[inputName[purpose]] = refOf(candidate);
    else missing.push(decision.reason);
  }
  const keys = Object.entries(chosen).map(([name, ref]) => [name, ref.key]);
  return {
    decisions,
    choice: {
      complete: missing.length === 0,
      reason: missing.length > 0 ? missing.join('; ') : decisions.map(({ reason }) => reason).join('; '),
      provisional: decisions.some(({ provisional }) => provisional),
      fingerprint: createHash('sha256').update(JSON.stringify([keys, settings])).digest('hex').slice(0, 24),
      calibrations: chosen as CalibrationChoice['calibrations'],
    },
  };
}

/** "Use this one anyway": a person's word stands above the criteria, and the record says so. */
function insist(decision: Decision, candidates: readonly Candidate[], key: string | undefined): Decision {
  const wanted = candidates.find((candidate) => candidate.key === key);
  if (!wanted) return decision;
  return {
    ...decision,
    candidates: decision.candidates.map((c) => (c.key === key ? { ...c, verdict: 'chosen' as const } : c.verdict === 'chosen' ? { ...c, verdict: 'suitable' as const } : c)),
    chosenKey: wanted.key,
    provisional: false,
    reason: `${wanted.name}, chosen by hand`,
  };
}

/** The reference that a recipe gets: it carries the candidate's name for summaries and headers. */
function refOf({ ref, name, key, checksum, members }: Candidate): ProductRef {
  return { ...ref, label: members > 1 ? `${name} (${members} frames)` : name, source: { name, key, checksum } };
}
