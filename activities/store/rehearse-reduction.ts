import type { Knex } from 'knex';
import { chooseAll, neededPurposes } from '../calibrations/choose-all.js';
import type { Decision } from '../domain/calibrations.js';
import { ReductionError } from '../domain/errors.js';
import { reasonNotReduced } from '../domain/reducible.js';
import { reductionSettings, type ReductionSettings } from '../domain/settings.js';
import { masterMadeOf } from '../products/index.js';
import { stepSettingsOf, type StepName } from '../steps/index.js';
import { calibrationsAtHand } from './calibrations-at-hand.js';
import type { DescribedFile } from './frame-records.js';
import { settingsOfFrame } from './judge-choice.js';
import { manualChoicesOf } from './manual-choice.js';

/** What a reduction with other settings would do, without doing it. */
export interface RehearsedReduction {
  readonly before: ReductionSettings;
  readonly after: ReductionSettings;
  /** Steps that would be done otherwise, in the order in which a frame meets them: all before the first of them are done already. */
  readonly steps: readonly StepName[];
  readonly decisions: readonly Decision[];
  /** Everything is there. */
  readonly complete: boolean;
  /** What would be chosen, what is missing, or why the frame would not be reduced. */
  readonly reason: string;
}

/** @throws ReductionError `settings-invalid` when the settings do not go together */
export async function rehearseReduction(database: Knex, frame: DescribedFile, asked: Partial<ReductionSettings>): Promise<RehearsedReduction> {
  const before = await settingsOfFrame(database, frame);
  const parsed = reductionSettings.safeParse({ ...before, ...asked });
  if (!parsed.success) throw new ReductionError('settings-invalid', `${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`);
  const after = parsed.data;
  const [was, is] = [stepSettingsOf(before), stepSettingsOf(after)];
  const steps = (Object.keys(is) as StepName[]).filter((step) => JSON.stringify(was[step]) !== JSON.stringify(is[step]));
  const { exposure } = frame;
  const kept = reasonNotReduced(exposure, after);
  if (kept !== undefined) return { before, after, steps, decisions: [], complete: false, reason: kept };
  if (masterMadeOf(exposure.kind)) return { before, after, steps, decisions: [], complete: true, reason: `becomes part of a master ${exposure.kind}, whose settings are its own` };
  const manual = await manualChoicesOf(database, { fileId: frame.id });
  const atHand = await calibrationsAtHand({ database }, exposure, after, frame.proposalId, manual.use);
  const { choice, decisions } = chooseAll(exposure, after, atHand, { use: {}, without: manual.without, byHand: manual.byHand });
  const needed = neededPurposes(exposure, after).join();
  const otherInputs = needed === neededPurposes(exposure, before).join() ? [] : (['trim'] as const).filter((step) => !steps.includes(step));
  return { before, after, steps: [...otherInputs, ...steps], decisions, complete: choice.complete, reason: choice.reason };
}
