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
  /** Seconds from the last byte of the upload to the event that the calibrated spectrum can be downloaded, one frame at a time; each was downloaded at that moment. */
  readonly latencies: readonly number[];
  /** The same from the first byte. */
  readonly fromFirst: readonly number[];
  readonly uploads: readonly number[];
  readonly budget: LiveBudget;
  readonly steps: readonly (readonly [string, number])[];
  /** Where the time of the frame went that took the median time. */
  readonly waterfall: readonly Bar[];
  /** The whole night in one go: first upload to last product. */
  readonly nightSecond: number;
  readonly nightBudget: number | undefined;
}

/** Seconds from the last byte. */
export interface LiveBudget {
  readonly p50: number;
  readonly p95: number;
}

const BUDGET: Readonly<Record<1 | 2, LiveBudget>> = { 1: { p50: 2, p95: 2.6 }, 2: { p50: 0.7, p95: 1 } };
/** The 95th of a hundred is the 19th of these. */
const REPEATS = 20;

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

    const reduced: CalibratedFrame[] = [];
    const timings: ReductionView['timings'][] = [];
    // Other noise, same setup: the spectra of other seeds are new frames to the platform.
    for (let repeat = 1; repeat <= REPEATS; repeat++) {
      const spectrum = simulatedDemo({ binning, seed: 1000 + repeat }).find(({ truth }) => truth?.kind === 'spectrum' && (truth.targets?.length ?? 0) > 0);
      if (!spectrum) throw new Error('the demo night has no spectrum');
      const frame = await reduceOne(api, { name: `9${repeat}_${spectrum.name}`, bytes: spectrum.bytes });
      reduced.push(frame);
      const [reduction] = await api.reductions({ file_id: frame.fileId ?? '' });
      if (reduction) timings.push(reduction.timings);
    }
    const names = [...new Set(timings.flatMap((each) => Object.keys(each)))];
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
    const middle = reduced.toSorted((a, b) => a.calibratedSecond - b.calibratedSecond)[reduced.length >> 1];
    return {
      binning,
      waterfall: middle ? await waterfallOf(platform, database, middle) : [],
      latencies: reduced.map(({ calibratedSecond, sentSecond }) => calibratedSecond - sentSecond),
      fromFirst: reduced.map(({ calibratedSecond }) => calibratedSecond),
      uploads: reduced.map(({ uploadSecond }) => uploadSecond),
      budget: BUDGET[binning],
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

export type CalibratedFrame = NightFrame & { readonly calibratedSecond: number };

/** Sends one frame and follows it to its end; its spectrum is downloaded as soon as the event stream names it. @throws Error when there is none, or it cannot be had. */
async function reduceOne(api: ApiClient, frame: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<CalibratedFrame> {
  let download: Promise<Uint8Array> | undefined;
  const [reduced] = await followNight(api, [frame], {
    restWithinSecond: 300,
    signal: new AbortController().signal,
    onChange: ({ calibratedFile }) => {
      if (calibratedFile !== undefined) download ??= api.download(calibratedFile);
    },
  });
  const spectrum = await download;
  if (reduced?.calibratedSecond === undefined || !spectrum) throw new Error(`${frame.name} was not calibrated: ${reduced?.state ?? ''} ${reduced?.reason ?? ''}`);
  return { ...reduced, calibratedSecond: reduced.calibratedSecond };
}
