import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Comment } from '#activities/store/comment-records';
import { Proposal, StoredFile, User } from '#activities/store/models';
import { fillArchive, seeded } from '#activities/store/archive/test-archive';
import type { FacetView } from './controllers/files.js';
import type { FilePage } from './controllers/file-list.js';
import type { FileView } from './controllers/file-view.js';
import { json, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
let database: Knex;
let rows: StoredFile[];
const OTHERS = ['SOAR2026B-012', 'SOAR2026A-003'];
beforeAll(async () => {
  api = await startTestApi();
  ({ database } = api);
  await fillArchive(database, { files: 700, seed: 7, proposals: [PROPOSAL, ...OTHERS] });
  rows = await StoredFile.query(database).orderBy('id', 'desc');
});
afterAll(() => api.close());

type Who = 'staff' | 'pi' | 'stranger';
const isShared = (file: StoredFile) => file.dataType === 1 && file.trusted;
const sees = (who: Who) => (file: StoredFile) => who === 'staff' || isShared(file) || (who === 'pi' && file.proposalId === PROPOSAL);

/** Filters, each as a parameter and as what it means. */
const filters: readonly (readonly [string, (file: StoredFile) => boolean, tellsWhose?: true])[] = [
  ['data_type=0,4', ({ dataType }) => dataType === 0 || dataType === 4],
  ['obstype=SPECTRUM&obstype=ARC', ({ obstype }) => obstype === 'SPECTRUM' || obstype === 'ARC'],
  ['filter=VR', ({ filter }) => filter === 'VR'],
  ['filter_2=GG455', ({ filter2 }) => filter2 === 'GG455'],
  ['grating=400_SYZY,930_SYZY', ({ grating }) => grating !== 'NO_GRATING'],
  ['wavmode=400_M2', ({ wavmode }) => wavmode === '400_M2'],
  ['night=20260201..20260801', ({ night }) => night !== null && night >= '20260201' && night <= '20260801'],
  ['night=20260131,20261124', ({ night }) => night === '20260131' || night === '20261124'],
  ['semester=2026A', ({ night }) => night === '20260201' || night === '20260731'],
  [`proposal_id=${PROPOSAL}`, ({ proposalId }) => proposalId === PROPOSAL, true],
  ['flagged=true', ({ flags }) => flags.length > 0],
  ['hide_raw_calibrations=true', ({ dataType, kind }) => dataType !== 0 || kind === 'spectrum'],
  ['gain=1.45..', ({ gain }) => (gain ?? 0) >= 1.45],
  ['size_bytes=100..500', ({ sizeBytes }) => sizeBytes >= 100 && sizeBytes <= 500],
  ['state=', ({ state }) => state === ''],
  ['quality=seeingArcsecond:..1.1', ({ quality }) => (quality['seeingArcsecond'] ?? 9) <= 1.1],
  ['object=NGC%203242&object=M%201', ({ object }) => object === 'NGC 3242' || object === 'M 1', true],
  ['q=ngc7009', (file) => file.object === 'NGC 7009' && !isShared(file)],
  ['q=Ngc+_spec', (file) => file.object.startsWith('NGC') && !isShared(file)],
  ['q=m', (file) => file.object === 'M 1' && !isShared(file)],
  ['q=50%25_o', (file) => file.object.includes('50%_o') && !isShared(file)],
  ['ra=00:20:00&dec=-60&radius=10', ({ raDegree, decDegree }) => separation(raDegree, decDegree, 5, -60) <= 10, true],
  ['ra=12.5&dec=89&radius=9.5', ({ raDegree, decDegree }) => separation(raDegree, decDegree, 12.5, 89) <= 9.5, true],
];

function separation(ra: number | null, dec: number | null, ra0: number, dec0: number): number {
  const vector = (a: number, d: number) => [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)];
  const [u, v] = [vector(((ra ?? 0) * Math.PI) / 180, ((dec ?? 0) * Math.PI) / 180), vector((ra0 * Math.PI) / 180, (dec0 * Math.PI) / 180)];
  return (Math.acos(u.reduce((sum, x, i) => sum + x * (v[i] ?? 0), 0)) * 180) / Math.PI;
}

const wanted = (who: Who, some: (typeof filters)[number][], current = true) =>
  rows.filter((file) => file.current === current && sees(who)(file) && some.every(([, meets, tells]) => meets(file) && !(tells === true && who !== 'staff' && isShared(file))));

const list = (query: string, who: Who) => json<FilePage>(api.fetch(`/api/files/?${query}`, who));

