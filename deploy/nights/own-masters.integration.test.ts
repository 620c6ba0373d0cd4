import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#activities/store/database';
import { issueTokenTo, saveProposal, saveUser } from '../local/admin/admin-accounts.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import { followNight } from '../local/demo/follow-night.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { setSettings, smallNight, staffClient } from './small-night.js';

/** Two proposals in one night of the telescope: one is content with the masters of all, the other asks for its own. */
const MINUTE = 60_000;
const CONTENT = 'SOAR2026B-099';
const OWN = 'SOAR2026B-100';
const WISH = /own master of proposal SOAR2026B-100, asked for by its settings/;

interface FileView {
  id: number;
  file_name: string;
  kind: string;
  object: string;
  proposal_id: string;
  original_file_id: number;
  version: number;
}
interface Decisions {
  state: string;
  decisions: { purpose: string; reason: string; candidates: { name: string; verdict: string }[] }[];
}

let platform: Platform;
let dataDir: string;
const tokens: Record<string, string> = {};
const spectra: Record<string, number> = {};

/** The lamp and the spectrum of a block, under names of their own. */
function observed(proposal: string, seed: number, prefix: string): DemoFrame[] {
  const frames = smallNight({ seed, proposal, blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, spectra: [{ object: `star of ${prefix}`, exposureSecond: 60, targets: [{ row: 0.5, electronsPerPixel: 6000 }] }] }] });
  return frames.map((frame) => ({ ...frame, name: frame.name.replace('_', `_${prefix}_`) }));
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-own-'));
  platform = await startPlatform({ dataDir });
  const staff = await staffClient(platform);
  const database = connect(platform.databaseUrl, { pool: 1 });
  for (const username of ['content', 'own']) await saveUser(database, username, { email: `${username}@test.invalid` });
  await setSettings(database, OWN, { minimum_number_of_bias: 3, minimum_number_of_flats: 3, own_masters: true, combination_clip: 4 });
  await saveProposal(database, CONTENT, { pi: 'content' });
  await saveProposal(database, OWN, { pi: 'own' });
  for (const username of ['staff', 'content', 'own']) tokens[username] = await issueTokenTo(database, username);
  await database.destroy();
  // The calibrations stand in the first proposal's name, as they do at a telescope where nobody changes it between the blocks.
  const mine = observed(OWN, 8, 'own').filter(({ truth }) => truth?.kind === 'arc' || truth?.kind === 'spectrum');
  const night = await followNight(staff, [...observed(CONTENT, 7, 'content'), ...mine], { restWithinSecond: 150, signal: new AbortController().signal });
  for (const who of ['content', 'own']) spectra[who] = night.find(({ name }) => name.includes(`_${who}_`) && /star/i.test(name))?.fileId ?? NaN;
}, 5 * MINUTE);

