import type { Knex } from 'knex';
import { ReductionError } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import { StoredFile } from './models.js';

/** A raw frame whose header was understood. */
export type DescribedFile = StoredFile & { readonly exposure: Exposure; readonly night: string };

/** @throws {ReductionError} `not-found` */
export async function storedFile(database: Knex, fileId: number): Promise<StoredFile> {
  const file = await StoredFile.query(database).findById(fileId);
  if (!file) throw new ReductionError('not-found', `There is no file ${fileId}.`);
  return file;
}

/** @throws {ReductionError} `not-found`, `header-invalid` */
export async function describedFile(database: Knex, fileId: number): Promise<DescribedFile> {
  const file = await storedFile(database, fileId);
  if (!file.exposure || !file.night) {
    throw new ReductionError('header-invalid', `The header of ${file.fileName} could not be understood, so it cannot be reduced.`);
  }
  return file as DescribedFile;
}
