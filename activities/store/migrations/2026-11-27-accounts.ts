import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Sessions of browsers, links to set a password, mails on their way, scopes of tokens. Of every secret only the SHA-256 is kept. */
const signingIn = `
  create table sessions (
    id bigint generated always as identity primary key,
    user_id integer not null references users on delete cascade,
    key_hash text not null unique,
    created timestamptz not null default now(),
    last_seen timestamptz not null default now(),
    idle_minutes integer not null,
    expires timestamptz not null,
    ended timestamptz,
    address text not null default '',
    agent text not null default ''
  );
  create index on sessions (user_id) where ended is null;

  create table mails (
    id bigint generated always as identity primary key,
    kind text not null,
    recipient text not null,
    user_id integer references users on delete set null,
    content jsonb not null default '{}',
    created timestamptz not null default now(),
    next_attempt timestamptz not null default now(),
    attempts integer not null default 0,
    problem text not null default '',
    sent_at timestamptz,
    given_up timestamptz
  );
  create index on mails (next_attempt) where sent_at is null and given_up is null;

  create table password_links (
    id bigint generated always as identity primary key,
    user_id integer not null references users on delete cascade,
    mail_id bigint unique references mails on delete set null,
    key_hash text not null unique,
    created timestamptz not null default now(),
    expires timestamptz not null,
    used timestamptz
  );
  create index on password_links (user_id);

  alter table api_tokens add column scopes text[] not null default '{read,upload,reduce,admin}';
  alter table users add column preferences jsonb not null default '{}';
  create unique index users_email_any_case on users (lower(email));
  create unique index users_username_any_case on users (lower(username));
`;

/**
 * From which day on everybody may read. A proposal that the header of a frame made is never released sooner than 18 months from that moment: a
 * mistyped year in a header must not publish tonight's frame. Who registers a proposal says the date.
 */
const release = `
  create function semester_release(semester text) returns date language sql immutable as $$
    select case
      when semester ~ '^[12][0-9]{3}A$' then (make_date(left(semester, 4)::int, 7, 31) + interval '18 months')::date
      when semester ~ '^[12][0-9]{3}B$' then (make_date(left(semester, 4)::int + 1, 1, 31) + interval '18 months')::date
    end
  $$;
  alter table proposals add column release_date date;
  update proposals set release_date = greatest(semester_release(semester), (created + interval '18 months')::date) where semester_release(semester) is not null;
  create index on proposals (release_date);

  create function proposals_before_insert() returns trigger language plpgsql as $$
  begin
    if new.release_date is null and semester_release(new.semester) is not null then
      new.release_date := greatest(semester_release(new.semester), (now() + interval '18 months')::date);
    end if;
    return new;
  end $$;
  create trigger proposals_before_insert before insert on proposals for each row execute function proposals_before_insert();
`;

/** Whoever changes what an account may do, in whatever program: open event streams hear of it at commit. */
const access = `
  create function tell_access() returns trigger language plpgsql as $$
  begin
    if tg_table_name = 'users' then
      perform pg_notify('access', new.id::text);
    elsif tg_table_name = 'proposals' then
      perform pg_notify('access', person::text) from (
        select unnest(array[old.pi_id, new.pi_id]) union select user_id from collaborators where proposal_id = new.id
      ) as people(person) where person is not null;
    else
      perform pg_notify('access', coalesce(new.user_id, old.user_id)::text);
    end if;
    return null;
  end $$;
  create trigger users_tell_access after update of is_active, is_staff, is_superuser, is_service on users for each row execute function tell_access();
  create trigger api_tokens_tell_access after update of revoked, expires, scopes or delete on api_tokens for each row execute function tell_access();
  create trigger sessions_tell_access after update of ended or delete on sessions for each row execute function tell_access();
  create trigger collaborators_tell_access after insert or delete on collaborators for each row execute function tell_access();
  create trigger proposals_tell_access after update of pi_id, soar_id on proposals for each row execute function tell_access();

  -- What happened is never changed; whose it is follows its frame when the id of a proposal is corrected.
  drop trigger events_append_only on events;
  create trigger events_append_only before update of id, kind, file_id, night, payload, created on events
    for each row execute function events_append_only();
`;

export const accounts: Migration = {
  name: '2026-11-27-accounts',
  async up(knex: Knex): Promise<void> {
    await knex.raw(signingIn + release + access);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop trigger events_append_only on events;
      create trigger events_append_only before update of id, kind, file_id, proposal_id, night, payload, created on events
        for each row execute function events_append_only();
      drop trigger users_tell_access on users;
      drop trigger api_tokens_tell_access on api_tokens;
      drop trigger collaborators_tell_access on collaborators;
      drop trigger proposals_tell_access on proposals;
      drop trigger proposals_before_insert on proposals;
      drop table password_links, mails, sessions;
      drop function tell_access, proposals_before_insert;
      alter table proposals drop column release_date;
      drop function semester_release;
      drop index users_email_any_case, users_username_any_case;
      alter table users drop column preferences;
      alter table api_tokens drop column scopes;
    `);
  },
};
