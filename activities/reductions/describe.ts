import { Context } from '@temporalio/activity';
import { ReductionError } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import { reductionSettings } from '../domain/settings.js';
import { rawRefOf } from '../products/raw-reference.js';
import { stepSettingsOf } from '../steps/index.js';
import { describedFile } from '../store/frame-records.js';
import { settingsFor } from '../store/models.js';
import { beginRun, lastOverrides, saveFrameState, type Run } from '../store/run-records.js';
import { searchWordsOf, summaryOf } from '../store/workflow-start.js';
import type { NightParts } from './index.js';
import type { FrameTask, NightActivities } from './types.js';

/** The workflow run on whose behalf an activity works. */
export function thisRun(): Run {
  const execution = Context.current().info.workflowExecution;
  if (!execution) throw new Error('this activity belongs to a workflow');
  return execution;
}

/** Why a frame of this kind is kept but not reduced. */
function whyNot({ kind, obstype, technique }: Exposure): string {
  if (kind === 'image') return `${obstype} frames taken as ${technique.toLowerCase()} are kept and shown, not reduced`;
  return kind === 'other' ? `${obstype} frames are kept and shown, not reduced` : '';
}

export async function describe({ database }: NightParts, request: Parameters<NightActivities['describe']>[0]): Promise<FrameTask> {
  const file = await describedFile(database, request.fileId);
  const [proposal, earlier] = await Promise.all([settingsFor(database, file.proposalId), lastOverrides(database, file.id)]);
  // What somebody asked for this frame stays in force when a better calibration has it reduced again.
  const overrides = { ...earlier, ...request.settings };
  const parsed = reductionSettings.safeParse({ ...proposal.settings, ...overrides });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new ReductionError('settings-invalid', `The settings for ${file.fileName} are not right: ${wrong}.`);
  }
  await beginRun(database, thisRun(), file, { overrides, resolved: parsed.data });
  return {
    fileId: request.fileId,
    name: file.fileName,
    kind: file.exposure.kind,
    summary: summaryOf(file.exposure),
    attributes: searchWordsOf(file.exposure),
    settings: parsed.data,
    stepSettings: stepSettingsOf(parsed.data),
    raw: rawRefOf(file.checksum, file.fileName),
    reason: whyNot(file.exposure),
  };
}

export async function recordState({ database }: NightParts, request: Parameters<NightActivities['recordState']>[0]): Promise<void> {
  const file = await describedFile(database, request.fileId);
  await saveFrameState(database, thisRun(), file, request);
}