afterAll(async () => {
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask<T>(who: string, address: string, method = 'GET', body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${platform.apiUrl.replace(/\/api\/?$/, '')}${address}`, {
    method,
    headers: { authorization: `Token ${tokens[who]}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}
const masters = async (who: string): Promise<FileView[]> => (await ask<{ results: FileView[] }>(who, '/api/files/?data_type=1&current=true&page_size=100')).body.results;
const ownOf = (files: readonly FileView[]) => files.filter(({ file_name }) => file_name.endsWith(`_${OWN}.fits`));
const headerOf = async (file: FileView | undefined): Promise<string> => JSON.stringify((await ask('staff', `/api/files/header/?id=${file?.id}`)).body);
const reasons = async (who: string): Promise<Record<string, string>> => Object.fromEntries((await ask<Decisions>(who, `/api/files/${spectra[who]}/decisions/`)).body.decisions.map(({ purpose, reason }) => [purpose, reason]));

test('the proposal that asks has a bias and a flat of its own beside those of all, and is reduced with them', { timeout: 2 * MINUTE }, async () => {
  await expect.poll(async () => reasons('own'), { timeout: MINUTE, interval: 500 }).toMatchObject({ bias: expect.stringMatching(WISH) as string, flat: expect.stringMatching(WISH) as string });
  await expect.poll(async () => (await ask<Decisions>('own', `/api/files/${spectra['own']}/decisions/`)).body.state, { timeout: MINUTE }).toBe('done');
  const all = await masters('staff');
  expect(all).toHaveLength(4);
  expect(ownOf(all).map(({ kind, proposal_id }) => [kind, proposal_id]).sort()).toEqual([['bias', OWN], ['flat', OWN]]);
  const flats = all.filter(({ kind }) => kind === 'flat');
  const headers = await Promise.all(flats.map(async (flat) => [flat.proposal_id === OWN, await headerOf(flat)] as const));
  const [mine] = ownOf(flats);
  // It calls itself by its own name.
  expect(await headerOf(mine)).toMatch(new RegExp(`GSP_FNAM\\W+(value\\W+)?${mine?.file_name}`));
  // Its own settings made it, and its header says who wanted it.
  for (const [own, header] of headers) expect([/clip\W+4\b/.test(header), /own master of proposal SOAR2026B-100/.test(header)]).toEqual([own, own]);
});

test('the other is reduced with those of all, and knows nothing of them', async () => {
  const own = ownOf(await masters('staff'));
  expect(Object.values(await reasons('content')).join(' ')).not.toMatch(/SOAR2026B-100|own master/);
  expect(ownOf(await masters('content'))).toEqual([]);
  const { body } = await ask<Decisions>('content', `/api/files/${spectra['content']}/decisions/`);
  expect(JSON.stringify(body)).not.toContain(OWN);
  for (const { id } of own) {
    for (const what of ['', 'family/', 'lineage/', 'download/', 'versions/', 'image/']) {
      const [there, nowhere] = await Promise.all([ask<{ detail: string }>('content', `/api/files/${id}/${what}`), ask<{ detail: string }>('content', `/api/files/999999/${what}`)]);
      expect([there.status, there.body.detail.replace(String(id), '')]).toEqual([404, nowhere.body.detail.replace('999999', '')]);
    }
  }
});

test('whose frames they were made of, the proposal does not learn', async () => {
  const members = (await ask<{ results: FileView[] }>('staff', `/api/files/?data_type=0&kind=bias&page_size=100`)).body.results;
  for (const master of ownOf(await masters('own'))) {
    expect(master).toMatchObject({ object: '', proposal_id: OWN, original_file_id: master.id });
    const told = JSON.stringify((await Promise.all([`header/?id=${master.id}`, ...['', 'family/', 'lineage/', 'versions/'].map((what) => `${master.id}/${what}`)].map((what) => ask('own', `/api/files/${what}`)))).map(({ status, body }) => (status === 200 ? body : status)));
    expect(told).toContain(master.file_name);
    for (const { file_name } of members) expect(told).not.toContain(file_name);
    expect(told).not.toContain(CONTENT);
  }
  const [first] = ownOf(await masters('staff'));
  expect((await ask<{ results: FileView[] }>('own', `/api/files/?original_file_id=${first?.original_file_id}`)).body.results).toEqual([]);
});

test('they are made again when the settings of the proposal change, those of all are not', { timeout: 2 * MINUTE }, async () => {
  const before = await masters('staff');
  const shared = before.filter(({ file_name }) => !file_name.endsWith(`_${OWN}.fits`));
  expect((await ask('content', `/api/proposals/${OWN}/settings/`, 'PUT', { settings: { combination_clip: 3 }, apply: 'tonight' })).status).toBe(404);
  expect((await ask('own', `/api/proposals/${OWN}/settings/`, 'PUT', { settings: { combination_clip: 3 }, apply: 'tonight' })).status).toBe(200);
  const flat = async () => ownOf(await masters('staff')).find(({ kind }) => kind === 'flat');
  await expect.poll(async () => headerOf(await flat()), { timeout: MINUTE, interval: 500 }).toMatch(/clip\W+3\b/);
  expect((await masters('staff')).filter(({ file_name }) => !file_name.endsWith(`_${OWN}.fits`))).toEqual(shared);
  expect((await flat())?.version).toBeGreaterThan(ownOf(before).find(({ kind }) => kind === 'flat')?.version ?? NaN);
});

test('who asks no longer is served by those of all again', { timeout: 2 * MINUTE }, async () => {
  expect((await ask('own', `/api/proposals/${OWN}/settings/`, 'PUT', { settings: { own_masters: false }, apply: 'tonight' })).status).toBe(200);
  const shared = expect.not.stringMatching(/own master/) as string;
  await expect.poll(() => reasons('own'), { timeout: MINUTE, interval: 500 }).toEqual({ bias: shared, flat: shared, arc: shared });
});
