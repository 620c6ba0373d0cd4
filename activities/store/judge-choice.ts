import type { Knex } from 'knex';
import { neededPurposes } from '../calibrations/choose-all.js';
import type { Candidate } from '../calibrations/candidate.js';
import { chooseCalibration } from '../calibrations/choose-calibration.js';
import { purposeInWords, type Criterion, type Purpose } from '../domain/calibrations.js';
import { isPhysical } from '../domain/criteria.js';
import { ReductionError } from '../domain/errors.js';
import { reasonNotReduced } from '../domain/reducible.js';
import { reductionSettings, type ReductionSettings } from '../domain/settings.js';
import { masterMadeOf } from '../products/index.js';
import { candidateOfFile } from './calibration-records.js';
import type { DescribedFile } from './frame-records.js';
import { settingsFor } from './models.js';
import { lastOverrides } from './run-records.js';

/** A calibration that somebody wants to use for a frame, asked all that the platform would ask. */
export interface JudgedChoice {
  readonly candidate: Candidate;
  /** What it fails. */
  readonly failed: readonly Criterion[];
  /** Nobody can use it: what it fails is no matter of taste. */
  readonly impossible: boolean;
}

/** The settings in force for a frame: those of its proposal with what was asked for it. @throws ReductionError `settings-invalid` */
export async function settingsOfFrame(database: Knex, { id, proposalId, fileName }: Pick<DescribedFile, 'id' | 'proposalId' | 'fileName'>): Promise<ReductionSettings> {
  const [proposal, overrides] = await Promise.all([settingsFor(database, proposalId), lastOverrides(database, id)]);
  const parsed = reductionSettings.safeParse({ ...proposal.settings, ...overrides });
  if (!parsed.success) throw new ReductionError('settings-invalid', `The settings for ${fileName} are not right: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`);
  return parsed.data;
}

/** The purposes for which a frame chooses calibrations. @throws ReductionError `conflict` for a frame that chooses none. */
export async function purposesOf(database: Knex, frame: DescribedFile): Promise<Purpose[]> {
  const settings = await settingsOfFrame(database, frame);
  const master = masterMadeOf(frame.exposure.kind);
  if (master) throw new ReductionError('conflict', `${frame.fileName} is a ${frame.exposure.kind} frame: it becomes part of a master and chooses no calibration by itself.`, { kind: frame.exposure.kind });
  const kept = reasonNotReduced(frame.exposure, settings);
  if (kept !== undefined) throw new ReductionError('conflict', `${frame.fileName} chooses no calibration: ${kept}.`, { kind: frame.exposure.kind });
  return neededPurposes(frame.exposure, settings);
}

/** @throws ReductionError `conflict` when this frame needs no calibration of that purpose. */
export async function requirePurpose(database: Knex, frame: DescribedFile, purpose: Purpose): Promise<void> {
  const needed = await purposesOf(database, frame);
  if (needed.includes(purpose)) return;
  const others = needed.map((each) => purposeInWords[each]).join(', ');
  throw new ReductionError('conflict', `${frame.fileName} needs no ${purposeInWords[purpose]}; it chooses ${others === '' ? 'none' : others}.`, { purpose });
}

/** @throws ReductionError `conflict` when the file is no calibration of that purpose which may serve this frame. */
export async function judgeChoice(database: Knex, frame: DescribedFile, purpose: Purpose, fileId: number, called: string): Promise<JudgedChoice> {
  const candidate = await candidateOfFile(database, purpose, fileId, frame.proposalId);
  if (!candidate) {
    const wanted = purpose === 'arc' ? 'a lamp frame that was reduced and solved' : `a master ${purpose}`;
    throw new ReductionError('conflict', `${called} cannot be used as ${purposeInWords[purpose]}: it has to be ${wanted}, in use, of the telescope or of this proposal.`, { fileId, purpose });
  }
  const [judged] = chooseCalibration(purpose, frame.exposure, [candidate]).candidates;
  const failed = (judged?.criteria ?? []).filter(({ ok }) => !ok);
  return { candidate, failed, impossible: failed.some(({ name }) => isPhysical(name)) };
}
