import type { Knex } from 'knex';
import type { Migration } from './migration.js';

/** What made each product, by its key: written before the work, never changed. A master remembers a verdict for each frame it looked at. */
export const lineage: Migration = {
  name: '2026-11-27-lineage',
  async up(knex: Knex): Promise<void> {
    await knex.raw(`
      create table lineage (
        key text primary key,
        kind text not null,
        step text not null,
        step_version integer not null,
        inputs jsonb not null,
        settings jsonb not null,
        created timestamptz not null default now()
      );

      create function lineage_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'lineage is never changed' using errcode = 'restrict_violation';
      end $$;
      create trigger lineage_append_only before update or delete on lineage for each row execute function lineage_append_only();

      -- References carried their ancestry, and '' meant that a master had used a frame.
      update files set ref = (ref - 'made') || case when ref -> 'verdicts' is not null then jsonb_build_object('verdicts', (
        select coalesce(jsonb_object_agg(checksum, case when reason = '' then '{"used": true}'::jsonb else jsonb_build_object('used', false, 'reason', reason) end), '{}')
        from jsonb_each_text(ref -> 'verdicts') as verdict(checksum, reason)
      )) else '{}' end where ref is not null;
    `);
  },
  async down(knex: Knex): Promise<void> {
    await knex.raw('drop table lineage; drop function lineage_append_only;');
  },
};
