import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkout } from '../settings/checkout.js';
import { plansInWords } from './archive-plans.js';
import { archiveBudget, benchArchive } from './archive.js';
import { textTable } from '../terminal/text-table.js';
import { benchKernels } from './kernels.js';
import { benchFolder } from './folder.js';
import { profileFolder } from './folder-profile.js';
import { benchLive } from './live.js';
import { benchSustained } from './sustained.js';
import { benchService } from './service.js';
import { benchSkyNegatives } from './solver-skies.js';
import { benchNegatives, benchSolver, type NegativeRow } from './solver.js';
import { drawShares, drawWaterfall } from './profile-figures.js';
import { benchPeers } from './peers.js';
import { benchPortal } from './portal.js';

/**
 * `npm run bench [-- kernels|solver|negatives|reduce|profile|live|sustained|service|portal|archive …]`: speed and memory on this machine. Kernels are compared with their TypeScript reference
 * in one run; the rest are seconds, to be read against the budget printed beside them. For the archive `--minutes 10` goes on asking for so long, and
 * `--data FOLDER` keeps the million files for the next time. `--figure` draws what `live` and `profile` measured into `bench/figures/`.
 */
const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string' }, data: { type: 'string' }, figure: { type: 'boolean' } } });
const minutesWanted = values.minutes === undefined ? undefined : Number(values.minutes);
const say = (line: string) => void process.stderr.write(`${line}\n`);

