import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { CalibratedSpectrum, StepVersion, TargetSpectrum } from '../domain/products.js';
import { LEVEL } from '../domain/reduction.js';
import { decodeProduct } from '../products/decode-product.js';
import { LineageRecords } from './lineage-records.js';
import { Reduction, StoredFile } from './models.js';
import type { ObjectStore } from './objects.js';

/** Every version of a product, the newest first, deleted ones too: of the same frame, level and source; of a master, of the same night, configuration and readers. */
export function versionsOf(database: Knex, file: StoredFile): QueryBuilder<StoredFile, StoredFile[]> {
  const { dataType, kind, night, configurationKey, trusted, ownMaster, proposalId, originalFileId, target } = file;
  const same = dataType === LEVEL.master ? { kind, night, configurationKey, trusted, ownMaster, ...(trusted ? {} : { proposalId }) } : { originalFileId, target };
  return StoredFile.query(database).where({ ...same, dataType }).orderBy([{ column: 'version', order: 'desc' }, { column: 'id', order: 'desc' }]);
}

/** Settings that were in force when a product was made; none for a raw frame or a product of before. */
export async function settingsOfProduct(database: Knex, { reductionId }: Pick<StoredFile, 'reductionId'>): Promise<Readonly<Record<string, unknown>>> {
  if (reductionId === null) return {};
  return (await Reduction.query(database).findById(reductionId).select('settings'))?.settings ?? {};
}

/** The steps that made a product and all it was made from. */
export function stepsOfProduct(database: Knex, { key }: Pick<StoredFile, 'key'>): Promise<StepVersion[]> {
  return new LineageRecords(database).stepsOf([key]);
}

/** The spectrum in a stored file of level 3 or 4. @throws ReductionError as the object store */
export async function storedSpectrum(objects: ObjectStore, { objectKey, dataType }: Pick<StoredFile, 'objectKey' | 'dataType'>): Promise<TargetSpectrum | CalibratedSpectrum> {
  const bytes = await objects.getObject('products', objectKey);
  const product = decodeProduct(dataType === LEVEL.calibrated ? 'calibratedSpectra' : 'spectra', bytes) as { readonly spectra: readonly (TargetSpectrum | CalibratedSpectrum)[] };
  const [spectrum] = product.spectra;
  if (!spectrum) throw new Error(`${objectKey} holds no spectrum`);
  return spectrum;
}
