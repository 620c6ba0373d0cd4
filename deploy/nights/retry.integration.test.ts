import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#activities/store/database';
import type { ApiClient, ReductionView } from '../local/demo/api-client.js';
import { followNight, type NightFrame } from '../local/demo/follow-night.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { setSettings, smallNight, staffClient } from './small-night.js';

const MINUTE = 60_000;
/** No source is that significant: every spectrum fails with `source-not-found`. */
const IMPOSSIBLE = { minimum_target_snr: 50_000 };

let platform: Platform;
let api: ApiClient;
let failed: NightFrame[];
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-retry-'));
  platform = await startPlatform({ dataDir });
  // Faint enough that the threshold decides.
  const frames = smallNight({ blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, spectra: ['a', 'b'].map((object) => ({ object, exposureSecond: 300, targets: [{ row: 0.5, electronsPerPixel: 300 }] })) }] });
  api = await staffClient(platform, IMPOSSIBLE);
  const follow = (some: typeof frames) => followNight(api, some, { restWithinSecond: 150, signal: new AbortController().signal });
  const kind = ({ truth }: (typeof frames)[number]) => truth?.kind;
  await follow(frames.filter((frame) => kind(frame) === 'bias' || kind(frame) === 'flat'));
  // One spectrum fails before its lamp is there, the other after it.
  const [early, late] = frames.filter((frame) => kind(frame) === 'spectrum');
  const night = [...(await follow([early!])), ...(await follow(frames.filter((frame) => kind(frame) === 'arc'))), ...(await follow([late!]))];
  failed = night.filter(({ state }) => state === 'failed');
}, 4 * MINUTE);

afterAll(async () => {
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function runsOf(fileId: number | undefined): Promise<ReductionView[]> {
  return (await api.reductions({ file_id: fileId ?? '', all_attempts: 'true' })).sort((a, b) => a.id - b.id);
}

test('the spectra failed, each with a reason a person understands', () => {
  expect(failed).toHaveLength(2);
  for (const { reason } of failed) expect(reason).toMatch(/^No source brighter than/);
});

test('a lamp that lands later does not try again what failed before it came to wavelengths', async () => {
  for (const { fileId } of failed) expect((await runsOf(fileId)).map(({ state }) => state)).toEqual(['failed']);
});

test('POST /api/files/reduce/ with changed settings succeeds; the history shows both attempts', { timeout: MINUTE }, async () => {
  const [frame] = failed;
  await api.reduceAgain(frame?.fileId ?? NaN, { minimum_target_snr: 5 });
  await expect.poll(async () => (await runsOf(frame?.fileId)).map(({ state }) => state), { timeout: 30_000 }).toEqual(['failed', 'done']);
});

test('Reset in the Temporal UI succeeds once the cause is gone; the history shows both attempts', { timeout: MINUTE }, async () => {
  const frame = failed[1];
  const database = connect(platform.databaseUrl, { pool: 1 });
  await setSettings(database, 'SOAR2026B-099', { minimum_number_of_bias: 3, minimum_number_of_flats: 3 });
  await database.destroy();

  const connection = await Connection.connect({ address: platform.temporalAddress });
  const { workflowService } = connection;
  const namespace = platform.temporalNamespace;
  const client = new Client({ connection, namespace });
  let workflowId = '';
  for await (const execution of client.workflow.list({ query: `ExecutionStatus = "Failed"` })) {
    if (execution.workflowId.includes(frame?.name ?? '?')) workflowId = execution.workflowId;
  }
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  // What the button does: a new run from the end of the first workflow task.
  await workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    reason: 'the threshold was lowered',
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
    requestId: 'reset-test',
  });
  await expect.poll(async () => (await runsOf(frame?.fileId)).map(({ state }) => state), { timeout: 30_000 }).toEqual(['failed', 'done']);
  await connection.close();
});
