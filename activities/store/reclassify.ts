import { Header, type Card } from '#numeric/fits/header';
import type { Knex } from 'knex';
import type { ExposureKind } from '../domain/exposure.js';
import { LEVEL } from '../domain/reduction.js';
import { describeAs } from '../instruments/goodman/describe-as.js';
import { masterMadeOf } from '../products/index.js';
import { groupOf } from './calibration-records.js';
import { framesConcerned, spoilMasters } from './exclusions.js';
import { exposureColumns } from './file-columns.js';
import { workflowStartOf } from './ingest.js';
import { OutboxEntry, StoredFile } from './models.js';
import { wakesOfOwnMasters } from './own-masters.js';
import { masterWorkflowId, type MasterWake, type WorkflowStart } from './workflow-start.js';

/** What a frame was taken for, and is now. */
export interface Reclassified {
  readonly file: StoredFile;
  readonly before: ExposureKind;
  readonly changed: boolean;
  readonly promises: readonly OutboxEntry[];
}

/**
 * Describes a raw frame again, as its header says or as what somebody says that it is. Where that changes anything it is reduced as that: masters that it was part of are made again without it,
 * its own products become versions of before.
 * @throws ReductionError as `describeAs`
 */
export async function reclassify(trx: Knex.Transaction, file: StoredFile, kind: ExposureKind | undefined): Promise<Reclassified> {
  const cards = file.cards.map(({ keyword, value, comment }): Card => ({ keyword, value: value ?? undefined, comment }));
  // Whose frame it is may have been put right by staff: that stays.
  const exposure = { ...describeAs(new Header(cards), file.fileName, kind), proposalId: file.proposalId };
  const changed = JSON.stringify(sorted(exposure)) !== JSON.stringify(sorted(file.exposure));
  if (!changed) return { file, before: file.kind, changed, promises: [] };

  const promises: (WorkflowStart | MasterWake)[] = [];
  const [was, is] = [masterMadeOf(file.kind), masterMadeOf(exposure.kind)];
  if (was && file.exposure) {
    const keys = await spoilMasters(trx, file);
    const group = groupOf(was.purpose, file);
    promises.push({ workflowId: masterWorkflowId(group), group }, ...(await wakesOfOwnMasters(trx, group)), ...(await framesConcerned(trx, keys, undefined)));
  } else if (file.kind === 'arc') promises.push(...(await framesConcerned(trx, await keysOf(trx, file), undefined)));
  await StoredFile.query(trx).where({ originalFileId: file.id, current: true }).whereNotIn('dataType', [LEVEL.raw, LEVEL.master]).patch({ current: false });
  const columns = { ...exposureColumns(exposure, cards), proposalId: file.proposalId, warnings: exposure.warnings, configurationKey: is?.combined.groupingKey(exposure) ?? null };
  await StoredFile.query(trx).findById(file.id).patch(columns);
  const now = await StoredFile.query(trx).findById(file.id).throwIfNotFound();
  promises.push({ ...workflowStartOf(now, exposure, {}), wake: true });
  const entries = await OutboxEntry.query(trx).insert(promises.map((workflowStart) => ({ fileId: file.id, workflowStart }))).returning('*');
  return { file: now, before: file.kind, changed, promises: entries };
}

async function keysOf(trx: Knex.Transaction, { id }: StoredFile): Promise<string[]> {
  return (await StoredFile.query(trx).select('key').where({ originalFileId: id })).map(({ key }) => key);
}

/** PostgreSQL keeps the fields of an object in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]));
}
