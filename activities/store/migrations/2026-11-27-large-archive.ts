import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** Quality numbers that spectra are chosen by. The others are compared file by file. */
const CHOSEN_BY = ['seeingArcsecond', 'snrPerPixel', 'wavelengthRmsAngstrom'];

/** What a run has of its frame, so that runs are listed without looking at files. */
const runs = `
  alter table reductions add column soar_id text, add column night text, add column wavmode text;

  create function reductions_of_frame() returns trigger language plpgsql as $$
  begin
    if new.file_id is null then
      new.soar_id := new.proposal_id;
    else
      select files.proposal_id, files.night, files.wavmode into new.soar_id, new.night, new.wavmode from files where files.id = new.file_id;
    end if;
    return new;
  end $$;
  create trigger reductions_of_frame before insert or update of file_id, proposal_id on reductions for each row execute function reductions_of_frame();

  create function files_tell_runs() returns trigger language plpgsql as $$
  begin
    update reductions set soar_id = new.proposal_id, night = new.night, wavmode = new.wavmode where file_id = new.id;
    return null;
  end $$;
  create trigger files_tell_runs after update of proposal_id, night, wavmode on files for each row
    when ((new.proposal_id, new.night, new.wavmode) is distinct from (old.proposal_id, old.night, old.wavmode)) execute function files_tell_runs();

  -- Where the frame is now changes nothing about the run.
  create or replace function reductions_before_update() returns trigger language plpgsql as $$
  begin
    if new.latest is not distinct from old.latest and (new.soar_id, new.night, new.wavmode) is not distinct from (old.soar_id, old.night, old.wavmode) then
      new.updated := now();
    end if;
    return new;
  end $$;

  alter table reductions disable trigger reductions_before_update;
  update reductions set soar_id = proposal_id where file_id is null;
  update reductions set soar_id = files.proposal_id, night = files.night, wavmode = files.wavmode from files where files.id = reductions.file_id;
  alter table reductions enable trigger reductions_before_update;

  create index reductions_by_soar_id on reductions (soar_id, id) where latest;
  create index reductions_by_night on reductions (night, id) where latest;
  create index reductions_by_wavmode on reductions (wavmode, state, id) where latest;
  create index reductions_by_step on reductions (step, id) where latest;
  create index reductions_of_shared_masters on reductions (id) where latest and file_id is null and soar_id is null;
`;

const indexes = `
  create index files_by_reduction on files (reduction_id) where reduction_id is not null;
  create index files_masters on files (night, configuration_key) where data_type = 1;
  create index files_older on files (id) where not current and deleted_at is null;
  create index files_created on files using brin (created);
  -- Rarely asked for, so that one index has them all.
  create extension if not exists btree_gin;
  create index files_numbers on files using gin (gain, rdnoise, cam_targ, grt_targ, saturation_value, observation_id, configuration_id) where current and deleted_at is null;
  ${CHOSEN_BY.map((name) => `create index files_quality_${name.toLowerCase()} on files (((quality ->> '${name}')::double precision), id) where (quality ->> '${name}')::double precision is not null and current and deleted_at is null;
  create statistics files_quality_${name.toLowerCase()}_spread on ((quality ->> '${name}')::double precision) from files;`).join('\n  ')}
`;

/** Finding rows among a million: what a run has of its frame, and columns that had no index. */
export const largeArchive: Migration = {
  name: '2026-11-27-large-archive',
  async up(knex: Knex): Promise<void> {
    await knex.raw(runs);
    await knex.raw(indexes);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw(`
      drop statistics ${CHOSEN_BY.map((name) => `files_quality_${name.toLowerCase()}_spread`).join(', ')};
      drop index files_by_reduction, files_masters, files_older, files_created, files_numbers, ${CHOSEN_BY.map((name) => `files_quality_${name.toLowerCase()}`).join(', ')};
      drop trigger files_tell_runs on files;
      drop trigger reductions_of_frame on reductions;
      drop function files_tell_runs, reductions_of_frame;
      create or replace function reductions_before_update() returns trigger language plpgsql as $$
      begin
        if new.latest is not distinct from old.latest then
          new.updated := now();
        end if;
        return new;
      end $$;
      alter table reductions drop column soar_id, drop column night, drop column wavmode;
    `);
  },
};
