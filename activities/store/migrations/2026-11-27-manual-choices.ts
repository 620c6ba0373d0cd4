import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** What people decided by hand about the reduction of a frame or the building of a master: one thing at a time, undone rather than deleted. */
export const manualChoices: Migration = {
  name: '2026-11-27-manual-choices',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      create table manual_choices (
        id bigint generated always as identity primary key,
        file_id bigint references files (id),
        master_key text,
        topic text not null,
        choice jsonb not null,
        what text not null,
        reason text not null default '',
        forced boolean not null default false,
        user_id integer,
        name text not null,
        created timestamptz not null default now(),
        undone timestamptz,
        undone_by text,
        check ((file_id is null) <> (master_key is null))
      );
      create unique index manual_choices_of_frame on manual_choices (file_id, topic) where undone is null;
      create unique index manual_choices_of_master on manual_choices (master_key, topic) where undone is null;
      -- What was made with a calibration.
      create index decisions_chosen on decisions (chosen_key) where chosen_key is not null;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop index decisions_chosen; drop table manual_choices;');
  },
};
