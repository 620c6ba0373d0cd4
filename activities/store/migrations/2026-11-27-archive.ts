import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/**
 * What the files of one tuple have in common, as text: the order is that of `TUPLE_FIELDS` in `archive/file-tuple.ts`. Written out here, because a
 * migration never changes.
 */
const tuple = (row: string) =>
  `jsonb_build_array(${row}.proposal_id, ${row}.data_type::text, ${row}.trusted::text, ${row}.current::text, ${row}.kind, ${row}.obstype, ${row}.filter, ${row}.filter2, ${row}.grating, ${row}.wavmode, ${row}.slit, ${row}.roi, ${row}.technique, ${row}.state, (${row}.flags <> '[]'::jsonb)::text)::text`;
const counted = (row: string, files: string) => `select ${row}.id >> 8 as block, coalesce(${row}.night, '') as night, ${tuple(row)} as tuple, ${files} as files from ${row} where ${row}.deleted_at is null`;

/** Columns that are filled in by the database itself, whoever writes the row. */
const columns = `
  create extension if not exists pg_trgm;

  alter table files
    add column state text not null default '',
    add column ra_degree double precision,
    add column dec_degree double precision,
    add column comment_words text not null default '',
    add column words text not null default '';
  alter table reductions add column latest boolean not null default true;

  -- Of a master that serves everybody only the name: its object tells whose frames it was made of. A name is also found by its parts, an object without its blanks.
  create function words_of_file(name text, object text, comments text, shared boolean) returns text language sql immutable as $$
    select lower(' ' || case when shared then '' else object || ' ' || replace(object, ' ', '') || ' ' end || name || ' ' || translate(name, '_-.', '   ') || ' ' || comments || ' ')
  $$;

  create function files_search_columns() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      -- A product is written with what it has of its raw frame: neither the state nor the comments of that are its own.
      new.comment_words := '';
      if new.data_type <> 0 then new.state := ''; end if;
    end if;
    new.ra_degree := (new.exposure ->> 'raDegree')::double precision;
    new.dec_degree := (new.exposure ->> 'decDegree')::double precision;
    new.words := words_of_file(new.file_name, new.object, new.comment_words, new.data_type = 1 and new.trusted);
    return new;
  end $$;

  alter table files disable trigger files_before_update;
  update files set
    ra_degree = (exposure ->> 'raDegree')::double precision,
    dec_degree = (exposure ->> 'decDegree')::double precision,
    words = words_of_file(file_name, object, '', data_type = 1 and trusted);
  alter table reductions disable trigger reductions_before_update;
  update reductions set latest = not exists (select 1 from reductions later where later.attempt > reductions.attempt and (later.file_id = reductions.file_id or later.master_key = reductions.master_key));
  alter table reductions enable trigger reductions_before_update;
  update files set comment_words = said.words, words = words_of_file(file_name, object, said.words, data_type = 1 and trusted)
    from (select file_id, string_agg(text, ' ' order by id) as words from comments where deleted_at is null group by file_id) said where said.file_id = files.id;
  update files set state = reductions.state from reductions where reductions.file_id = files.id and reductions.latest;
  alter table files enable trigger files_before_update;

  create trigger files_search_columns_insert before insert on files for each row execute function files_search_columns();
  create trigger files_search_columns_update before update of exposure, file_name, object, comment_words, data_type, trusted on files for each row execute function files_search_columns();
`;

