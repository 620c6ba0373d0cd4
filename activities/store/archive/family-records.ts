import type { Knex } from 'knex';
import { LEVEL } from '../../domain/reduction.js';
import type { StoredFile } from '../models.js';
import { preparedRows } from '../prepared.js';
import { listedColumns, withNames, type ListedFile } from './list-files.js';
import type { Scope } from './file-filters.js';

/** Every version of everything made from the same raw frame, and the frame: one query. Of a master, its versions. */
export async function familyRecords(database: Knex, file: Pick<StoredFile, 'id' | 'originalFileId' | 'dataType' | 'night' | 'configurationKey' | 'trusted' | 'ownMaster' | 'proposalId' | 'kind'>, { condition }: Scope): Promise<readonly ListedFile[]> {
  const isMaster = file.dataType === LEVEL.master;
  const relatives = isMaster
    ? { text: 'files.data_type = 1 and files.id in (select id from files where data_type = 1 and night = ? and configuration_key = ? union select ?::bigint) and files.kind = ? and files.trusted = ? and files.own_master = ? and (files.trusted or files.proposal_id = ?)', bindings: [file.night, file.configurationKey, file.id, file.kind, file.trusted, file.ownMaster, file.proposalId] }
    : { text: 'files.original_file_id = ? and files.data_type <> 1', bindings: [file.originalFileId] };
  const rows = await preparedRows<ListedFile>(
    database,
    `select ${listedColumns} from files where ${relatives.text} and files.deleted_at is null and ${condition.text} order by files.data_type desc, files.target nulls first, files.current desc, files.version desc, files.id desc`,
    [...relatives.bindings, ...condition.bindings],
  );
  return withNames(database, rows);
}

/** What is known of a node of a lineage graph whose product was published, or that is a raw frame. */
export interface LineageFile extends Pick<StoredFile, 'id' | 'key' | 'fileName' | 'dataType' | 'target' | 'proposalId' | 'trusted' | 'night' | 'kind' | 'quality'> {
  readonly observedAt: string | null;
  /** The time in which it was its proposal's own is over. */
  readonly released: boolean;
}

/** The files of some keys, of everybody: who shows them asks who may know what. */
export async function filesOfKeys(database: Knex, keys: readonly string[]): Promise<LineageFile[]> {
  return preparedRows<LineageFile>(
    database,
    `select id, key, file_name as "fileName", data_type as "dataType", target, proposal_id as "proposalId", trusted, night, kind, quality, exposure ->> 'observedAt' as "observedAt",
       proposal_id in (select soar_id from proposals where release_date <= current_date) as released
     from files where key = any(?) and deleted_at is null order by id`,
    [[...keys]],
  );
}
