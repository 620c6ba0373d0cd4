import type { Knex } from 'knex';
import type { StoredFile } from '../models.js';
import { plannedRows } from '../prepared.js';
import type { CountCube } from './count-cube.js';
import type { FileFilters, Scope, Sql } from './file-filters.js';
import { partsOf, united } from './uncounted-files.js';

/** A quality number of one file. */
export interface QualityPoint extends Pick<StoredFile, 'id' | 'fileName' | 'night' | 'kind' | 'dataType' | 'target' | 'wavmode' | 'trusted'> {
  readonly observedAt: string | null;
  readonly value: number;
}

const columns = `files.id, files.file_name as "fileName", files.night, files.kind, files.data_type as "dataType", files.target, files.wavmode, files.trusted, files.exposure ->> 'observedAt' as "observedAt"`;

/** The newest so many that have this number, in the order in which they were taken. */
export async function qualityPoints(database: Knex, cube: CountCube, { name, filters, scope, limit }: { name: string; filters: FileFilters; scope: Scope; limit: number }): Promise<QualityPoint[]> {
  const parts = partsOf(cube, filters, scope).map(({ condition }): Sql => ({
    text: `(select ${columns}, (files.quality ->> ?)::double precision as value from files where ${condition.text} and files.quality ->> ? is not null order by files.night desc, files.id desc limit ?)`,
    bindings: [name, ...condition.bindings, name, limit],
  }));
  if (parts.length === 0) return [];
  // What two rules let through is there once.
  const { text, bindings } = united(parts, 'union');
  const rows = await plannedRows<QualityPoint>(database, `select * from (${text}) files order by night desc, id desc limit ?`, [...bindings, limit]);
  const moment = ({ observedAt, night }: QualityPoint) => observedAt ?? night ?? '';
  return rows.sort((a, b) => (moment(a) < moment(b) ? -1 : moment(a) > moment(b) ? 1 : a.id - b.id));
}
