import type { Knex } from 'knex';
import { TUPLE_FIELDS, tupleColumns } from '#activities/store/archive/file-tuple';
import { Proposal, User } from '#activities/store/models';
import { issueToken } from '#activities/store/tokens';
import type { ArchiveIds } from './archive-questions.js';

/** Ten years of nights, a hundred raw frames each with what was made of them: a million files. */
export const NIGHTS = 3650;
const FIRST_NIGHT = '2016-11-01';
/** Ids of one night: 100 raw frames, 4 masters, 20 lamps, 50 spectra at three levels, a few left free. */
const NIGHT_IDS = 280;
const NIGHTS_AT_ONCE = 73;

/** A number from 0 to `below` that only depends on the row: the same archive in every run. */
const chance = (seed: string, below: number) => `((hashint8extended(${seed}, 20261127) & 2147483647) % ${below})`;

/**
 * Nights × frames. Of a night: ten bias frames, twenty flats, twenty lamps, fifty spectra; two set-ups and four proposals a night, forty proposals a
 * semester; one frame in fifty fails, one in thirty is flagged.
 */
const raws = `
  select n, i, n * ${NIGHT_IDS} + i + 1 as id, to_char(date '${FIRST_NIGHT}' + n, 'YYYYMMDD') as night, date '${FIRST_NIGHT}' + n + 1 as day,
    case when i < 10 then 'bias' when i < 30 then 'flat' when i < 50 then 'arc' else 'spectrum' end as kind,
    case when i < 30 then 'calibrate' else format('SOAR%s-%s', to_char(date '${FIRST_NIGHT}' + n - 31, 'YYYY') || case when extract(month from date '${FIRST_NIGHT}' + n - 31) between 1 and 6 then 'A' else 'B' end,
      to_char(${chance('n * 4 + i % 4', 40)}, 'FM000')) end as proposal,
    (array['400_M1', '400_M2', '930_M2', '600_RED', '1200_M5', '2100_650'])[1 + ${chance('n * 2 + i % 2', 6)}] as mode,
    ${chance('n * 1000 + i', 50)} as luck, ${chance('n * 1000 + i + 500', 30)} as oddity, ${chance('n * 50 + i % 12', 4000)} as source
  from generate_series(?::int, ?::int) n, generate_series(0, 99) i`;

const columns = `id, key, bucket, object_key, checksum, size_bytes, file_name, data_type, target, original_file_id, parent_file_id, proposal_id, night, kind, exposure, trusted, current, provisional, state, obstype, object,
  filter, filter2, grating, slit, gain, rdnoise, roi, wavmode, block_id, image_id, date, technique, flags, quality, configuration_key`;
/** A row of a level, given what differs. */
const row = ({ id, key, name, level, target = 'null::int', parent, state = `''`, flags = `'[]'::jsonb`, quality }: { id: string; key: string; name: string; level: number; target?: string; parent: string; state?: string; flags?: string; quality: string }) => `
  select ${id}, ${key}, '${level === 0 ? 'raw' : 'products'}', ${key}, md5(${key}), 4000000, ${name}, ${level}, ${target}, raw.id, ${parent}, proposal, night, kind,
    jsonb_build_object('observedAt', day || 'T0' || i / 12 || ':' || to_char(i % 60, 'FM00') || ':00Z', 'raDegree', case when kind = 'spectrum' then source * 0.09 end, 'decDegree', case when kind = 'spectrum' then source % 120 - 89.5 + source / 9000.0 end),
    true, true, oddity = 7 and ${level} > 1, ${state}, case kind when 'bias' then 'BIAS' when 'flat' then 'LAMPFLAT' when 'arc' then 'ARC' else 'SPECTRUM' end,
    case kind when 'spectrum' then (array['NGC ', 'SN2026', 'LTT ', 'HD ', 'Gaia DR3 '])[1 + source % 5] || source when 'arc' then 'HgArNe' else kind end,
    'NO_FILTER', case when mode like '400%' then 'GG455' else 'NO_FILTER' end, split_part(mode, '_', 1) || '_SYZY', case when source % 3 = 0 then '0.8_LONG_SLIT' else '1.0_LONG_SLIT' end, 1.48, 3.89,
    'Spectroscopic 2x2', mode, n, raw.id, day, 'Spectroscopy', ${flags}, ${quality}, case when i < 30 then kind || mode end
  from frames raw`;

