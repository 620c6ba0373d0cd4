import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from '#activities/store/database';
import { ApiClient, type ReductionView } from '../demo/api-client.js';
import { demoAccounts } from '../demo/demo-accounts.js';
import { simulatedDemo } from '../demo/demo-frames.js';
import { followNight, type NightFrame } from '../demo/follow-night.js';
import { startPlatform } from '../platform/platform.js';
import { waterfallOf, type Bar } from './waterfall.js';

export interface LiveResult {
  readonly binning: 1 | 2;
  /** Seconds from the first byte of the upload to the event that the calibrated spectrum can be downloaded, one frame at a time. */
  readonly latencies: readonly number[];
  readonly uploads: readonly number[];
  readonly budget: number;
  readonly steps: readonly (readonly [string, number])[];
  /** Where the time of the frame went that took the median time. */
  readonly waterfall: readonly Bar[];
  /** The whole night in one go: first upload to last product. */
  readonly nightSecond: number;
  readonly nightBudget: number | undefined;
}

const BUDGET_SECOND = { 1: 5, 2: 1.5 } as const;
const REPEATS = 7;

/** A platform of its own for each binning: one demo night, then spectra one by one, each a fresh frame with everything it needs present. */
export async function* benchLive(binnings: readonly (1 | 2)[] = [2, 1]): AsyncGenerator<LiveResult> {
  for (const binning of binnings) yield await live(binning);
}

async function live(binning: 1 | 2): Promise<LiveResult> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  const platform = await startPlatform({ dataDir });
  const database = connect(platform.databaseUrl, { pool: 1 });
  try {
    const staff = (await demoAccounts(platform)).find(({ role }) => role === 'staff');
    const api = new ApiClient(platform.apiUrl.replace(/\/api\/?$/, ''), staff?.token ?? '');
    const follow = { restWithinSecond: 300, signal: new AbortController().signal };
    const frames = simulatedDemo({ binning });
    const begun = Date.now();
    await followNight(api, frames, follow);
    const ended = Math.max(...(await api.reductions()).map(({ finished }) => (finished === null ? 0 : Date.parse(finished))));

    const latencies: number[] = [];
    const uploads: number[] = [];
    const reduced: NightFrame[] = [];
    const timings: ReductionView['timings'][] = [];
    // Other noise, same setup: the spectra of other seeds are new frames to the platform.
    for (let repeat = 1; repeat <= REPEATS; repeat++) {
      const spectrum = simulatedDemo({ binning, seed: 1000 + repeat }).find(({ truth }) => truth?.kind === 'spectrum' && (truth.targets?.length ?? 0) > 0);
      if (!spectrum) throw new Error('the demo night has no spectrum');
      const [frame] = await followNight(api, [{ name: `9${repeat}_${spectrum.name}`, bytes: spectrum.bytes }], follow);
      if (frame?.calibratedSecond === undefined) throw new Error(`${spectrum.name} was not calibrated: ${frame?.state ?? ''} ${frame?.reason ?? ''}`);
      latencies.push(frame.calibratedSecond);
      uploads.push(frame.uploadSecond);
      reduced.push(frame);
      const [reduction] = await api.reductions({ file_id: frame.fileId ?? '' });
      if (reduction) timings.push(reduction.timings);
    }
    const names = [...new Set(timings.flatMap((each) => Object.keys(each)))];
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
    const middle = reduced.toSorted((a, b) => (a.calibratedSecond ?? 0) - (b.calibratedSecond ?? 0))[reduced.length >> 1];
    return {
      binning,
      waterfall: middle ? await waterfallOf(platform, database, middle) : [],
      latencies,
      uploads,
      budget: BUDGET_SECOND[binning],
      steps: names.map((name) => [name, median(timings.map((each) => each[name] ?? 0))] as const),
      nightSecond: (ended - begun) / 1000,
      nightBudget: binning === 2 ? 25 : undefined,
    };
  } finally {
    await database.destroy();
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
