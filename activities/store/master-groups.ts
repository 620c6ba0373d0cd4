import type { Knex } from 'knex';
import type { MasterGroup } from '../domain/workflow-contract.js';
import { masterFor, masterMadeOf } from '../products/index.js';
import { framesOfGroup, groupOf } from './calibration-records.js';
import type { ManualSubject } from './manual-choice.js';
import { PLATFORM, settingsFor, type StoredFile } from './models.js';
import { masterWorkflowId, type MasterWake } from './workflow-start.js';

/** A master that is, or could be, with what a decision about it is kept under. */
export interface KnownGroup {
  readonly group: MasterGroup;
  /** Frames it could be made of. */
  readonly frames: number;
  readonly about: { readonly subject: ManualSubject; readonly called: string; readonly fileId: number; readonly promise: MasterWake };
}

/** The masters that raw frames belong to, each once. */
export async function masterGroups(database: Knex, members: readonly StoredFile[]): Promise<KnownGroup[]> {
  const found = new Map<string, { group: MasterGroup; fileId: number }>();
  for (const file of members) {
    const purpose = masterMadeOf(file.kind)?.purpose;
    if (!purpose || file.exposure === null || file.configurationKey === null) continue;
    const group = groupOf(purpose, file);
    found.set(masterWorkflowId(group), { group, fileId: file.id });
  }
  return Promise.all(
    [...found].map(async ([workflowId, { group, fileId }]): Promise<KnownGroup> => {
      const frames = await framesOfGroup(database, group);
      return { group, frames: frames.length, about: { subject: { masterKey: workflowId }, called: `master ${workflowId}`, fileId, promise: { workflowId, group } } };
    }),
  );
}

/** Frames that the settings ask for: those of the platform for what serves all, else those of the proposal. */
export async function usualMinimum(database: Knex, { purpose, proposal }: MasterGroup): Promise<number> {
  return masterFor(purpose).combined.minimum((await settingsFor(database, proposal ?? PLATFORM)).settings);
}
