import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { simulatedDemo } from '../demo/demo-frames.js';
import { checkout } from '../settings/checkout.js';

export interface FolderResult {
  readonly binning: 1 | 2;
  readonly seconds: number;
  readonly budget: number;
  readonly peakMegabyte: number;
  readonly products: number;
}

const BUDGET_SECOND = { 1: 15, 2: 6 } as const;

/** The demo night as a folder, reduced by `npm run reduce` in a process of its own: wall time from its start to its end, and its peak memory. */
export async function benchFolder(): Promise<FolderResult[]> {
  const results: FolderResult[] = [];
  for (const binning of [2, 1] as const) {
    const folder = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
    try {
      await Promise.all(simulatedDemo({ binning }).map(({ name, bytes }) => writeFile(path.join(folder, name), bytes)));
      const settings = path.join(folder, 'settings.json');
      await writeFile(settings, JSON.stringify({ minimum_number_of_flats: 5 }));
      const out = path.join(folder, 'out');
      const { seconds, peakMegabyte } = await timed([path.join(checkout, 'deploy/local/scripts/run.mjs'), 'reduce', folder, out, '--settings', settings]);
      results.push({ binning, seconds, budget: BUDGET_SECOND[binning], peakMegabyte, products: (await readdir(out)).length });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return results;
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
