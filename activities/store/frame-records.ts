import type { Knex } from 'knex';
import type { Candidate } from '../calibrations/candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import { ReductionError } from '../domain/errors.js';
import type { Exposure, ExposureKind } from '../domain/exposure.js';
import { shiftNight } from '../domain/nights.js';
import type { ProductRef } from '../products/product-ref.js';
import type { Quality } from '../domain/products.js';
import { LEVEL, type Level } from '../domain/reduction.js';
import { calibrationFor, LONGEST_VALIDITY_NIGHTS, masterFor, type CombinedCalibration, type MasterPurpose } from '../products/index.js';
import { StoreEvent, StoredFile, type StoredCard } from './models.js';

/** A raw frame whose header was understood. */
export type DescribedFile = StoredFile & { readonly exposure: Exposure; readonly night: string };

export async function describedFile(database: Knex, fileId: string): Promise<DescribedFile> {
  const file = await StoredFile.query(database).findById(Number(fileId));
  if (!file) throw new ReductionError('not-found', `There is no file ${fileId}.`);
  if (!file.exposure || !file.night) {
    throw new ReductionError('header-invalid', `The header of ${file.fileName} could not be understood, so it cannot be reduced.`);
  }
  return file as DescribedFile;
}

/** The calibrations of one purpose near a night: current masters, or solved lamp frames; by key, so that the order never depends on arrival. */
export async function candidatesNear(database: Knex, purpose: Purpose, night: string): Promise<Candidate[]> {
  const { madeOf, level } = calibrationFor(purpose);
  const rows = await StoredFile.query(database)
    .select('key', 'fileName', 'checksum', 'exposure', 'ref', 'quality')
    .where({ kind: madeOf, dataType: level, current: true })
    .whereNull('deletedAt')
    .whereNotNull('ref')
    .whereBetween('night', nightsAround(night))
    .orderBy('key');
  return rows.map((row) => ({
    name: row.fileName,
    key: row.key,
    checksum: row.checksum,
    exposure: row.exposure as Exposure,
    members: row.quality['frames'] ?? 1,
    ref: row.ref as ProductRef,
  }));
}

/** The nights in which a calibration may be found that still serves: first and last. */
export function nightsAround(night: string): [string, string] {
  return [shiftNight(night, -LONGEST_VALIDITY_NIGHTS), shiftNight(night, LONGEST_VALIDITY_NIGHTS)];
}

/** Raw frames that could take part in a master of this exposure's night and configuration. */
export async function countFrames(database: Knex, { madeOf, combined }: CombinedCalibration, exposure: Exposure): Promise<number> {
  return StoredFile.query(database)
    .where({ kind: madeOf, dataType: LEVEL.raw, night: exposure.night, configurationKey: combined.groupingKey(exposure) })
    .resultSize();
}

/** What the frames of one master have in common. */
export interface MasterGroup {
  readonly purpose: MasterPurpose;
  readonly night: string;
  readonly configurationKey: string;
}

/** The frames of one master, by key. */
export async function membersOf(database: Knex, group: MasterGroup): Promise<DescribedFile[]> {
  const rows = await StoredFile.query(database)
    .where({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.raw, night: group.night, configurationKey: group.configurationKey })
    .orderBy('key');
  return rows as DescribedFile[];
}

/** One file of a product, stored already, as its row should say. */
export interface KeptFile {
  readonly key: string;
  readonly objectKey: string;
  readonly fileName: string;
  readonly dataType: Level;
  readonly target: number | null;
  readonly checksum: string;
  readonly sizeBytes: number;
  readonly cards: readonly StoredCard[];
  readonly quality: Quality;
}

export interface Kept {
  readonly provisional: boolean;
  readonly reductionId: number | null;
  /** Set for what other frames may choose as a calibration. */
  readonly ref?: ProductRef;
  /** For a master: every earlier master of the same night and configuration is superseded. */
  readonly supersedes?: { readonly kind: ExposureKind; readonly night: string; readonly configurationKey: string };
}

/** Files already stored under the key of a product. */
export async function filesOfProduct(database: Knex, key: string): Promise<StoredFile[]> {
  return StoredFile.query(database).where({ key }).orderBy('target');
}

/**
 * Writes the rows of a product and makes it the current one of its frame and level, in one transaction with its events. Rows that are there
 * already (the same work done again) become current again; nothing is overwritten.
 */
export async function keepFiles(database: Knex, raw: DescribedFile, files: readonly KeptFile[], kept: Kept): Promise<void> {
  const [first] = files;
  if (!first) return;
  await database.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`products:${raw.id}`]);
    const siblings = () => supersededBy(StoredFile.query(trx), raw, first.dataType, kept);
    const [{ latest } = { latest: 0 }] = (await siblings().max('version as latest')) as unknown as { latest: number | null }[];
    const parents = await StoredFile.query(trx).where({ originalFileId: raw.id, dataType: first.dataType - 1, current: true });
    await siblings().where({ current: true }).whereNot('key', first.key).patch({ current: false });
    for (const file of files) {
      const parent = parents.find(({ target }) => target === file.target) ?? parents.find(({ target }) => target === null) ?? raw;
      await insertOrRevive(trx, raw, file, kept, { version: (latest ?? 0) + 1, parentFileId: first.dataType === LEVEL.master ? raw.id : parent.id });
    }
    const stored = await StoredFile.query(trx).select('id', 'fileName', 'dataType').where({ key: first.key });
    for (const { id, fileName, dataType } of stored) {
      await StoreEvent.add(trx, {
        kind: dataType === LEVEL.master ? 'master' : 'file',
        fileId: id,
        reductionId: kept.reductionId,
        proposalId: raw.proposalId,
        night: raw.night,
        payload: { originalFileId: raw.id, fileName, dataType, provisional: kept.provisional },
      });
    }
  });
}

function supersededBy<Q extends ReturnType<typeof StoredFile.query>>(query: Q, raw: DescribedFile, dataType: Level, { supersedes }: Kept): Q {
  const same = supersedes ? { dataType, ...supersedes } : { dataType, originalFileId: raw.id };
  void query.where(same);
  return query;
}

async function insertOrRevive(
  trx: Knex.Transaction,
  raw: DescribedFile,
  file: KeptFile,
  { provisional, reductionId, ref, supersedes }: Kept,
  place: { version: number; parentFileId: number },
): Promise<void> {
  const there = await StoredFile.query(trx).where({ key: file.key, dataType: file.dataType, target: file.target }).first();
  const reference = ref ? { ref } : {};
  if (there) {
    await StoredFile.query(trx).findById(there.id).patch({ current: true, provisional, reductionId, ...reference });
    return;
  }
  const { id: _id, created: _created, lastModified: _modified, uploadedBy: _by, warnings: _warnings, ...inherited } = raw.$toJson() as StoredFile;
  await StoredFile.query(trx).insert({
    ...inherited,
    ...file,
    bucket: 'products',
    cards: [...file.cards],
    originalFileId: raw.id,
    parentFileId: place.parentFileId,
    version: place.version,
    current: true,
    provisional,
    reductionId,
    configurationKey: supersedes?.configurationKey ?? raw.configurationKey,
    ref: ref ?? null,
    deletedAt: null,
  });
}