describe('a list with any filters', () => {
  it('is not for strangers', async () => {
    expect(await refusal(api.fetch('/api/files/facets/'))).toMatchObject({ status: 401 });
  });

  it.each(['staff', 'pi', 'stranger'] as const)('is what each file says, in 60 random pairs, by pages and by cursors, for %s', async (who) => {
    const random = seeded(who.length);
    let found = 0;
    for (let i = 0; i < 60; i++) {
      const some = [filters[Math.floor(random() * filters.length)], filters[Math.floor(random() * filters.length)]].filter((each, j, all) => each && !all.some((other, k) => k < j && other?.[0].split(/[=&]/)[0] === each[0].split(/[=&]/)[0])) as (typeof filters)[number][];
      const query = some.map(([text]) => text).join('&');
      const right = wanted(who, some).map(({ id }) => id);
      found += right.length;
      const size = 7;
      const first = await list(`${query}&page_size=${size}`, who);
      expect([query, first.count, first.count_exact]).toEqual([query, right.length, true]);
      const pages = Math.ceil(right.length / size);
      const last = pages > 1 ? await list(`${query}&page_size=${size}&page=${pages}`, who) : first;
      expect([query, ...last.results.map(({ id }) => id)]).toEqual([query, ...right.slice((Math.max(1, pages) - 1) * size)]);
      expect(last.next).toBe(null);
      let cursor = first.next_cursor;
      const walked = first.results.map(({ id }) => id);
      for (let page = 0; cursor !== null && page < 4; page++) {
        const next = await list(`${query}&page_size=${size}&cursor=${cursor}`, who);
        walked.push(...next.results.map(({ id }) => id));
        cursor = next.next_cursor;
      }
      expect([query, ...walked]).toEqual([query, ...right.slice(0, walked.length)]);
      expect(walked.length).toBe(Math.min(right.length, size * 5));
    }
    expect(found).toBeGreaterThan(who === 'stranger' ? 10 : 500);
  });

  it.each(['file_name', '-night', 'night', 'date,object', 'grating,-object,night', '-last_modified', 'object,-id', 'id'])('sorted by %s is walked once from end to end', async (sort) => {
    let cursor: string | null = '';
    const walked: FileView[] = [];
    while (cursor !== null) {
      const page: FilePage = await list(`sort=${sort}&page_size=50${cursor === '' ? '' : `&cursor=${cursor}`}`, 'staff');
      walked.push(...(page.results as FileView[]));
      cursor = page.next_cursor;
    }
    const { rows: right } = await database.raw<{ rows: { id: number }[] }>(`select id from files where current order by ${sort.split(',').map((word) => (word.startsWith('-') ? `${word.slice(1)} desc` : word)).join(', ')}${/\bid$/.test(sort) ? '' : `, id ${/(^|,)-[a-z_]+$/.test(sort) ? 'desc' : ''}`}`);
    expect(walked.map(({ id }) => id)).toEqual(right.map(({ id }) => id));
  });

  it('has only the fields that are asked for, and a file that came this moment', async () => {
    const [narrow] = (await list('fields=id,file_name&page_size=1', 'staff')).results;
    expect(Object.keys(narrow ?? {})).toEqual(['id', 'file_name']);
    await fillArchive(database, { files: 1, seed: 99, proposals: [PROPOSAL] });
    const [newest] = await StoredFile.query(database).orderBy('id', 'desc').limit(1);
    await newest?.$query(database).patch({ current: true });
    expect((await list('', 'staff')).results[0]).toMatchObject({ id: newest?.id });
    await newest?.$query(database).patch({ current: false });
  });

  it('finds what came at a moment as its answer writes it, and on a day', async () => {
    const { id = 0, current } = rows.at(-1) ?? {};
    const count = async (moment: string) => (await list(`id=${id}&current=${current}&created=${encodeURIComponent(moment)}`, 'staff')).count;
    // Microseconds are kept, and are not in the answer.
    await database.raw(`update files set created = '2026-03-04T05:06:07.891234Z' where id = ?`, [id]);
    for (const moment of ['2026-03-04T05:06:07.891Z', '..2026-03-04T05:06:07.891Z', '2026-03-04T05:06:07.891Z..2026-03-04T05:06:07.891Z', '2026-03-04', '2026-03-01..2026-03-04', '2026-03-04T05:06', '2026-03-04T05:06:07', '2026-03-04T01:06-04:00', '2026-03-04T05:06:07.891234Z', '2026-03-04T04:00..2026-03-04', '2026-03-01..', '2026-03-04T05:06:07.891234Z..']) {
      expect([moment, await count(moment)]).toEqual([moment, 1]);
    }
    for (const moment of ['2026-03-03', '2026-03-05..', '..2026-03-04T05:06:07.890Z', '2026-03-04T05:07', '2026-03-04T05:06:07.891235Z..']) expect([moment, await count(moment)]).toEqual([moment, 0]);
  });

  it('answers each value that a facet counts', async () => {
    for (const { name, values } of await json<FacetView[]>(api.fetch('/api/files/facets/', 'pi'))) {
      for (const { value, count } of values) expect([name, value, (await list(`${name}=${encodeURIComponent(value)}`, 'pi')).count]).toEqual([name, value, count]);
    }
  });

  it.each([
    ['gain=2..1', 'gain'], ['gain=bright', 'gain'], ['night=2026', 'night'], ['night=..', 'night'], ['semester=2026C', 'semester'], ['state=lost', 'state'], ['data_type=red', 'data_type'],
    ['date=2026-02-30', 'date'], ['created=0000-01-01..', 'created'], ['last_modified=yesterday', 'last_modified'], ['quality=seeing:..1', 'quality'], ['quality=constructor:..1', 'quality'], ['q=%20', 'q'], ['ra=1&dec=2', 'cone'], ['ra=25:00:00&dec=0&radius=1', 'ra'],
    ['ra=1&dec=91&radius=1', 'dec'], ['ra=1&dec=1&radius=90', 'radius'], ['sort=colour', 'sort'], ['sort=object,object', 'sort'], ['cursor=abc', 'cursor'], ['fields=colour', 'fields'], ['fields=colour&object=nothing', 'fields'], ['created=2026-08-25..2026-08-24', 'created'], ['id=1e3', 'id'], ['page=2&cursor=W1tdXQ', 'cursor'], ['current=maybe', 'current'],
  ])('refuses %s in words', async (query, word) => {
    const problem = await refusal(api.fetch(`/api/files/?${query}`, 'pi'));
    expect(problem).toMatchObject({ status: 400, code: 'request-invalid' });
    expect(problem.detail).toMatch(word);
  });

  it('refuses the cursor of another sort', async () => {
    const { next_cursor } = await list('sort=object&page_size=1', 'staff');
    expect((await refusal(api.fetch(`/api/files/?sort=night&cursor=${next_cursor}`, 'staff'))).detail).toMatch('another sort');
  });

  it('finds a file by what is said about it, and no longer when that is withdrawn', async () => {
    const file = rows.find((each) => each.proposalId === PROPOSAL && each.current) as StoredFile;
    const author = await User.query(database).findOne({ username: 'pi' }).throwIfNotFound();
    expect((await list('q=glorious+seeing', 'pi')).count).toBe(0);
    const comment = await Comment.query(database).insert({ fileId: file.id, userId: author.id, text: 'Glorious: seeing 0.4 arcsec' }).returning('*');
    expect((await list('q=glorious+seeing', 'pi')).results).toMatchObject([{ id: file.id, last_modified: file.lastModified.toISOString() }]);
    expect((await list('q=glorious+seeing', 'stranger')).count).toBe(isShared(file) ? 1 : 0);
    await Comment.query(database).deleteById(comment.id);
    expect((await list('q=glorious+seeing', 'pi')).count).toBe(0);
  });

  it('finds words in whatever case, in every alphabet', async () => {
    const file = rows.find((each) => each.proposalId === PROPOSAL && each.current) as StoredFile;
    const author = await User.query(database).findOne({ username: 'pi' }).throwIfNotFound();
    const comment = await Comment.query(database).insert({ fileId: file.id, userId: author.id, text: 'ÅNGSTRÖM, Ωmega' }).returning('*');
    for (const word of ['ÅNGSTRÖM', 'ångström', 'Ångström', 'ωMEGA', 'Ωmega']) expect([word, (await list(`q=${encodeURIComponent(word)}`, 'pi')).results.map(({ id }) => id)]).toEqual([word, [file.id]]);
    await Comment.query(database).deleteById(comment.id);
  });

  it('tells nobody whose frames a shared master was made of, by no filter and no order', async () => {
    await Proposal.ensure(database, 'SECRET');
    const secret = rows.find((file) => isShared(file) && file.current) as StoredFile;
    await StoredFile.query(database).where({ id: secret.id }).patch({ proposalId: 'SECRET', object: 'planet nine', blockId: 99 });
    for (const query of ['proposal_id=SECRET', 'object=planet+nine', 'q=planet', 'q=planetnine', 'block_id=99', `original_file_id=${secret.originalFileId}`, `ra=${secret.raDegree}&dec=${secret.decDegree}&radius=0.001`]) {
      expect([query, (await list(query, 'stranger')).count, (await list(query, 'pi')).count]).toEqual([query, 0, 0]);
    }
    expect((await list('proposal_id=SECRET', 'staff')).count).toBe(1);
    expect((await list('sort=object', 'stranger')).count).toBe(0);
    const facets = await json<FacetView[]>(api.fetch('/api/files/facets/', 'pi'));
    expect(JSON.stringify(facets)).not.toMatch('SECRET');
    expect((await list(`id=${secret.id}`, 'stranger')).results).toMatchObject([{ object: '', proposal_id: '', ra_degree: null, block_id: null }]);
    await StoredFile.query(database).where({ id: secret.id }).patch({ proposalId: secret.proposalId, object: secret.object, blockId: null });
  });
});

