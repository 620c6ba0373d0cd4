import { Model, raw, type QueryBuilder, type RelationMappings, type TransactionOrKnex } from 'objection';
import { User } from './models.js';
import { hashOfKey, newKey } from './tokens.js';

/** Lets whoever holds it read one file until a date. */
export class FileLink extends Model {
  static override readonly tableName = 'file_links';
  declare id: number;
  declare fileId: number;
  declare userId: number;
  /** SHA-256 of the key in the address; the key itself is shown once and kept nowhere. */
  declare keyHash: string;
  declare note: string;
  declare created: Date;
  declare expires: Date;
  declare revoked: Date | null;
  declare lastUsed: Date | null;
  declare downloads: number;
  declare user?: User;

  static override get relationMappings(): RelationMappings {
    return { user: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'file_links.userId', to: 'users.id' } } };
  }
}

/** Makes a link; gives its key, which is seen this once. */
export async function makeFileLink(trx: TransactionOrKnex, link: Pick<FileLink, 'fileId' | 'userId' | 'note' | 'expires'>): Promise<{ readonly key: string; readonly link: FileLink }> {
  const key = newKey();
  const { id } = await FileLink.query(trx).insert({ ...link, keyHash: hashOfKey(key) });
  return { key, link: await FileLink.query(trx).findById(id).withGraphFetched('user').throwIfNotFound() };
}

/** Links that still open something, with who made them. */
export function liveLinks(database: TransactionOrKnex): QueryBuilder<FileLink, FileLink[]> {
  return FileLink.query(database).whereNull('fileLinks.revoked').whereRaw('file_links.expires > now()').withGraphFetched('user');
}

/** The link of a key; undefined when its time is over, it was revoked, or there never was one. */
export async function linkWithKey(database: TransactionOrKnex, key: string): Promise<FileLink | undefined> {
  return liveLinks(database).findOne({ keyHash: hashOfKey(key) });
}

/** Notes that the file was fetched with a link. */
export async function countDownload(trx: TransactionOrKnex, id: number): Promise<void> {
  await FileLink.query(trx).findById(id).patch({ lastUsed: new Date(), downloads: raw('downloads + 1') });
}
