import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#activities/store/database';
import { LEVEL } from '#activities/domain/reduction';
import { readPrimaryHeader } from '#numeric/fits/read';
import { issueTokenTo } from '../local/admin/admin-accounts.js';
import type { ApiClient } from '../local/demo/api-client.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import { followNight } from '../local/demo/follow-night.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { smallNight, staffClient } from './small-night.js';

/** A lamp before the star, and one after it that comes when the star is done. */
const MINUTE = 60_000;

let platform: Platform;
let api: ApiClient;
let token: string;
let dataDir: string;
let star: number;
let late: number;
let lamps: DemoFrame[];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-two-lamps-'));
  platform = await startPlatform({ dataDir });
  api = await staffClient(platform);
  const database = connect(platform.databaseUrl, { pool: 1 });
  token = await issueTokenTo(database, 'staff');
  await database.destroy();
  const frames = smallNight({
    blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, lampsAround: true, driftPixelPerHour: 0.5, pauseSecond: [1200, 1200], spectra: [{ object: 'LTT 7379', exposureSecond: 60, targets: [{ row: 0.5, electronsPerPixel: 6000 }] }] }],
  });
  lamps = frames.filter(({ truth }) => truth?.kind === 'arc');
  const first = await follow(frames.filter((frame) => frame !== lamps[1]));
  star = first.find(({ name }) => /ltt/i.test(name))?.fileId ?? NaN;
}, 4 * MINUTE);

afterAll(async () => {
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const follow = (frames: readonly DemoFrame[]) => followNight(api, frames, { restWithinSecond: 150, signal: new AbortController().signal });

/** What the current calibrated spectrum says of its lamps. */
async function calibratedWith(): Promise<{ first: string | undefined; second: string | undefined; versions: number }> {
  const files = await api.files({ original_file_id: star, data_type: LEVEL.calibrated });
  const [current] = files;
  if (!current) return { first: undefined, second: undefined, versions: 0 };
  const header = readPrimaryHeader(await api.download(current.id));
  return { first: header.text('GSP_LAMP'), second: header.text('GSP_LAM2'), versions: files.length };
}

async function ask(method: string, address: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${platform.apiUrl.replace(/\/api\/?$/, '')}${address}`, {
    method,
    headers: { connection: 'close', authorization: `Token ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

test('with the lamp before it alone the star is done', async () => {
  expect(await calibratedWith()).toMatchObject({ first: expect.stringMatching(/arc_400m1/) as unknown, second: undefined });
});

test('the lamp after it makes a better version: between the two, and the decision names both', { timeout: 2 * MINUTE }, async () => {
  const [sent] = await follow(lamps.slice(1));
  late = sent?.fileId ?? NaN;
  await expect.poll(async () => (await calibratedWith()).second, { timeout: MINUTE, interval: 500 }).toMatch(/arc_400m1/);
  const { first, second } = await calibratedWith();
  expect(first).not.toBe(second);
  const { decisions, reason } = (await ask('GET', `/api/files/${star}/decisions/`)).body as { reason: string; decisions: { purpose: string; reason: string; candidates: { verdict: string; name: string }[] }[] };
  const lamp = decisions.find(({ purpose }) => purpose === 'arc');
  expect(lamp?.reason).toMatch(/wavelengths are interpolated in time between the two/);
  expect(reason).toMatch(/interpolated in time between the two/);
  expect(lamp?.candidates.map(({ verdict }) => verdict)).toEqual(['chosen', 'chosen']);
  const [run] = (await api.reductions({ file_id: star })).sort((a, b) => b.id - a.id);
  const { decisions: views } = (await api.reduction(run?.id ?? NaN)) as { decisions: { purpose: string; chosen_key: string | null; bracket_key: string | null }[] };
  const view = views.filter(({ purpose }) => purpose === 'arc').at(-1);
  expect(view?.bracket_key).toMatch(/^\w+\/[0-9a-f]+$/);
  expect(view?.bracket_key).not.toBe(view?.chosen_key);
});

test('what it was made with counts both lamps', async () => {
  // The lamp frame itself, and its reduced frame that calibrates.
  const { body } = await ask('GET', `/api/files/${late}/exclusion/`);
  expect(JSON.stringify(body)).toMatch(/ltt7379/i);
});

test('the later lamp taken out of use: made again with the first alone; back in use, between the two', { timeout: 2 * MINUTE }, async () => {
  expect((await ask('PUT', `/api/files/${late}/exclusion/`, { reason: 'the slit moved' })).status).toBeLessThan(300);
  await expect.poll(async () => (await calibratedWith()).second, { timeout: MINUTE, interval: 500 }).toBeUndefined();
  expect((await ask('DELETE', `/api/files/${late}/exclusion/`)).status).toBeLessThan(300);
  await expect.poll(async () => (await calibratedWith()).second, { timeout: MINUTE, interval: 500 }).toMatch(/arc_400m1/);
});

test('the setting off: one lamp', { timeout: 2 * MINUTE }, async () => {
  await api.reduceAgain(star, { interpolate_lamps: false });
  await expect.poll(async () => (await calibratedWith()).second, { timeout: MINUTE, interval: 500 }).toBeUndefined();
});