const seeing = `jsonb_build_object('seeingArcsecond', 0.6 + oddity / 20.0)`;
const odd = `case when oddity = 3 then '["The slit is bad."]'::jsonb else '[]'::jsonb end`;
const rawState = `case when luck = 0 then 'failed' when kind = 'flat' and luck = 1 then 'rejected' else 'done' end`;
const spectrum = (level: number) => `n * ${NIGHT_IDS} + 125 + 3 * (i - 50) + ${level - 2}`;
const parts: readonly { readonly rows: string; readonly where: string }[] = [
  { rows: row({ id: 'raw.id', key: `'raw/' || raw.id`, name: `to_char(i, 'FM0000') || '_' || kind || '.' || night || '.fits'`, level: 0, parent: 'raw.id', state: rawState, quality: `'{}'::jsonb` }), where: 'true' },
  { rows: row({ id: `n * ${NIGHT_IDS} + 101 + (i % 2) + case when kind = 'flat' then 2 else 0 end`, key: `'combine/' || raw.id`, name: `'master_' || kind || '_' || mode || '_' || night || '.fits'`, level: 1, parent: 'raw.id', quality: `'{"frames": 10}'::jsonb` }), where: 'i in (0, 1, 10, 11)' },
  { rows: row({ id: `n * ${NIGHT_IDS} + 105 + i - 30`, key: `'correct/' || raw.id`, name: `'cfzt_' || to_char(i, 'FM0000') || '_arc.fits'`, level: 2, parent: 'raw.id', quality: `'{}'::jsonb` }), where: `i between 30 and 49 and luck > 0` },
  { rows: row({ id: spectrum(2), key: `'correct/' || raw.id`, name: `'cfzst_' || to_char(i, 'FM0000') || '_spectrum.fits'`, level: 2, parent: 'raw.id', quality: `'{}'::jsonb` }), where: 'i >= 50 and luck > 0' },
  { rows: row({ id: spectrum(3), key: `'extract/' || raw.id`, name: `'ecfzst_' || to_char(i, 'FM0000') || '_spectrum.fits'`, level: 3, target: '1', parent: spectrum(2), quality: seeing }), where: 'i >= 50 and luck > 0' },
  { rows: row({ id: spectrum(4), key: `'calibrate/' || raw.id`, name: `'wecfzst_' || to_char(i, 'FM0000') || '_spectrum.fits'`, level: 4, target: '1', parent: spectrum(3), flags: odd, quality: seeing }), where: 'i >= 50 and luck > 0' },
];

const ref = (kind: string, key: string) => `jsonb_build_object('kind', '${kind}', 'key', ${key})`;
/** The masters of the set-up of a frame. */
const master = (first: number) => `'combine/' || (n * ${NIGHT_IDS} + ${first} + i % 2 + 1)`;
const lineages = [
  `select 'combine/' || raw.id, case when i < 10 then 'masterBias' else 'masterFlat' end, case when i < 10 then 'combineBias' else 'combineFlats' end, 3,
     jsonb_build_object('frames', (select jsonb_agg(${ref('rawFrame', `'raw/' || member`)}) from generate_series(raw.id, raw.id + 8, 2) member)), '{"clip": 5}' from frames raw where i in (0, 1, 10, 11)`,
  `select 'correct/' || raw.id, 'frame', 'correctFlat', 2, jsonb_build_object('frame', ${ref('rawFrame', `'raw/' || raw.id`)}, 'masterBias', ${ref('masterBias', master(0))}, 'masterFlat', ${ref('masterFlat', master(10))}), '{}' from frames raw where i >= 30 and luck > 0`,
  `select 'extract/' || raw.id, 'spectra', 'extract', 4, jsonb_build_object('frame', ${ref('frame', `'correct/' || raw.id`)}), '{"method": "optimal"}' from frames raw where i >= 50 and luck > 0`,
  `select 'calibrate/' || raw.id, 'calibratedSpectra', 'calibrateWavelength', 5, jsonb_build_object('spectra', ${ref('spectra', `'extract/' || raw.id`)}, 'arc', ${ref('frame', `'correct/' || (n * ${NIGHT_IDS} + 31 + i % 20)`)}), '{"order": 3}' from frames raw where i >= 50 and luck > 0`,
];

/** A run of each frame; of each spectrum the decisions as well: which flat, which lamp, and why not the next best. */
const runs = `
  with run as (
    insert into reductions (file_id, soar_id, night, wavmode, workflow_id, run_id, state, step, reason, failure, timings, finished)
    select id, proposal, night, mode, 'frame:' || id, '1', ${rawState}, 'calibrateWavelength', '', case when luck = 0 then jsonb_build_object('code', case oddity % 3 when 0 then 'too-few-arc-lines' when 1 then 'source-not-found' else 'wavelength-poor' end, 'step', 'solveLamp', 'message', 'Too few lines.', 'facts', '{}'::jsonb) end,
      '{"trim": 0.05, "correctBias": 0.1, "extract": 0.4, "calibrateWavelength": 0.6}', now() from frames raw order by id
    returning id, file_id)
  insert into decisions (reduction_id, purpose, decision, chosen_key)
  select run.id, purpose, jsonb_build_object('candidates', jsonb_build_array(
      jsonb_build_object('key', chosen, 'name', 'chosen.fits', 'verdict', 'chosen', 'distance', 0.1, 'provisional', false, 'criteria', '[]'::jsonb),
      jsonb_build_object('key', chosen || '-', 'name', 'another.fits', 'verdict', 'suitable', 'distance', 0.4, 'provisional', false, 'criteria', '[]'::jsonb))), chosen
  from run join frames raw on raw.id = run.file_id
    cross join lateral (values ('flat', ${master(10)}), ('lamp', 'correct/' || (n * ${NIGHT_IDS} + 31 + i % 20))) as choice(purpose, chosen)
  where i >= 50`;

