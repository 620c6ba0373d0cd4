import type { Knex } from 'knex';
import { newerVersions } from '#activities/steps/newer-versions';
import { LineageRecords } from '#activities/store/lineage-records';

/** A sentence for each step that is newer now than when these products, or anything they were made from, were made. */
export async function versionNotices(database: Knex, productKeys: readonly string[]): Promise<string[]> {
  return newerVersions(await new LineageRecords(database).stepsOf(productKeys));
}