const parts: Readonly<Record<string, () => Promise<void>>> = {
  async kernels() {
    const rows = (await benchKernels()).map(({ name, megapixel, referenceMs, wasmMs, wasmThreadsMs }) => [
      name,
      megapixel.toFixed(1),
      Number.isNaN(referenceMs) ? '-' : referenceMs.toFixed(0),
      wasmMs.toFixed(0),
      wasmThreadsMs.toFixed(0),
      Number.isNaN(referenceMs) ? '-' : `${(referenceMs / wasmThreadsMs).toFixed(1)} ×`,
    ]);
    print('Kernels: TypeScript reference / WASM SIMD / WASM SIMD in two threads', ['kernel', 'Mpixel', 'reference ms', 'WASM ms', 'threads ms', 'ratio'], rows);
    const peers = await benchPeers(say);
    if (!peers) return;
    print('Beside independent codes on the same arrays, two threads each: wall (processor) ms', ['work', 'ours', 'theirs', 'ratio', 'promised'], peers.map(({ work, peer, ours, theirs, promise }) => [
      `${work}, ${peer}`,
      `${ours.wallMs.toFixed(1)} (${ours.processorMs.toFixed(1)})`,
      `${theirs.wallMs.toFixed(1)} (${theirs.processorMs.toFixed(1)})`,
      `${(ours.wallMs / theirs.wallMs).toFixed(3)} (${(ours.processorMs / theirs.processorMs).toFixed(3)})`,
      promise,
    ]));
  },
  solver() {
    const rows = benchSolver().map((row) => [
      row.name,
      ...[row.lamps, row.within01, row.within03, row.upTo1, row.beyond1, row.refused].map(String),
      row.medianRms.toFixed(3),
      row.medianError.toFixed(3),
      row.milliseconds.toFixed(0),
      (1000 / row.milliseconds).toFixed(0),
    ]);
    print('Wavelength solver, simulated lamps of every mode, errors in unbinned pixels; one thread, ≤ 50 ms in the median', ['lamps', 'of', '≤ 0.1', '≤ 0.3', '0.3–1', '> 1', 'refused', 'rms', 'median', 'ms', 'a second'], rows);
    return Promise.resolve();
  },
  negatives() {
    printNegatives('Spectra that are no lamp of their setup: none may be accepted', benchNegatives());
    printNegatives('The same through a slit of 3″', benchNegatives(undefined, 3));
    printNegatives('Spectra that are no night sky of their setup: none may be accepted', benchSkyNegatives());
    return Promise.resolve();
  },
  async reduce() {
    const rows = (await benchFolder(say)).map(({ what, seconds, budget, peakMegabyte, budgetMegabyte, products, peer }) => [
      what,
      seconds.toFixed(1),
      `≤ ${budget}`,
      peakMegabyte.toFixed(0),
      `≤ ${budgetMegabyte}`,
      String(products),
      ...(peer ? [peer.seconds.toFixed(1), peer.peakMegabyte.toFixed(0), String(peer.spectra), `${(peer.seconds / seconds).toFixed(1)} (≥ 8)`] : ['-', '-', '-', '-']),
    ]);
    print('npm run reduce, start included; beside it goodman_pipeline on the same frames', ['folder', 'seconds', 'asked', 'peak MB', 'asked', 'products', 'goodman_pipeline, seconds', 'its peak MB', 'its spectra', 'times as fast'], rows);
  },
  async profile() {
    for (const binning of [2, 1] as const) {
      const { shares, wholeSecond } = await profileFolder(binning);
      const rest = wholeSecond - shares.reduce((sum, { processorSecond }) => sum + processorSecond, 0);
      const all = [...shares, { work: 'reading, writing, handing over', times: 1, processorSecond: rest }];
      const title = `Where the processor time of npm run reduce goes, 26 frames at ${binning}×${binning}: ${wholeSecond.toFixed(1)} s without its start`;
      if (values.figure) await drawShares(binning, title, all);
      const rows = all.map(({ work, times, processorSecond }) => [
        work,
        String(times),
        processorSecond.toFixed(2),
        ((100 * processorSecond) / wholeSecond).toFixed(1),
      ]);
      print(title, ['work', 'times', 'seconds', '%'], rows);
    }
  },
  async live() {
    for await (const { binning, latencies, fromFirst, budget, steps, nightSecond, nightBudget, uploads, waterfall } of benchLive()) {
      const night = nightBudget === undefined ? '-' : `${nightSecond.toFixed(1)} (≤ ${nightBudget})`;
      const row = (values: readonly number[], limits?: typeof budget) => [
        `${quantile(values, 0.5).toFixed(2)}${limits ? ` (≤ ${limits.p50})` : ''}`,
        `${quantile(values, 0.95).toFixed(2)}${limits ? ` (≤ ${limits.p95})` : ''}`,
      ];
      print(`Live at ${binning}×${binning}: to the calibrated spectrum that can be downloaded, masters and lamp present, ${latencies.length} frames one by one; seconds`, ['from', 'p50', 'p95'], [
        ['the last byte of the upload', ...row(latencies, budget)],
        ['the first byte of the upload', ...row(fromFirst)],
        ['the upload itself', ...row(uploads)],
        ['the whole night in one go', night, '-'],
      ]);
      const title = `Where the time of the median frame went at ${binning}×${binning}, milliseconds since its first byte`;
      if (values.figure) await drawWaterfall(binning, title, waterfall);
      print(title, ['part', 'from', 'to', 'took'], waterfall.map(({ part, depth, from, to }) => [`${'  '.repeat(depth)}${part}`, from.toFixed(0), to.toFixed(0), (to - from).toFixed(0)]));
      print('of which, median seconds by step', ['step', 'seconds'], steps.map(([step, seconds]) => [step, seconds.toFixed(3)]));
    }
  },
  async sustained() {
    for await (const { workers, idle, perMinute, frames, halfRate, taken } of benchSustained()) {
      const row = (values: readonly number[]) => [quantile(values, 0.5).toFixed(2), quantile(values, 0.95).toFixed(2)];
      print(`Sustained at 2×2, ${workers}: ${perMinute.toFixed(0)} frames a minute (≥ 60) over ${frames}; seconds from the last byte to the spectrum`, ['frames come', 'p50', 'p95', 'p95 to idle (≤ 1.5)'], [
        ['one by one', ...row(idle), '-'],
        [`${(perMinute / 2).toFixed(0)} a minute`, ...row(halfRate), (quantile(halfRate, 0.95) / quantile(idle, 0.95)).toFixed(2)],
      ]);
      const [first, last] = [taken[0]?.processes ?? {}, taken.at(-1)?.processes ?? {}];
      const names = Object.keys(last);
      const perFrame = names.map((name) => ((last[name]?.processorSecond ?? NaN) - (first[name]?.processorSecond ?? NaN)) / frames);
      print('Processor time a frame, milliseconds, while there was always one more to do', [...names, 'all'], [[...perFrame, perFrame.reduce((sum, second) => sum + second, 0)].map((second) => (second * 1000).toFixed(0))]);
      print('Resident memory, MB, as frames were done; a worker has at most 1536', ['frames', ...names], taken.map(({ frames: done, processes }) => [String(done), ...names.map((name) => (processes[name]?.megabytes ?? NaN).toFixed(0))]));
    }
  },
  async portal() {
    const rows: string[][] = [];
    for await (const { what, asked, measured } of benchPortal(say)) rows.push([what, asked, measured]);
    print('The portal in headless Chromium, by its own clock', ['what', 'asked', 'measured'], rows);
  },
  async service() {
    const rows = await benchService(say);
    print('The API under load and under attack, with everything behind it', ['what', 'asked', 'measured', 'held'], rows.map(({ what, asked, measured, held }) => [what, asked, measured, held ? 'yes' : 'NO']));
    if (rows.some(({ held }) => !held)) process.exitCode = 1;
  },
  async archive() {
    const { files, loadSecond, rows, minutes, memory, incoming, plans } = await benchArchive(say, { minutes: minutesWanted, dataDir: values.data });
    writeFileSync(path.join(checkout, 'deploy/local/bench/plans/archive.txt'), plansInWords(plans, `Made by \`npm run bench -- archive\`: every query of every question about ${files} files, as PostgreSQL carried it out: processor ms and pages of 8 kB.`));
    const loaded = loadSecond === undefined ? 'loaded before' : `loaded in ${loadSecond.toFixed(0)} s (≤ 180)`;
    print(
      `${files} files, ${loaded}; ${archiveBudget.atOnce} questions at once for ${minutes.toFixed(1)} minutes while ${incoming} frames came in; memory of the API ${memory.map((megabyte) => megabyte.toFixed(0)).join(' → ')} MB`,
      ['question', 'by', 'alone ms', 'p50 ms', 'p95 ms', 'API processor ms', 'failed'],
      rows.map(({ what, who, aloneMs, p50Ms, p95Ms, cpuMs, failed }) => [what, who, aloneMs.toFixed(1), p50Ms.toFixed(0), p95Ms.toFixed(0), cpuMs.toFixed(1), String(failed)]),
    );
    const within = rows.filter(({ p95Ms, failed }) => p95Ms <= archiveBudget.milliseconds && failed === 0).length;
    const [worst] = rows;
    process.stdout.write(`${within === rows.length ? 'PASS' : 'FAIL'}: ${within} of ${rows.length} questions with a p95 ≤ ${archiveBudget.milliseconds} ms; the worst is ${worst?.what} by ${worst?.who}, ${worst?.p95Ms.toFixed(0)} ms\n`);
    if (within < rows.length) process.exitCode = 1;
  },
};

/** Asked for by name only: minutes. */
const LONG: ReadonlySet<string> = new Set(['archive', 'portal', 'profile', 'service', 'sustained']);

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

function print(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${title}\n${textTable(head, rows, { rightFrom: 1 })}\n`);
}

function printNegatives(title: string, rows: readonly NegativeRow[]): void {
  const sum = (of: (row: NegativeRow) => number): string => String(rows.reduce((total, row) => total + of(row), 0));
  print(title, ['kind', 'tried', 'accepted'], [...rows.map(({ kind, tried, accepted }) => [kind, String(tried), String(accepted)]), ['all', sum(({ tried }) => tried), sum(({ accepted }) => accepted)]]);
  if (rows.some(({ accepted }) => accepted > 0)) process.exitCode = 1;
}

const unknown = wanted.filter((name) => !(name in parts));
if (minutesWanted !== undefined && !(minutesWanted > 0)) {
  process.stderr.write(`--minutes is a number above 0, not ${values.minutes}.\n`);
  process.exitCode = 2;
} else if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}\n`);
  for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 ? !LONG.has(name) : wanted.includes(name)) await run();
}
