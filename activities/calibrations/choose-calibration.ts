import type { Criterion, Decision, Purpose, Verdict } from '../domain/calibrations.js';
import { lampLit, withinNights } from '../domain/criteria.js';
import type { Exposure } from '../domain/exposure.js';
import type { Needs } from '../products/define-product.js';
import { calibrationFor, type CalibratingProduct } from '../products/index.js';
import type { Candidate, Obstacle } from './candidate.js';

/**
 * Chooses the calibration of one purpose for an exposure: asks every candidate every question of the product's declaration, ranks those that pass,
 * takes the nearest. Pure, and the same whatever the order of the candidates: equal distance goes by members, then by key.
 */
export function chooseCalibration(purpose: Purpose, exposure: Exposure, candidates: readonly Candidate[], needs: Omit<Needs, 'obstacles'> & { readonly obstacles?: readonly Obstacle[]; readonly ownOf?: string } = {}): Decision {
  const calibration = calibrationFor(purpose);
  const judged = candidates.map((candidate) => judge(calibration, exposure, candidate, needs.ownOf)).sort(nearestFirst);
  const best = judged[0]?.distance === null ? undefined : judged[0];
  const chosen = best?.candidate;
  return {
    purpose,
    candidates: judged.map(({ candidate: { name, key, checksum }, criteria, distance, provisional }) => ({
      name,
      key,
      checksum,
      verdict: verdictOf(distance, key === chosen?.key),
      distance,
      provisional,
      criteria,
    })),
    chosenKey: chosen?.key ?? null,
    provisional: best?.provisional ?? false,
    reason: best ? `${calibration.reasonChosen(exposure, best.candidate)}${ownInWords(best.candidate, needs.ownOf)}` : `${calibration.reasonMissing(exposure, { ...needs, obstacles: inTheWay(calibration, exposure, needs.obstacles ?? []) }, judged.length > 0)}${refusals(judged)}`,
  };
}

/** Those that would serve if they were there. A lamp that failed because none was lit is spoken of all the same. */
function inTheWay({ questions, validityNights }: CalibratingProduct, exposure: Exposure, obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const asked = [...questions, withinNights(validityNights)].filter((question) => question !== lampLit);
  return obstacles.filter((obstacle) => asked.every((question) => question(exposure, obstacle.exposure).ok));
}

/** Whose master it is, where its proposal has masters of its own. */
function ownInWords({ sender }: Candidate, ownOf: string | undefined): string {
  if (ownOf === undefined) return '';
  if (sender === 'own') return `; own master of proposal ${ownOf}, asked for by its settings`;
  return sender === 'telescope' ? `; until the own master that the settings of ${ownOf} ask for is there` : '';
}

interface Judged {
  readonly candidate: Candidate;
  readonly criteria: readonly Criterion[];
  readonly distance: number | null;
  readonly provisional: boolean;
}

function verdictOf(distance: number | null, chosen: boolean): Verdict {
  if (distance === null) return 'refused';
  return chosen ? 'chosen' : 'suitable';
}

function nearestFirst(a: Judged, b: Judged): number {
  const byDistance = (a.distance ?? Infinity) - (b.distance ?? Infinity);
  if (byDistance !== 0 && !Number.isNaN(byDistance)) return byDistance;
  // As near: the one that its proposal asked for.
  const byOwner = Number(b.candidate.sender === 'own') - Number(a.candidate.sender === 'own');
  if (byOwner !== 0) return byOwner;
  if (a.candidate.members !== b.candidate.members) return b.candidate.members - a.candidate.members;
  return a.candidate.key < b.candidate.key ? -1 : 1;
}

function judge(calibration: CalibratingProduct, exposure: Exposure, candidate: Candidate, ownOf: string | undefined): Judged {
  const criteria = [...sentBy(candidate), ...[...calibration.questions, withinNights(calibration.validityNights)].map((question) => question(exposure, candidate.exposure))];
  if (criteria.some(({ ok }) => !ok)) return { candidate, criteria, distance: null, provisional: false };
  const { distance, provisional } = calibration.rank(exposure, candidate.exposure);
  return { candidate, criteria, distance, provisional: provisional || (ownOf !== undefined && candidate.sender === 'telescope') };
}

/** Not asked of a candidate, since no other is ever offered: the record says whose word it is that this is a calibration. */
function sentBy({ sender }: Candidate): Criterion[] {
  if (sender === undefined) return [];
  const found = { telescope: 'the telescope or staff', proposal: 'this proposal; it serves no other', own: 'the telescope or staff; combined for this proposal alone, as its settings ask' }[sender];
  return [{ name: 'sent by', wanted: 'the telescope, staff or this proposal', found, ok: true }];
}

/** "; 3 candidates refused: grating differs (2), columns differ (1)": each candidate counted under the first question it failed. */
function refusals(judged: readonly Judged[]): string {
  if (judged.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { criteria } of judged) {
    const failed = criteria.find(({ ok }) => !ok);
    if (failed) counts.set(failed.name, (counts.get(failed.name) ?? 0) + 1);
  }
  const list = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name, n]) => `${name} ${name === 'columns' || name === 'rows' ? 'differ' : 'differs'} (${n})`);
  return `; ${judged.length} ${judged.length === 1 ? 'candidate' : 'candidates'} refused: ${list.join(', ')}`;
}
