import type { Knex } from 'knex';
import type { TransactionOrKnex } from 'objection';
import type { ExposureKind } from '../domain/exposure.js';
import type { Quality } from '../domain/products.js';
import { LEVEL, type Level } from '../domain/reduction.js';
import type { ProductRef } from '../products/product-ref.js';
import type { DescribedFile } from './frame-records.js';
import { DecisionRecord, StoreEvent, StoredFile, type StoredCard } from './models.js';
import { findRun, type Run } from './run-records.js';

/** One file of a product, stored already, as its row should say. */
export interface ProductRow {
  readonly key: string;
  readonly objectKey: string;
  readonly fileName: string;
  readonly dataType: Level;
  readonly target: number | null;
  readonly checksum: string;
  readonly sizeBytes: number;
  readonly cards: readonly StoredCard[];
  readonly quality: Quality;
  /** A sentence for each quality number beyond its bound. */
  readonly flags: readonly string[];
}

/** Where a product belongs: by which run it was made, what it calibrates, what it takes the place of. */
export interface ProductPlace {
  readonly provisional: boolean;
  readonly reductionId: number | null;
  /** Ends the file name of a master that is one proposal's own: it lies beside the one that serves all. */
  readonly distinguishedBy?: string;
  /** Set for what other frames may choose as a calibration. */
  readonly ref?: ProductRef;
  /** For a master: every earlier master of the same night and configuration, for the same readers, is superseded. */
  readonly supersedes?: { readonly kind: ExposureKind; readonly night: string; readonly configurationKey: string; readonly trusted: boolean; readonly ownMaster: boolean; readonly proposalId?: string };
}

/** Files already stored under the key of a product. */
export async function filesOfProduct(database: Knex, key: string): Promise<StoredFile[]> {
  return StoredFile.query(database).where({ key }).whereNull('deletedAt').orderBy('target');
}

/** What is flagged about the current products of a frame, each sentence once. */
export async function flagsOfFrame(database: TransactionOrKnex, fileId: number): Promise<string[]> {
  const files = await StoredFile.query(database).select('flags').where({ originalFileId: fileId, current: true, deletedAt: null }).whereNot('dataType', LEVEL.raw).orderBy('id');
  return [...new Set(files.flatMap(({ flags }) => flags))];
}

/**
 * Writes the rows of a product and makes it the current one of its frame and level, in one transaction with its events. Rows that are there
 * already (the same work done again) become current again; nothing is overwritten.
 */
export async function saveProductRows(database: Knex, raw: DescribedFile, files: readonly ProductRow[], place: ProductPlace): Promise<void> {
  const [first] = files;
  if (!first) return;
  await database.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`products:${raw.id}`]);
    const siblings = () => supersededBy(StoredFile.query(trx), raw, first.dataType, place);
    const [{ latest } = { latest: 0 }] = (await siblings().max('version as latest')) as unknown as { latest: number | null }[];
    const parents = await StoredFile.query(trx).where({ originalFileId: raw.id, dataType: first.dataType - 1, current: true });
    await siblings().where({ current: true }).whereNot('key', first.key).patch({ current: false });
    for (const file of files) {
      const parent = parents.find(({ target }) => target === file.target) ?? parents.find(({ target }) => target === null) ?? raw;
      await insertOrRevive(trx, raw, file, place, { version: (latest ?? 0) + 1, parentFileId: first.dataType === LEVEL.master ? raw.id : parent.id });
    }
    const stored = await StoredFile.query(trx).select('id', 'fileName', 'dataType', 'target').where({ key: first.key });
    if (place.reductionId !== null && first.dataType !== LEVEL.master) await adopt(trx, raw, stored, place.reductionId);
    for (const { id, fileName, dataType } of stored) {
      await StoreEvent.add(trx, {
        kind: dataType === LEVEL.master ? 'master' : 'file',
        fileId: id,
        reductionId: place.reductionId,
        // A master that serves all is nobody's.
        proposalId: place.supersedes ? (place.supersedes.proposalId ?? null) : raw.proposalId,
        night: raw.night,
        payload: { originalFileId: raw.id, fileName, dataType, provisional: place.provisional },
      });
    }
  });
}

