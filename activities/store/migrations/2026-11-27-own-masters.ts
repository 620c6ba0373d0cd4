import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** A master of the telescope's frames that one proposal alone asked for: its own, and of others' frames all the same. */
export const ownMasters: Migration = {
  name: '2026-11-27-own-masters',
  async up(knex: Knex): Promise<void> {
    await knex.raw('alter table files add column own_master boolean not null default false');
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('alter table files drop column own_master');
  },
};
