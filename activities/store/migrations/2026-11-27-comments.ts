import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Comments as threads that point at a place in the data; what a person should look at; messages of programs and pages. */
export const comments: Migration = {
  name: '2026-11-27-comments',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      alter table comments
        alter column id type bigint,
        add column parent_id bigint references comments,
        -- A range of wavelengths or a box of pixels, or nothing: then it speaks of the whole file.
        add column anchor jsonb,
        add column edited timestamptz,
        add column deleted_at timestamptz;
      create index on comments (parent_id) where parent_id is not null;

      create table notifications (
        id bigint generated always as identity primary key,
        user_id integer not null references users on delete cascade,
        kind text not null check (kind in ('mention', 'reply', 'comment')),
        comment_id bigint not null references comments on delete cascade,
        created timestamptz not null default now(),
        read_at timestamptz,
        unique (user_id, comment_id)
      );
      create index on notifications (user_id, id desc);
      create index on notifications (user_id) where read_at is null;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop table notifications;
      alter table comments drop column parent_id, drop column anchor, drop column edited, drop column deleted_at;
    `);
  },
};