/** The spectrum that people wait for is kept before what it was made from: that becomes its parent when it is there. */
async function adopt(trx: Knex.Transaction, raw: DescribedFile, parents: readonly Pick<StoredFile, 'id' | 'dataType' | 'target'>[], reductionId: number): Promise<void> {
  for (const { id, dataType, target } of parents) {
    const children = StoredFile.query(trx).where({ originalFileId: raw.id, dataType: dataType + 1, reductionId, current: true });
    await children.where(target === null ? {} : { target }).whereNot('parentFileId', id).patch({ parentFileId: id });
  }
}

/**
 * When a run is done its products are what a person should see: what an earlier run made and this one did not make again (wavelengths, where it went on without a lamp)
 * is a version of before. A run that published nothing leaves all as it is.
 */
export async function retireOthers(database: Knex, run: Run, fileId: number): Promise<void> {
  const reduction = await findRun(database, run);
  if (!reduction) return;
  const current = () => StoredFile.query(database).where({ originalFileId: fileId, current: true }).whereNotIn('dataType', [LEVEL.raw, LEVEL.master]);
  if ((await current().where({ reductionId: reduction.id }).resultSize()) === 0) return;
  await current().whereRaw('reduction_id is distinct from ?', [reduction.id]).patch({ current: false });
  // Told to go on without a lamp while it ran: this very run may have made wavelengths before.
  const lamp = await DecisionRecord.query(database).where({ reductionId: reduction.id, purpose: 'arc' }).orderBy('id', 'desc').first();
  if (lamp && lamp.chosenKey === null) await current().where({ dataType: LEVEL.calibrated }).patch({ current: false });
}

function supersededBy<Q extends ReturnType<typeof StoredFile.query>>(query: Q, raw: DescribedFile, dataType: Level, { supersedes }: ProductPlace): Q {
  const same = supersedes ? { dataType, ...supersedes } : { dataType, originalFileId: raw.id };
  void query.where(same);
  return query;
}

async function insertOrRevive(
  trx: Knex.Transaction,
  raw: DescribedFile,
  file: ProductRow,
  { provisional, reductionId, ref, supersedes }: ProductPlace,
  { version, parentFileId }: { version: number; parentFileId: number },
): Promise<void> {
  const there = await StoredFile.query(trx).where({ key: file.key, dataType: file.dataType, target: file.target }).first();
  const reference = ref ? { ref } : {};
  if (there) {
    await StoredFile.query(trx).findById(there.id).patch({ current: true, provisional, reductionId, deletedAt: null, ...reference });
    return;
  }
  const { id: _id, created: _created, lastModified: _modified, uploadedBy: _by, warnings: _warnings, ...inherited } = raw.$toJson() as StoredFile;
  await StoredFile.query(trx).insert({
    ...inherited,
    ...(supersedes?.ownMaster === true ? ownColumns(raw, supersedes.proposalId ?? '') : {}),
    ...file,
    bucket: 'products',
    cards: [...file.cards],
    flags: [...file.flags],
    originalFileId: raw.id,
    parentFileId,
    version,
    current: true,
    provisional,
    reductionId,
    configurationKey: supersedes?.configurationKey ?? raw.configurationKey,
    ref: ref ?? null,
    deletedAt: null,
  });
}

/** An own master is its proposal's, whosever its earliest frame was: it is found by nothing that tells of that. */
export function ownColumns({ exposure }: Pick<DescribedFile, 'exposure'>, proposalId: string): Partial<StoredFile> {
  const nobody = { object: '', obsra: '', obsdec: '', observationId: null, configurationId: null, blockId: null, imageId: null };
  return { ...nobody, trusted: false, ownMaster: true, proposalId, exposure: { ...exposure, object: '', proposalId, raDegree: null, decDegree: null, warnings: [] } };
}
