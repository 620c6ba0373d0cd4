import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './local/demo/api-client.js';
import { demoAccounts } from './local/demo/demo-accounts.js';
import { simulatedDemo } from './local/demo/demo-frames.js';
import { followNight, type NightFrame } from './local/demo/follow-night.js';
import { differences, productFingerprints } from './local/demo/product-fingerprints.js';
import { startPlatform, type Platform } from './local/platform/platform.js';
import { textTable } from './local/terminal/text-table.js';

/**
 * Kills one process after the other in the middle of a night (`kill -9`) and looks whether the night still ends with the same products.
 * After any npm command has compiled the sources: npx node dist/deploy/durability.js [NAME …]; about five minutes for all six.
 */
const VICTIMS = ['activity-worker', 'workflow-worker', 'api', 'temporal', 'minio', 'postgres'] as const;
/** Killed when so many frames are in: masters are under way and spectra begin. */
const FRAMES_BEFORE_KILL = 21;
const REST_WITHIN_SECOND = 300;

interface Outcome {
  readonly victim: string;
  readonly seconds: number;
  readonly restarted: string;
  readonly states: string;
  readonly products: number;
  readonly differences: readonly string[];
}

async function oneNight(victim: (typeof VICTIMS)[number] | undefined): Promise<{ outcome: Omit<Outcome, 'differences'>; prints: Map<string, string> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-durability-'));
  let platform: Platform | undefined;
  try {
    platform = await startPlatform({ dataDir, onLine: (line) => process.stderr.write(`  ${line}\n`) });
    const accounts = await demoAccounts(platform);
    const staff = accounts.find(({ role }) => role === 'staff');
    const api = new ApiClient(platform.apiUrl.replace(/\/api\/?$/, ''), staff?.token ?? '');
    const begun = performance.now();
    let restarted = '-';
    const frames = simulatedDemo({ binning: 2 });
    let uploaded = 0;
    const killing = victim === undefined ? undefined : killWhenUploaded(platform, victim, FRAMES_BEFORE_KILL, () => uploaded);
    const night = await followNight(api, frames, { restWithinSecond: REST_WITHIN_SECOND, signal: new AbortController().signal, onUpload: () => uploaded++ });
    if (killing) restarted = await killing;
    return {
      outcome: { victim: victim ?? 'none', seconds: (performance.now() - begun) / 1000, restarted, states: countStates(night), products: 0 },
      prints: await productFingerprints(api),
    };
  } finally {
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function killWhenUploaded(platform: Platform, victim: string, frames: number, uploaded: () => number): Promise<string> {
  while (uploaded() < frames) await sleep(20);
  await sleep(300);
  const pid = platform.processes[victim];
  if (pid === undefined) throw new Error(`there is no process called ${victim}`);
  const killed = performance.now();
  process.kill(pid, 'SIGKILL');
  while (platform.processes[victim] === undefined || platform.processes[victim] === pid) await sleep(20);
  return `${((performance.now() - killed) / 1000).toFixed(1)} s`;
}

function countStates(night: readonly NightFrame[]): string {
  const counts = Map.groupBy(night, ({ state }) => state);
  return [...counts].map(([state, frames]) => `${frames.length} ${state}`).sort().join(', ');
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const victims = VICTIMS.filter((victim) => wanted.length === 0 || wanted.includes(victim));
  process.stdout.write('A night without a kill first, to compare with …\n');
  const reference = await oneNight(undefined);
  const outcomes: Outcome[] = [{ ...reference.outcome, products: reference.prints.size, differences: [] }];
  for (const victim of victims) {
    process.stdout.write(`kill -9 ${victim} …\n`);
    const { outcome, prints } = await oneNight(victim);
    outcomes.push({ ...outcome, products: prints.size, differences: differences(reference.prints, prints) });
  }
  const head = ['killed', 'new process', 'night', 'frames', 'products', 'same data and headers'];
  const rows = outcomes.map(({ victim, restarted, seconds, states, products, differences: lines }) => [
    victim,
    restarted,
    `${seconds.toFixed(1)} s`,
    states,
    String(products),
    lines.length === 0 ? 'yes' : `NO: ${lines.slice(0, 4).join('; ')}`,
  ]);
  process.stdout.write(`\n${textTable(head, rows)}\n`);
  process.exitCode = outcomes.every((outcome) => outcome.differences.length === 0 && outcome.states === reference.outcome.states) ? 0 : 1;
}

await main();