/** Where the reduction of a raw frame stands is told by its latest run, and kept with the file so that files can be listed and counted by it. */
const states = `
  create or replace function files_before_update() returns trigger language plpgsql as $$
  begin
    if old.data_type = 0 and (new.data_type, new.key, new.bucket, new.object_key, new.checksum, new.size_bytes, new.file_name, new.deleted_at)
        is distinct from (old.data_type, old.key, old.bucket, old.object_key, old.checksum, old.size_bytes, old.file_name, old.deleted_at) then
      raise exception 'raw file % is never changed', old.file_name using errcode = 'restrict_violation';
    end if;
    -- What others say about a file, or how far its reduction is, does not change the file.
    if new.state is not distinct from old.state and new.comment_words is not distinct from old.comment_words then
      new.last_modified := now();
    end if;
    return new;
  end $$;

  create or replace function reductions_before_update() returns trigger language plpgsql as $$
  begin
    if new.latest is not distinct from old.latest then
      new.updated := now();
    end if;
    return new;
  end $$;

  create function reductions_latest() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      if new.file_id is not null then
        update reductions set latest = false where file_id = new.file_id and latest and attempt < new.attempt;
      else
        update reductions set latest = false where master_key = new.master_key and latest and attempt < new.attempt;
      end if;
    end if;
    if new.latest and new.file_id is not null then
      update files set state = new.state where id = new.file_id and state <> new.state;
    end if;
    return null;
  end $$;
  create trigger reductions_latest after insert or update of state on reductions for each row execute function reductions_latest();

  -- What a file can be found by of its comments, not of those that were taken back.
  create function words_of_comments(file bigint) returns text language sql stable as $$
    select coalesce(string_agg(text, ' ' order by id), '') from comments where file_id = file and deleted_at is null
  $$;
  create function comments_found() returns trigger language plpgsql as $$
  declare file bigint := case when tg_op = 'DELETE' then old.file_id else new.file_id end;
  begin
    update files set comment_words = words_of_comments(file) where id = file;
    return null;
  end $$;
  create trigger comments_found after insert or update or delete on comments for each row execute function comments_found();
`;

/**
 * How many files there are of each tuple, night and block of 256 ids. A change writes its differences beside, in its own transaction, so that writers
 * never wait for each other; `fold_file_counts` adds them up now and then, one at a time. Counts plus differences, read in one statement, are exact.
 */
const counts = `
  create sequence file_counts_generation;
  create table file_counts (
    key uuid primary key,
    -- Of the fold that changed it last: later folds have greater numbers.
    generation bigint not null,
    changed timestamptz not null default now(),
    block integer not null,
    night text not null,
    tuple text not null,
    files bigint not null
  );
  create index on file_counts (generation);
  create table file_count_changes (
    block integer not null,
    night text not null,
    tuple text not null,
    files bigint not null
  );

  create function files_counted() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into file_count_changes select block, night, tuple, sum(files) from (${counted('came', '1')}) as change group by 1, 2, 3;
    elsif tg_op = 'DELETE' then
      insert into file_count_changes select block, night, tuple, sum(files) from (${counted('gone', '-1')}) as change group by 1, 2, 3;
    else
      insert into file_count_changes
        select block, night, tuple, sum(files) from (${counted('came', '1')} union all ${counted('gone', '-1')}) as change group by 1, 2, 3 having sum(files) <> 0;
    end if;
    return null;
  end $$;
  create trigger files_counted_insert after insert on files referencing new table as came for each statement execute function files_counted();
  create trigger files_counted_update after update on files referencing old table as gone new table as came for each statement execute function files_counted();
  create trigger files_counted_delete after delete on files referencing old table as gone for each statement execute function files_counted();

  -- How many differences were added up; 0 too when another process is at it. Counts that came to nothing stay for an hour, so that who read them before hears of it.
  create function fold_file_counts() returns bigint language plpgsql as $$
  declare
    fold bigint;
    folded bigint;
  begin
    if not pg_try_advisory_xact_lock(hashtext('file_counts')) then return 0; end if;
    if not exists (select 1 from file_count_changes) then return 0; end if;
    fold := nextval('file_counts_generation');
    with taken as (delete from file_count_changes returning block, night, tuple, files),
    sums as (select block, night, tuple, sum(files) as files from taken group by 1, 2, 3),
    kept as (
      insert into file_counts as there (key, generation, block, night, tuple, files)
        select md5(block || ' ' || night || ' ' || tuple)::uuid, fold, block, night, tuple, files from sums where files <> 0
        on conflict (key) do update set files = there.files + excluded.files, generation = excluded.generation, changed = now()
    )
    select count(*) into folded from taken;
    delete from file_counts where files = 0 and changed < now() - interval '1 hour';
    return folded;
  end $$;

  insert into file_counts (key, generation, block, night, tuple, files)
    select md5(block || ' ' || night || ' ' || tuple)::uuid, nextval('file_counts_generation'), block, night, tuple, sum(files)
    from (${counted('files', '1')}) as change group by block, night, tuple;
`;

