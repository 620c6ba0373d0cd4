import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Links that let somebody without an account read one file until a date. */
export const fileLinks: Migration = {
  name: '2026-11-27-file-links',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      create table file_links (
        id bigint generated always as identity primary key,
        file_id bigint not null references files on delete cascade,
        -- Who made it: the link opens what that account may still give on.
        user_id integer not null references users on delete cascade,
        key_hash text not null unique,
        note text not null default '',
        created timestamptz not null default now(),
        expires timestamptz not null,
        revoked timestamptz,
        last_used timestamptz,
        downloads integer not null default 0
      );
      create index on file_links (file_id, id desc);
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop table file_links');
  },
};
