import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Programs that want to be told: where, of what, and what became of each message to them. */
export const webhooks: Migration = {
  name: '2026-11-27-webhooks',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      create table webhooks (
        id integer generated always as identity primary key,
        user_id integer not null references users on delete cascade,
        url text not null,
        -- Messages are signed with it, so it is kept as it is; shown once.
        secret text not null,
        kinds text[] not null,
        proposal_id text,
        created timestamptz not null default now(),
        -- Why nothing is sent any more; null while it is in use.
        stopped text
      );
      create index on webhooks (user_id);

      create table webhook_deliveries (
        id bigint generated always as identity primary key,
        webhook_id integer not null references webhooks on delete cascade,
        event_id bigint not null references events,
        kind text not null,
        body text not null,
        created timestamptz not null default now(),
        started_at timestamptz,
        attempts integer not null default 0,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
        answer text not null default '',
        finished timestamptz,
        unique (webhook_id, event_id)
      );
      create index on webhook_deliveries (id) where started_at is null;
      create index on webhook_deliveries (webhook_id, id desc);

      -- Up to which event they have been told; one row.
      create table webhook_position (one boolean primary key default true check (one), event_id bigint not null);
      insert into webhook_position (event_id) select coalesce(max(id), 0) from events;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop table webhook_position, webhook_deliveries, webhooks');
  },
};
