import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reductionSettings } from '#activities/domain/settings';
import { tasks } from '#activities/threads/tasks';
import { simulatedDemo } from '../demo/demo-frames.js';
import { FolderNight } from '../offline/folder-night.js';
import type { FolderPool } from '../offline/folder-pool.js';
import { frameFileIn } from '../offline/frame-file.js';

/** What a folder's night spends on one kind of work. */
export interface WorkShare {
  readonly work: string;
  readonly times: number;
  /** Of all threads together. */
  readonly processorSecond: number;
}

/**
 * Where the processor time of `npm run reduce` goes: the demo night reduced in this thread, one piece of work after the other, so that each can be timed by itself.
 * What is left over is reading, writing and the handing over of work. Starts are not in it.
 */
export async function profileFolder(binning: 1 | 2): Promise<{ readonly shares: readonly WorkShare[]; readonly wholeSecond: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  const used = new Map<string, { times: number; processorSecond: number }>();
  const night = new FolderNight({
    settings: reductionSettings.parse({ minimum_number_of_flats: 5 }),
    date: new Date().toISOString().slice(0, 10),
    pool: timedPool(used),
    keep: ({ fileName, bytes }) => writeFile(path.join(folder, `out_${fileName}`), bytes),
    readBack: (fileName) => readFile(path.join(folder, `out_${fileName}`)),
    onReport: () => undefined,
  });
  try {
    const frames = simulatedDemo({ binning });
    await Promise.all(frames.map(({ name, bytes }) => writeFile(path.join(folder, name), bytes)));
    const before = process.cpuUsage();
    await night.reduce(frames.map(({ name }) => frameFileIn(folder, name)));
    const wholeSecond = processorSecond(before);
    const shares = [...used].map(([work, share]) => ({ work, ...share })).sort((a, b) => b.processorSecond - a.processorSecond);
    return { shares, wholeSecond };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function processorSecond(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** What the threads do, done here. */
function timedPool(used: Map<string, { times: number; processorSecond: number }>): FolderPool {
  const timed = <T>(work: string, run: () => T): Promise<T> => {
    const before = process.cpuUsage();
    const result = run();
    const { times, processorSecond: so } = used.get(work) ?? { times: 0, processorSecond: 0 };
    used.set(work, { times: times + 1, processorSecond: so + processorSecond(before) });
    return Promise.resolve(result);
  };
  return {
    step: (work) => timed(work.step, () => tasks.step(work)),
    encode: (kind, product, context) => timed(`write ${kind}`, () => tasks.encode({ kind, product, context })),
    decode: (kind, bytes) => timed(`read ${kind}`, () => tasks.decode({ kind, bytes }) as never),
    decodeRaw: (bytes, name) => timed('read rawFrame', () => tasks.decodeRaw({ bytes, name })),
    readRaw: (file, name) => timed('read rawFrame', () => tasks.readRaw({ path: file, name })),
    close: () => Promise.resolve(),
  };
}
