import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** What happened is read backwards, failures alone too: those are rare among the events of a season. */
export const messages: Migration = {
  name: '2026-11-27-messages',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      create index events_failures on events (id) where kind = 'reduction' and payload->>'state' = 'failed';
      create index events_messages on events (id) where kind = 'master' or (kind = 'reduction' and payload->>'state' <> 'reducing');
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop index events_failures, events_messages');
  },
};