/** In which a list may be sorted, beside the id; each with the id behind it, so that it is walked in either direction. */
const sorted = ['night', 'date', 'object', 'file_name', 'obstype', 'filter', 'filter2', 'grating', 'slit', 'roi', 'wavmode', 'technique', 'proposal_id', 'state', 'size_bytes', 'last_modified'];

const indexes = `
  drop index files_obstype_idx, files_object_idx, files_grating_idx, files_wavmode_idx;
  ${sorted.map((column) => `create index files_by_${column} on files (${column}, id) where current and deleted_at is null;`).join('\n  ')}
  create index files_words on files using gin (words gin_trgm_ops);
  create index files_on_sky on files using gist (point(ra_degree, dec_degree)) where ra_degree is not null and dec_degree is not null;
  create index files_excluded on files (id) where excluded is not null;
  create index files_provisional on files (id) where provisional;
  create index files_image_id on files (image_id) where image_id is not null;
  create index files_block_id on files (block_id) where block_id is not null;
  create index reductions_latest on reductions (id) where latest;
  create index reductions_by_state on reductions (state, id) where latest;
  create index reductions_by_code on reductions ((failure ->> 'code'), id) where latest and failure is not null;
`;

/** Finding files among a million: by words, on the sky, by what they have in common, in any order; and how many there are. */
export const archive: Migration = {
  name: '2026-11-27-archive',
  async up(knex: Knex): Promise<void> {
    await knex.raw(columns);
    await knex.raw(states);
    await knex.raw(counts);
    await knex.raw(indexes);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop index ${sorted.map((column) => `files_by_${column}`).join(', ')}, files_words, files_on_sky, files_excluded, files_provisional, files_image_id, files_block_id, reductions_latest, reductions_by_state, reductions_by_code;
      create index on files (obstype);
      create index on files (object);
      create index on files (grating);
      create index on files (wavmode);
      drop trigger files_counted_insert on files;
      drop trigger files_counted_update on files;
      drop trigger files_counted_delete on files;
      drop function files_counted, fold_file_counts;
      drop table file_counts, file_count_changes;
      drop sequence file_counts_generation;
      drop trigger comments_found on comments;
      drop function comments_found, words_of_comments;
      drop trigger reductions_latest on reductions;
      drop trigger files_search_columns_insert on files;
      drop trigger files_search_columns_update on files;
      drop function reductions_latest, files_search_columns, words_of_file;
      create or replace function reductions_before_update() returns trigger language plpgsql as $$ begin new.updated := now(); return new; end $$;
      create or replace function files_before_update() returns trigger language plpgsql as $$
      begin
        if old.data_type = 0 and (new.data_type, new.key, new.bucket, new.object_key, new.checksum, new.size_bytes, new.file_name, new.deleted_at)
            is distinct from (old.data_type, old.key, old.bucket, old.object_key, old.checksum, old.size_bytes, old.file_name, old.deleted_at) then
          raise exception 'raw file % is never changed', old.file_name using errcode = 'restrict_violation';
        end if;
        new.last_modified := now();
        return new;
      end $$;
      alter table reductions drop column latest;
      alter table files drop column state, drop column ra_degree, drop column dec_degree, drop column comment_words, drop column words;
    `);
  },
};
