import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { bundleWorkflows } from './bundle.js';

/**
 * Reductions that run when the workflows change must go on as they began: every recorded history is replayed with today's code. If one fails, either
 * wrap the change in `patched`, or let what runs drain and record again (deploy/nights/record-histories.ts). Those called `before-…` were recorded by workflows of
 * before, which may still wait for a lamp.
 */
const folder = fileURLToPath(new URL('./histories/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

let workflowBundle: Awaited<ReturnType<typeof bundleWorkflows>>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflows();
}, 60_000);

function history(name: string) {
  return historyFromJSON(JSON.parse(readFileSync(`${folder}${name}`, 'utf8')));
}

test('there are histories of both workflows', () => {
  expect(names.length).toBeGreaterThanOrEqual(7);
});

test.each(names)('%s replays', async (name) => {
  await Worker.runReplayHistory({ workflowBundle, replayName: name }, history(name));
});

test('a history that does not fit is noticed', async () => {
  const spoiled = history('lamp-that-waited.json');
  const event = spoiled.events?.find((each) => each.activityTaskScheduledEventAttributes);
  if (event?.activityTaskScheduledEventAttributes?.activityType) event.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
  await expect(Worker.runReplayHistory({ workflowBundle }, spoiled)).rejects.toThrow(/[Nn]ondeterminism|Activity machine/);
});
