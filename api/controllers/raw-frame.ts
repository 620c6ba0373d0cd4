import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { DescribedFile } from '#activities/store/frame-records';
import type { StoredFile } from '#activities/store/models';
import type { Knex } from 'knex';
import type { Caller } from '../access/auth.js';
import type { Action } from '../access/permissions.js';
import { visibleFile } from '../access/visible.js';

/**
 * The raw frame of a file that the caller may act upon: a product stands for the frame it was made from.
 * @throws ReductionError `not-found`; `conflict` for a master, which is of many.
 */
export async function rawFrameOf(database: Knex, caller: Caller, id: string, action: Action = 'reduce'): Promise<StoredFile> {
  const file = await visibleFile(database, caller, id, action);
  if (file.dataType === LEVEL.master) {
    throw new ReductionError('conflict', `${file.fileName} is a master, made of many frames: it is built again by itself when its frames or settings change.`, { id });
  }
  return file.dataType === LEVEL.raw ? file : visibleFile(database, caller, String(file.originalFileId), action);
}

/** The same, of a frame whose header was understood. @throws ReductionError `header-invalid` */
export async function describedFrameOf(database: Knex, caller: Caller, id: string, action: Action = 'reduce'): Promise<DescribedFile> {
  const file = await rawFrameOf(database, caller, id, action);
  if (!file.exposure || file.night === null) {
    throw new ReductionError('header-invalid', `${file.fileName} cannot be reduced: its header could not be understood. The reason stands with its first reduction; staff can say what it is.`, { fileId: file.id });
  }
  return file as DescribedFile;
}
