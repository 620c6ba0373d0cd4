import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Which proposals are released is asked with every list: a number says whether they are others than before. It moves on where a day of release changes. */
const releases = `
  create table proposal_releases (generation bigint not null);
  insert into proposal_releases values (1);
  create function proposals_released() returns trigger language plpgsql as $$
  begin
    update proposal_releases set generation = generation + 1;
    return null;
  end $$;
  create trigger proposals_released_insert after insert on proposals for each row when (new.release_date is not null) execute function proposals_released();
  create trigger proposals_released_update after update of release_date, soar_id on proposals for each row
    when ((new.release_date, new.soar_id) is distinct from (old.release_date, old.soar_id)) execute function proposals_released();
  create trigger proposals_released_delete after delete on proposals for each row when (old.release_date is not null) execute function proposals_released();
  create index proposals_by_release on proposals (release_date, soar_id);
`;

/** Lists of a large archive in a few milliseconds. */
export const promptLists: Migration = {
  name: '2026-11-27-prompt-lists',
  async up(knex: Knex): Promise<void> {
    await knex.raw(releases);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop index proposals_by_release;
      drop trigger proposals_released_insert on proposals;
      drop trigger proposals_released_update on proposals;
      drop trigger proposals_released_delete on proposals;
      drop function proposals_released;
      drop table proposal_releases;
    `);
  },
};
