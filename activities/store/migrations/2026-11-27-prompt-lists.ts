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

/** Runs that are passed over on the way to a page are looked at in the index alone, also when it is asked whose they are. */
const runs = `
  drop index reductions_latest;
  create index reductions_latest on reductions (id) include (soar_id, file_id) where latest;
  create index reductions_of_masters on reductions (id) where latest and file_id is null;
`;

/** Lists of a large archive in a few milliseconds. */
export const promptLists: Migration = {
  name: '2026-11-27-prompt-lists',
  async up(knex: Knex): Promise<void> {
    await knex.raw(releases);
    await knex.raw(runs);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop index proposals_by_release, reductions_of_masters, reductions_latest;
      create index reductions_latest on reductions (id) where latest;
      drop trigger proposals_released_insert on proposals;
      drop trigger proposals_released_update on proposals;
      drop trigger proposals_released_delete on proposals;
      drop function proposals_released;
      drop table proposal_releases;
    `);
  },
};
