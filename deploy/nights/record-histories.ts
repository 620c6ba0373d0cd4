import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { followNight } from '../local/demo/follow-night.js';
import { checkout } from '../local/settings/checkout.js';
import { startPlatform } from '../local/platform/platform.js';
import { smallNight, staffClient } from './small-night.js';

/**
 * Records the histories that `workflows/replay.test.ts` replays: one of every path through the two workflows, from a small night. Run it
 * when the workflows change on purpose: node dist/deploy/nights/record-histories.js
 */
const WANTED: Readonly<Record<string, RegExp>> = {
  'bias-frame': /^frame:0002_bias/,
  'flat-frame': /^frame:0005_flat/,
  'lamp-that-waited': /^frame:\d+_arc/,
  'spectrum-that-waited': /^frame:\d+_pair/,
  'spectrum-without-source': /^frame:\d+_empty/,
  'master-bias': /^master:bias/,
  'master-flat': /^master:flat/,
};

/** Without the names of the machine and folder it was recorded in. */
function anonymous(history: string): string {
  return history.replaceAll(`@${hostname()}`, '@host').replaceAll(`${checkout}/`, '');
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-histories-'));
const platform = await startPlatform({ dataDir });
try {
  const api = await staffClient(platform);
  const frames = smallNight({
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 3,
        spectra: [
          { object: 'pair', exposureSecond: 300, targets: [{ row: 0.35, electronsPerPixel: 3000 }, { row: 0.6, electronsPerPixel: 1500 }] },
          { object: 'empty', exposureSecond: 300, targets: [] },
        ],
      },
    ],
  });
  // Spectra first: everything has to wait for what it needs.
  await followNight(api, [...frames].reverse(), { restWithinSecond: 120, signal: new AbortController().signal, onChange: ({ name, state, reason }) => process.stdout.write(`${name} ${state} ${reason}\n`) });
  const connection = await Connection.connect({ address: platform.temporalAddress });
  const client = new Client({ connection, namespace: platform.temporalNamespace });
  const folder = path.join(checkout, 'workflows/histories');
  await mkdir(folder, { recursive: true });
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list()) ids.push(workflowId);
  for (const [name, pattern] of Object.entries(WANTED)) {
    const workflowId = ids.find((id) => pattern.test(id));
    if (!workflowId) throw new Error(`the night has no workflow like ${pattern.source}`);
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    await writeFile(path.join(folder, `${name}.json`), `${anonymous(historyToJSON(history))}\n`);
  }
  await connection.close();
} finally {
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
}
