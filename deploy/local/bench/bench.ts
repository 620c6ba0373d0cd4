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
import { benchLive } from './live.js';
import { benchNegatives, benchSolver } from './solver.js';
import { benchPeers } from './peers.js';

/**
 * `npm run bench [-- kernels|solver|negatives|reduce|live|archive …]`: speed and memory on this machine. Kernels are compared with their TypeScript reference
 * in one run; the rest are seconds, to be read against the budget printed beside them. For the archive `--minutes 10` goes on asking for so long, and
 * `--data FOLDER` keeps the million files for the next time.
 */
const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string' }, data: { type: 'string' } } });
const minutesWanted = values.minutes === undefined ? undefined : Number(values.minutes);

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
    const peers = await benchPeers((line) => process.stderr.write(`${line}\n`));
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
    const rows = benchNegatives();
    const sum = (of: (row: (typeof rows)[number]) => number): string => String(rows.reduce((total, row) => total + of(row), 0));
    print('Spectra that are no lamp of their setup: none may be accepted', ['kind', 'tried', 'accepted'], [
      ...rows.map(({ kind, tried, accepted }) => [kind, String(tried), String(accepted)]),
      ['all', sum(({ tried }) => tried), sum(({ accepted }) => accepted)],
    ]);
    if (rows.some(({ accepted }) => accepted > 0)) process.exitCode = 1;
    return Promise.resolve();
  },
  async reduce() {
    const rows = (await benchFolder()).map(({ binning, seconds, budget, peakMegabyte, products }) => [
      `${binning}×${binning}`,
      seconds.toFixed(1),
      `≤ ${budget}`,
      peakMegabyte.toFixed(0),
      String(products),
    ]);
    print('npm run reduce on a night of 26 frames, start included', ['binning', 'seconds', 'budget', 'peak MB', 'products'], rows);
  },
  async live() {
    for await (const { binning, latencies, budget, steps, nightSecond, nightBudget, uploads, waterfall } of benchLive()) {
      const night = nightBudget === undefined ? '-' : `${nightSecond.toFixed(1)} (≤ ${nightBudget})`;
      print(`Live at ${binning}×${binning}: upload to calibrated spectrum, masters and lamp present`, ['p50 s', 'p90 s', 'budget', 'upload p50 ms', 'night s'], [
        [quantile(latencies, 0.5).toFixed(2), quantile(latencies, 0.9).toFixed(2), `≤ ${budget}`, (quantile(uploads, 0.5) * 1000).toFixed(0), night],
      ]);
      print('Where the time of the median frame went, milliseconds since its first byte', ['part', 'from', 'to', 'took'], waterfall.map(({ part, depth, from, to }) => [`${'  '.repeat(depth)}${part}`, from.toFixed(0), to.toFixed(0), (to - from).toFixed(0)]));
      print('of which, median seconds by step', ['step', 'seconds'], steps.map(([step, seconds]) => [step, seconds.toFixed(3)]));
    }
  },
  async archive() {
    const { files, loadSecond, rows, minutes, memory, incoming, plans } = await benchArchive((line) => process.stderr.write(`${line}\n`), { minutes: minutesWanted, dataDir: values.data });
    writeFileSync(path.join(checkout, 'deploy/local/bench/plans/archive.txt'), plansInWords(plans, `Made by \`npm run bench -- archive\`: every query of every question about ${files} files, as PostgreSQL carried it out: processor ms and pages of 8 kB.`));
    const loaded = loadSecond === undefined ? 'loaded before' : `loaded in ${loadSecond.toFixed(0)} s (≤ 180)`;
    print(
      `${files} files, ${loaded}; ${archiveBudget.atOnce} questions at once for ${minutes.toFixed(1)} minutes while ${incoming} frames came in; memory of the API ${memory.map((megabyte) => megabyte.toFixed(0)).join(' → ')} MB`,
      ['question', 'by', 'alone ms', 'p50 ms', 'p95 ms', 'API processor ms'],
      rows.map(({ what, who, aloneMs, p50Ms, p95Ms, cpuMs }) => [what, who, aloneMs.toFixed(1), p50Ms.toFixed(0), p95Ms.toFixed(0), cpuMs.toFixed(1)]),
    );
    const within = rows.filter(({ p95Ms }) => p95Ms <= archiveBudget.milliseconds).length;
    const [worst] = rows;
    process.stdout.write(`${within === rows.length ? 'PASS' : 'FAIL'}: ${within} of ${rows.length} questions with a p95 ≤ ${archiveBudget.milliseconds} ms; the worst is ${worst?.what} by ${worst?.who}, ${worst?.p95Ms.toFixed(0)} ms\n`);
    if (within < rows.length) process.exitCode = 1;
  },
};

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

function print(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${title}\n${textTable(head, rows, { rightFrom: 1 })}\n`);
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
  for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 ? name !== 'archive' : wanted.includes(name)) await run();
}
