import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** The second calibration of a decision, where between two is interpolated in time. */
export const bracket: Migration = {
  name: '2026-11-27-bracket',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      alter table decisions add column bracket_key text;
      create index decisions_bracket on decisions (bracket_key) where bracket_key is not null;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('alter table decisions drop column bracket_key');
  },
};
