import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** When the work within each activity of a run happened: the waterfall of a frame. */
export const spans: Migration = {
  name: '2026-11-27-spans',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`alter table reductions add column spans jsonb not null default '{}'`);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('alter table reductions drop column spans');
  },
};