describe('facets', () => {
  const ofFile: Readonly<Record<string, (file: StoredFile) => string>> = {
    data_type: ({ dataType }) => String(dataType), obstype: ({ obstype }) => obstype, grating: ({ grating }) => grating, filter_2: ({ filter2 }) => filter2, wavmode: ({ wavmode }) => wavmode,
    flagged: ({ flags }) => String(flags.length > 0), night: ({ night }) => night ?? '', proposal_id: ({ proposalId }) => proposalId,
  }; // prettier-ignore

  it.each(['staff', 'pi', 'stranger'] as const)('count what there would be if one more value were ticked, in 40 random pairs of filters, for %s', async (who) => {
    const random = seeded(40 + who.length);
    for (let i = 0; i < 40; i++) {
      const some = [filters[Math.floor(random() * filters.length)], filters[Math.floor(random() * filters.length)]].filter((each, j, all) => each && !all.some((other, k) => k < j && other?.[0].split(/[=&]/)[0] === each[0].split(/[=&]/)[0])) as (typeof filters)[number][];
      const query = some.map(([text]) => text).join('&');
      const facets = await json<FacetView[]>(api.fetch(`/api/files/facets/?${query}`, who));
      for (const [name, valueOf] of Object.entries(ofFile)) {
        const itself = ([text]: (typeof filters)[number]) => text.startsWith(`${name}=`) || (name === 'night' && text.startsWith('semester='));
        // What it leaves open still asks whose a master is.
        const others = some.map((filter): (typeof filters)[number] => (itself(filter) ? (filter[2] ? ['', () => true, true] : ['', () => true]) : filter));
        const right = new Map<string, number>();
        for (const file of wanted(who, others)) {
          const value = valueOf(file);
          if ((name === 'night' && value === '') || (name === 'proposal_id' && who !== 'staff' && isShared(file))) continue;
          right.set(value, (right.get(value) ?? 0) + 1);
        }
        const facet = facets.find((each) => each.name === name);
        expect([query, name, Object.fromEntries((facet?.values ?? []).map(({ value, count }) => [value, count])), facet?.exact]).toEqual([query, name, Object.fromEntries(right), true]);
      }
    }
  });
});