/** All proposals, to be had 18 months after their semester as those are that were registered. */
const proposals = `
  insert into proposals (soar_id, semester, release_date)
  select proposal, semester, case when semester ~ '^\\d{4}[AB]$' then (case right(semester, 1) when 'A' then (left(semester, 4) || '-08-01')::date else ((left(semester, 4)::int + 1) || '-02-01')::date end + interval '18 months')::date end
  from (select distinct proposal, left(substr(proposal, 5), 5) as semester from (${raws}) raw where i in (0, 30, 31, 32, 33)) there on conflict do nothing`;

const FILLED = ['files', 'reductions', 'lineage', 'decisions'];
/** One for each of two processors. */
const WRITERS = 2;

/**
 * Fills a database that has the schema and no file, as a restore would: without triggers and indexes, which come after, and by two connections. `onNights`
 * hears how many nights are there.
 */
export async function fillArchive(database: Knex, nights: number, onNights: (nights: number) => void): Promise<void> {
  const { rows: indexes } = await database.raw<{ rows: { indexname: string; indexdef: string }[] }>(
    `select indexname, indexdef from pg_indexes where tablename = any(?) and indexname not in (select conname from pg_constraint) order by indexdef like '% USING gi%' desc, tablename, indexname`,
    [FILLED],
  );
  for (const { indexname } of indexes) await database.raw(`drop index ${indexname}`);
  await database.raw(proposals, [0, nights - 1]);
  let done = 0;
  const chunks = Array.from({ length: Math.ceil(nights / NIGHTS_AT_ONCE) }, (_, i) => ({ first: i * NIGHTS_AT_ONCE, last: Math.min(nights, (i + 1) * NIGHTS_AT_ONCE) - 1 }));
  await byWriters(chunks, async ({ first, last }) => {
    await database.transaction((trx) => fillNights(trx, first, last));
    done += last - first + 1;
    onNights(done);
  });
  await byWriters([...indexes.map(({ indexdef }) => indexdef), COUNTS], (sql) =>
    database.transaction(async (trx) => {
      await trx.raw(`set local maintenance_work_mem = '512MB'; set local work_mem = '256MB'`);
      await trx.raw(sql);
    }),
  );
  await database.raw(`select setval(pg_get_serial_sequence('files', 'id'), (select max(id) from files))`);
  await byWriters([...FILLED, 'proposals', 'file_counts', 'file_count_changes'], (table) => database.raw(`vacuum analyze ${table}`));
}

const COUNTS = `
  insert into file_count_changes select id >> 8, coalesce(night, ''), jsonb_build_array(${TUPLE_FIELDS.map((field) => tupleColumns[field]).join(', ')})::text, count(*) from files group by 1, 2, 3;
  select fold_file_counts()`;

async function fillNights(trx: Knex.Transaction, first: number, last: number): Promise<void> {
  await trx.raw(`set local session_replication_role = replica; set local work_mem = '64MB'`);
  await trx.raw(`create temporary table frames on commit drop as ${raws}`, [first, last]);
  // By id, because a frame and what is made of it come one after the other.
  const made = parts.map(({ rows, where }) => `(${rows} where ${where})`).join(' union all ');
  await trx.raw(`insert into files (${columns}, words, ra_degree, dec_degree) select made.*, words_of_file(file_name, object, '', data_type = 1), (exposure ->> 'raDegree')::double precision, (exposure ->> 'decDegree')::double precision from (${made}) made (${columns}) order by id`);
  await trx.raw(runs);
  for (const rows of lineages) await trx.raw(`insert into lineage (key, kind, step, step_version, inputs, settings) ${rows}`);
}

/** Each piece of work by whichever connection is free. */
async function byWriters<T>(work: readonly T[], one: (piece: T) => Promise<unknown>): Promise<void> {
  const left = [...work];
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let piece = left.shift(); piece !== undefined; piece = left.shift()) await one(piece);
    }),
  );
}

/** Rows of the middle of an archive of so many nights, one of each kind. */
export async function archiveIds(database: Knex, nights: number): Promise<ArchiveIds> {
  const night = NIGHT_IDS * Math.floor(nights / 2);
  const run = await database<{ id: number; fileId: number }>('reductions').where({ fileId: night + 61 }).first('id');
  return { raw: night + 61, master: night + 103, spectrum: night + 127, reduction: run?.id ?? 0 };
}

/** Somebody of staff, and a PI of three proposals: a token each. */
export async function archiveAccounts(database: Knex): Promise<Record<'staff' | 'pi', string>> {
  const people = await User.query(database)
    .insert((['staff', 'pi'] as const).map((username) => ({ username: `bench-${username}`, email: `${username}@bench.invalid`, isStaff: username === 'staff' })))
    .onConflict('username')
    .merge()
    .returning('*');
  const [staff, pi] = people.map(({ id }) => id);
  await Proposal.query(database).whereIn('soarId', ['SOAR2019A-007', 'SOAR2022B-011', 'SOAR2021A-003']).patch({ piId: pi ?? null });
  return { staff: await issueToken(database, staff ?? 0), pi: await issueToken(database, pi ?? 0) };
}
