import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Whose frames serve whom, what staff took out of use, who did what, and a secret of this platform. */
export const trust: Migration = {
  name: '2026-11-27-trust',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      alter table users add column is_service boolean not null default false;

      alter table files add column trusted boolean not null default false, add column excluded text;
      -- Until now nobody asked who sent a frame.
      update files set trusted = not exists (select 1 from users where users.id = files.uploaded_by and not is_staff and not is_superuser) where data_type = 0;
      update files set trusted = raw.trusted from files raw where raw.id = files.original_file_id and files.data_type > 0;

      drop index files_raw_name;
      drop index files_raw_name_undescribed;
      create unique index files_raw_name on files (file_name, night) where data_type = 0 and trusted;
      create unique index files_raw_name_undescribed on files (file_name, date) where data_type = 0 and night is null and trusted;
      create unique index files_raw_name_of_proposal on files (proposal_id, file_name, night) where data_type = 0 and not trusted;
      create unique index files_raw_name_of_proposal_undescribed on files (proposal_id, file_name, date) where data_type = 0 and night is null and not trusted;

      alter table reductions add column proposal_id text;

      -- Who changed what, from where: never changed itself.
      create table audit (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        user_id integer,
        username text not null default '',
        action text not null,
        subject text not null,
        before jsonb,
        after jsonb,
        request_id text not null default '',
        address text not null default ''
      );
      create index on audit (at);
      create index on audit (subject, id);
      create function audit_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit is never changed' using errcode = 'restrict_violation';
      end $$;
      create trigger audit_append_only before update or delete on audit for each row execute function audit_append_only();
      create trigger audit_keep_all before truncate on audit for each statement execute function audit_append_only();

      -- From which the numbers of events are hidden: 32 random bytes.
      create table secrets (name text primary key, value bytea not null);
      insert into secrets (name, value) values ('events', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop table secrets;
      drop table audit;
      drop function audit_append_only;
      alter table reductions drop column proposal_id;
      drop index files_raw_name, files_raw_name_undescribed, files_raw_name_of_proposal, files_raw_name_of_proposal_undescribed;
      create unique index files_raw_name on files (file_name, night) where data_type = 0;
      create unique index files_raw_name_undescribed on files (file_name, date) where data_type = 0 and night is null;
      alter table files drop column trusted, drop column excluded;
      alter table users drop column is_service;
    `);
  },
};
