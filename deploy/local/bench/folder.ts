import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFits } from '#numeric/fits/read';
import { simulatedDemo } from '../demo/demo-frames.js';
import { checkout } from '../settings/checkout.js';

export interface FolderResult {
  readonly what: string;
  readonly seconds: number;
  readonly budget: number;
  readonly peakMegabyte: number;
  readonly budgetMegabyte: number;
  readonly products: number;
}

const BUDGET = { 1: { seconds: 9, megabyte: 1200 }, 2: { seconds: 4, megabyte: 1200 } } as const;
/** A year of bias frames at 1×1 in one combination. */
const STACK = { frames: 100, seconds: 60, megabyte: 1000 } as const;

/** The demo night as a folder, and a hundred bias frames, reduced by `npm run reduce` in a process of its own: wall time from its start to its end, and its peak memory. */
export async function benchFolder(): Promise<FolderResult[]> {
  const results: FolderResult[] = [];
  for (const binning of [2, 1] as const) {
    results.push(await reduced(`26 frames at ${binning}×${binning}`, BUDGET[binning], (write) => Promise.all(simulatedDemo({ binning }).map(({ name, bytes }) => write(name, bytes)))));
  }
  results.push(await reduced(`${STACK.frames} bias frames at 1×1`, STACK, writeBiases));
  return results;
}

async function reduced(what: string, budget: { readonly seconds: number; readonly megabyte: number }, fill: (write: (name: string, bytes: Uint8Array) => Promise<void>) => Promise<unknown>): Promise<FolderResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  try {
    await fill((name, bytes) => writeFile(path.join(folder, name), bytes));
    const settings = path.join(folder, 'settings.json');
    await writeFile(settings, JSON.stringify({ minimum_number_of_flats: 5 }));
    const out = path.join(folder, 'out');
    const { seconds, peakMegabyte } = await timed([path.join(checkout, 'deploy/local/scripts/run.mjs'), 'reduce', folder, out, '--settings', settings]);
    return { what, seconds, budget: budget.seconds, peakMegabyte, budgetMegabyte: budget.megabyte, products: (await readdir(out)).length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Many bias frames of a few simulated ones: each the rows of one, another one first, so that no two are the same frame. */
async function writeBiases(write: (name: string, bytes: Uint8Array) => Promise<void>): Promise<void> {
  const simulated = simulatedDemo({ binning: 1 }).filter(({ name }) => name.includes('bias'));
  for (let k = 0; k < STACK.frames; k++) {
    const bytes = simulated[k % simulated.length]?.bytes.slice() ?? new Uint8Array();
    const [hdu] = readFits(bytes).hdus;
    if (hdu?.kind !== 'image') throw new Error('the simulated bias has no image');
    const data = bytes.subarray(hdu.dataOffset, hdu.dataOffset + hdu.dataLength);
    const turn = 2 * (hdu.shape[0] ?? 0) * Math.floor(k / simulated.length);
    const rows = data.slice();
    data.set(rows.subarray(turn));
    data.set(rows.subarray(0, turn), data.length - turn);
    await write(`${String(k + 1).padStart(4, '0')}_bias.fits`, bytes);
  }
}

/** Runs a Node program under the operating system's own accounting. */
function timed(args: readonly string[]): Promise<{ seconds: number; peakMegabyte: number }> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    let peak = 0;
    const watch = setInterval(() => {
      void residentMegabyte(child.pid).then((megabyte) => (peak = Math.max(peak, megabyte)));
    }, 50);
    child.once('error', reject);
    child.once('close', () => {
      clearInterval(watch);
      resolve({ seconds: (performance.now() - begun) / 1000, peakMegabyte: peak });
    });
  });
}

/** Resident memory of a process and its children, from /proc; 0 where there is none. */
async function residentMegabyte(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(/\s+/).filter(Boolean);
    const below = await Promise.all(children.map((child) => residentMegabyte(Number(child))));
    return own + below.reduce((sum, each) => sum + each, 0);
  } catch {
    return 0;
  }
}