describe('more matches than are counted', () => {
  let large: TestApi;
  let right: StoredFile[];
  beforeAll(async () => {
    large = await startTestApi();
    await fillArchive(large.database, { files: 4500, seed: 17, proposals: [PROPOSAL, ...OTHERS] });
    await Proposal.query(large.database).where({ soarId: OTHERS[0] ?? '' }).patch({ releaseDate: '2020-01-01' });
    right = await StoredFile.query(large.database).where({ current: true }).orderBy('id', 'desc');
  }, 120_000);
  afterAll(() => large.close());

  it.each(['staff', 'pi', 'stranger'] as const)('are listed in order by pages and by cursors, and said to be about so many, for %s', async (who) => {
    const visible = right.filter((file) => sees(who)(file) || file.proposalId === OTHERS[0]);
    for (const sort of ['-id', 'file_name']) {
      const ids = [...visible].sort((a, b) => (sort === '-id' ? b.id - a.id : a.fileName < b.fileName ? -1 : a.fileName > b.fileName ? 1 : a.id - b.id)).map(({ id }) => id);
      const ask = (more: string) => json<FilePage>(large.fetch(`/api/files/?q=.fits&sort=${sort}&page_size=100&${more}`, who));
      const idsOf = ({ results }: FilePage) => results.map(({ id }) => id);
      const [first, ninth] = [await ask(''), await ask('page=9')];
      expect(first.count_exact).toBe(false);
      expect(first.count).toBeGreaterThan(1000);
      expect(idsOf(first)).toEqual(ids.slice(0, 100));
      expect(idsOf(ninth)).toEqual(ids.slice(800, 900));
      let [page, walked] = [first, idsOf(first)];
      while (page.next_cursor !== null) {
        page = await ask(`cursor=${page.next_cursor}`);
        walked = [...walked, ...idsOf(page)];
      }
      expect(walked).toEqual(ids);
    }
  }, 120_000);
});
