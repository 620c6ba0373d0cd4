import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFits } from '#numeric/fits/read';
import { simulatedDemo } from '../demo/demo-frames.js';
import { checkout } from '../settings/checkout.js';
import { medianOf } from './kernels.js';
import { peerPython } from './peer-python.js';
import { timedProcess, type TimedProcess } from './timed-process.js';

export interface FolderResult {
  readonly what: string;
  readonly seconds: number;
  readonly budget: number;
  readonly peakMegabyte: number;
  readonly budgetMegabyte: number;
  readonly products: number;
  /** goodman_pipeline on the same folder in the same run, where it can be had. */
  readonly peer?: FolderPeer;
}

/** Its time as far as it came, and what came of it: with some stacks of its libraries it finds no source at 1×1, ends sooner and says that all is well. */
export interface FolderPeer extends TimedProcess {
  readonly spectra: number;
}

const BUDGET = { 1: { seconds: 9, megabyte: 1200 }, 2: { seconds: 4, megabyte: 1200 } } as const;
/** A year of bias frames at 1×1 in one combination. */
const STACK = { frames: 100, seconds: 60, megabyte: 1000 } as const;

/** Of ours the median of so many counts. */
const RUNS = 3;

/**
 * The demo night as a folder, and a hundred bias frames, reduced by `npm run reduce` in a process of its own: wall time from its start to its end, and its peak memory.
 * Beside it goodman_pipeline on the same frames, with LACosmic as ours.
 * @param say is told what is being waited for.
 */
export async function benchFolder(say: (line: string) => void): Promise<FolderResult[]> {
  const peer = await peerPython({ requirements: 'folder-peer-requirements.txt', names: 'goodman_pipeline' }, say);
  const results: FolderResult[] = [];
  for (const binning of [2, 1] as const) {
    say(`26 frames at ${binning}×${binning} ...`);
    const fill = (write: Write) => Promise.all(simulatedDemo({ binning }).map(({ name, bytes }) => write(name, bytes)));
    results.push(await reduced({ what: `26 frames at ${binning}×${binning}`, runs: RUNS, ...BUDGET[binning] }, fill, peer));
  }
  say(`${STACK.frames} bias frames ...`);
  results.push(await reduced({ what: `${STACK.frames} bias frames at 1×1`, runs: 1, ...STACK }, writeBiases));
  return results;
}

type Write = (name: string, bytes: Uint8Array) => Promise<void>;

interface FolderWork {
  readonly what: string;
  readonly runs: number;
  readonly seconds: number;
  readonly megabyte: number;
}

async function reduced({ what, runs, ...budget }: FolderWork, fill: (write: Write) => Promise<unknown>, python?: string): Promise<FolderResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  try {
    const raw = path.join(folder, 'raw');
    await mkdir(raw);
    await fill((name, bytes) => writeFile(path.join(raw, name), bytes));
    const settings = path.join(folder, 'settings.json');
    await writeFile(settings, JSON.stringify({ minimum_number_of_flats: 5 }));
    const out = path.join(folder, 'out');
    const ours: TimedProcess[] = [];
    for (let run = 0; run < runs; run++) {
      await rm(out, { recursive: true, force: true });
      ours.push(await timedProcess(process.execPath, [path.join(checkout, 'deploy/local/scripts/run.mjs'), 'reduce', raw, out, '--settings', settings]));
    }
    const peer = python === undefined ? undefined : await reducedByPeer(python, raw, folder);
    const peakMegabyte = Math.max(...ours.map((each) => each.peakMegabyte));
    return { what, seconds: medianOf(ours.map(({ seconds }) => seconds)), budget: budget.seconds, peakMegabyte, budgetMegabyte: budget.megabyte, products: (await readdir(out)).length, ...(peer ? { peer } : {}) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both of its programs, one after the other. @throws Error when one of them fails. */
async function reducedByPeer(python: string, raw: string, folder: string): Promise<FolderPeer> {
  const [corrected, spectra] = [path.join(folder, 'corrected'), path.join(folder, 'spectra')];
  await mkdir(spectra);
  const call = async (...args: string[]): Promise<TimedProcess> => {
    const timed = await timedProcess(python, [path.join(checkout, 'deploy/local/bench/folder_peer.py'), ...args], { cwd: folder, errors: 'ignore' });
    if (timed.exitCode !== 0) throw new Error(`goodman_pipeline ended with code ${timed.exitCode}: ${args.join(' ')}`);
    return timed;
  };
  const detector = await call('redccd', '--raw-path', raw, '--red-path', corrected, '--auto-clean', '--cosmic', 'lacosmic');
  const slit = await call('redspec', '--data-path', corrected, '--proc-path', spectra, '--search-pattern', 'cfzst');
  const made = (await readdir(spectra)).filter((name) => /^w.*\.fits$/.test(name)).length;
  return { seconds: detector.seconds + slit.seconds, peakMegabyte: Math.max(detector.peakMegabyte, slit.peakMegabyte), exitCode: 0, spectra: made };
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
