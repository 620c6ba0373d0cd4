import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Lineage is never emptied either: a trigger for rows does not see `truncate`. */
export const lineageKept: Migration = {
  name: '2026-11-27-lineage-kept',
  async up(knex: Knex): Promise<void> {
    await knex.raw('create trigger lineage_keep_all before truncate on lineage for each statement execute function lineage_append_only();');
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop trigger lineage_keep_all on lineage;');
  },
};
