import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { temporalSettings } from '#activities/store/temporal-settings';
import { ReductionsClient } from '#api/reductions-client';
import { makeTestNamespace } from '#workflows/test-namespace';

/** Instead of an hour. */
const KEPT_MS = 2000;
const ACCOUNT = 7;

let connection: Connection;
let client: Client;
let reductions: ReductionsClient;
beforeAll(async () => {
  const address = inject('services').temporalAddress;
  connection = await Connection.connect({ address });
  const namespace = await makeTestNamespace(connection);
  client = new Client({ connection, namespace });
  reductions = new ReductionsClient(temporalSettings({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace }), { tryKeptMs: KEPT_MS });
});
afterAll(async () => {
  await reductions.close();
  await connection.close();
});

const isGone = (runId: string | undefined) => client.workflow.getHandle(`try:${ACCOUNT}:1`, runId).describe().then(() => false, (error: unknown) => error instanceof WorkflowNotFoundError);

test('a try that is over can be fetched for its time, by its account; then its result is deleted, and one that runs stays', async () => {
  const [old, running] = [await reductions.startTrial(ACCOUNT, { fileId: 1, settings: {} }), await reductions.startTrial(ACCOUNT, { fileId: 2, settings: {} })];
  const [place, runId] = old.id.split('.');
  expect(place).toBe('1');
  await client.workflow.getHandle(`try:${ACCOUNT}:1`, runId).terminate('stopped by a test');
  expect(await reductions.trial(ACCOUNT + 1, old.id)).toBeUndefined();
  expect(await reductions.trial(ACCOUNT, old.id)).toMatchObject({ fileId: 1, outcome: { state: 'failed' } });
  expect(await reductions.forgetTrials()).toBe(0);
  await expect.poll(() => reductions.trial(ACCOUNT, old.id), { timeout: 10_000 }).toBeUndefined();
  // Whoever lists workflows hears of an end a moment later.
  await expect.poll(() => reductions.forgetTrials(), { timeout: 20_000, interval: 200 }).toBe(1);
  // Temporal has taken the order; it deletes in its own time, which under load was more than 20 s.
  await expect.poll(() => isGone(runId), { timeout: 90_000, interval: 200 }).toBe(true);
  expect(await reductions.trial(ACCOUNT, running.id)).toMatchObject({ fileId: 2, outcome: undefined });
  await client.workflow.getHandle(`try:${ACCOUNT}:2`).terminate('the test is over');
}, 180_000);
