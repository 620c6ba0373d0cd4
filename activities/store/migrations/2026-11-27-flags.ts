import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Quality numbers beyond their bounds, in words; the flagged ones are found without looking into all. */
export const flags: Migration = {
  name: '2026-11-27-flags',
  async up(knex: Knex): Promise<void> {
    await knex.raw("alter table files add column flags jsonb not null default '[]'");
    await knex.raw("create index files_flagged on files (night, id) where flags <> '[]'::jsonb");
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('alter table files drop column flags');
  },
};
