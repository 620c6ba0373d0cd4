import type { Knex } from 'knex';
import type { StoredFile } from './models.js';
import { DecisionRecord, Reduction, StoreEvent, StoredFile as Files } from './models.js';

/** How many frames chose this calibration in their latest run. */
export async function framesMadeWith(database: Knex, { key, originalFileId }: Pick<StoredFile, 'key' | 'originalFileId'>): Promise<number> {
  return Reduction.query(database)
    .whereIn('id', DecisionRecord.query(database).select('reductionId').where({ chosenKey: key }).orWhere({ bracketKey: key }))
    .whereNotNull('fileId')
    .whereNot('fileId', originalFileId)
    .whereRaw('not exists (select 1 from reductions later where later.file_id = reductions.file_id and later.attempt > reductions.attempt)')
    .resultSize();
}

/** Products made from this one that are still there, of the same frame. */
export async function madeFrom(database: Knex, { originalFileId, dataType, target }: Pick<StoredFile, 'originalFileId' | 'dataType' | 'target'>): Promise<number> {
  return Files.query(database)
    .where({ originalFileId, current: true, deletedAt: null })
    .where('dataType', '>', dataType)
    .where((builder) => void (target === null ? builder : builder.where({ target })))
    .resultSize();
}

/** Marks a product as deleted, or (null) brings it back; its object and its lineage stay. With its event. */
export async function markDeleted(trx: Knex.Transaction, file: StoredFile, deletedAt: Date | null): Promise<void> {
  await Files.query(trx).findById(file.id).patch({ deletedAt });
  await StoreEvent.add(trx, {
    kind: 'file',
    fileId: file.id,
    reductionId: file.reductionId,
    proposalId: file.proposalId,
    night: file.night,
    payload: { fileName: file.fileName, dataType: file.dataType, originalFileId: file.originalFileId, provisional: file.provisional, deleted: deletedAt !== null },
  });
}
