import type { Knex } from 'knex';
import type { StoredFile } from '../models.js';
import { filterCondition, type FileFilters, type Scope } from './file-filters.js';

/** A quality number of one file. */
export interface QualityPoint extends Pick<StoredFile, 'id' | 'fileName' | 'night' | 'kind' | 'dataType' | 'target' | 'wavmode' | 'trusted'> {
  readonly observedAt: string | null;
  readonly value: number;
}

/** The newest so many that have this number, in the order in which they were taken. */
export async function qualityPoints(database: Knex, name: string, filters: FileFilters, scope: Scope, limit: number): Promise<QualityPoint[]> {
  const where = filterCondition(filters, scope);
  const { rows } = await database.raw<{ rows: QualityPoint[] }>(
    `select files.id, files.file_name as "fileName", files.night, files.kind, files.data_type as "dataType", files.target, files.wavmode, files.trusted,
       files.exposure ->> 'observedAt' as "observedAt", (files.quality ->> ?)::double precision as value
     from files where ${where.text} and files.quality ->> ? is not null order by files.night desc, files.id desc limit ?`,
    [name, ...(where.bindings as Knex.RawBinding[]), name, limit],
  );
  const moment = ({ observedAt, night }: QualityPoint) => observedAt ?? night ?? '';
  return rows.sort((a, b) => (moment(a) < moment(b) ? -1 : moment(a) > moment(b) ? 1 : a.id - b.id));
}
