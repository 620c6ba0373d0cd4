import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/**
 * A frame that came to nothing keeps the good one of its name out no longer: `ingest.ts` decides which of a name may stand beside another, under the lock of
 * that name. The index stays for the looking up.
 */
export const namesAgain: Migration = {
  name: '2026-11-27-names-again',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      drop index files_raw_name, files_raw_name_undescribed, files_raw_name_of_proposal, files_raw_name_of_proposal_undescribed;
      create index files_raw_name on files (file_name, night) where data_type = 0;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop index files_raw_name;
      create unique index files_raw_name on files (file_name, night) where data_type = 0 and trusted;
      create unique index files_raw_name_undescribed on files (file_name, date) where data_type = 0 and night is null and trusted;
      create unique index files_raw_name_of_proposal on files (proposal_id, file_name, night) where data_type = 0 and not trusted;
      create unique index files_raw_name_of_proposal_undescribed on files (proposal_id, file_name, date) where data_type = 0 and night is null and not trusted;
    `);
  },
};
