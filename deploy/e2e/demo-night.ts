import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '../local/demo/api-client.js';
import { demoAccounts, type DemoAccount } from '../local/demo/demo-accounts.js';
import { simulatedDemo } from '../local/demo/demo-frames.js';
import { followNight, type NightFrame } from '../local/demo/follow-night.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { launch, type Look, signIn, visit } from './test-browser.js';

/** The seeded night of the demo on a platform of its own, at rest, and a browser to look at it with. */
export interface DemoNight {
  readonly platform: Platform;
  /** Where the portal is, without a slash at its end. */
  readonly root: string;
  readonly browser: Browser;
  /** Asks as staff. */
  readonly staff: ApiClient;
  readonly accounts: readonly DemoAccount[];
  readonly frames: readonly NightFrame[];
  /** What the API answers to staff. @throws Error for a refusal */
  ask<T>(where: string, sent?: unknown): Promise<T>;
  /** The number of a raw frame by its running number in the night. @throws Error for a frame that was not sent */
  raw(number: number): number;
  /** A frame that was sent, as another of the same kind: a name of its own, and one pixel, the nth, that is not the same. */
  again(number: number, name: string, nth?: number): { name: string; bytes: Uint8Array<ArrayBuffer> };
  /** A page of somebody who is signed in, in a browser of its own. */
  as(role: DemoAccount['role'], where: string, look?: Look): Promise<Page>;
  stop(): Promise<void>;
}

/** Software that draws as a graphics card would. */
const SWITCHES = ['--use-angle=swiftshader-webgl', '--enable-unsafe-swiftshader', '--font-render-hinting=none'];
/** As long as a busy machine may take for a night of half a minute. */
const REST_SECOND = 900;
const FITS_BLOCK = 2880;

/** @param binning Of the detector. */
export async function startDemoNight({ binning = 2 }: { binning?: 1 | 2 } = {}): Promise<DemoNight> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-portal-'));
  const platform = await startPlatform({ dataDir });
  const root = platform.apiUrl.replace(/\/api\/?$/, '');
  const accounts = await demoAccounts(platform);
  const account = (role: DemoAccount['role']): DemoAccount => accounts.find((one) => one.role === role) as DemoAccount;
  const staff = new ApiClient(root, account('staff').token);
  const sent = simulatedDemo({ binning });
  // The lamps last, and each part at rest before the next: how many versions a spectrum has, and what is said of it, is not for the clock to decide.
  const parts = Object.values(Object.groupBy(sent, ({ truth }) => (truth?.kind === 'arc' ? 'lamps' : truth?.kind === 'spectrum' ? 'spectra' : 'calibrations')));
  const frames: NightFrame[] = [];
  for (const part of parts) frames.push(...(await followNight(staff, part, { restWithinSecond: REST_SECOND, signal: new AbortController().signal })));
  await ended(staff);
  const browser = await launch(...SWITCHES);
  return {
    platform,
    root,
    browser,
    staff,
    accounts,
    frames,
    async ask<T>(where: string, sent?: unknown): Promise<T> {
      const headers = { authorization: `Token ${account('staff').token}`, 'content-type': 'application/json' };
      const response = await fetch(root + where, sent === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(sent) });
      if (!response.ok) throw new Error(`${where}: ${await response.text()}`);
      return (await response.json()) as T;
    },
    raw(number) {
      const id = frames.find(({ name }) => name.startsWith(String(number).padStart(4, '0')))?.fileId;
      if (id === undefined) throw new Error(`frame ${number} was not sent`);
      return id;
    },
    again(number, name, nth = 0) {
      const found = sent.find((frame) => frame.name.startsWith(String(number).padStart(4, '0')));
      if (!found) throw new Error(`frame ${number} is not of the night`);
      const bytes = Uint8Array.from(found.bytes);
      // The lowest bit of one pixel.
      const at = FITS_BLOCK * Math.floor(bytes.length / FITS_BLOCK / 2) + 1 + 2 * nth;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return { name, bytes };
    },
    async as(role, where, look) {
      const page = await visit(browser, `${root}/login?then=${encodeURIComponent(where)}`, look);
      await signIn(page, account(role).username, account(role).password);
      return page;
    },
    async stop() {
      await browser.close();
      await platform.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits for what the last frames set going again. @throws Error when it takes too long */
async function ended(staff: ApiClient): Promise<void> {
  for (const since = performance.now(); performance.now() - since < REST_SECOND * 1000; await sleep(500)) {
    const going = await Promise.all((['waiting', 'reducing'] as const).map((state) => staff.reductions({ state })));
    if (going.flat().length === 0) return;
  }
  throw new Error('the night of the demo came to no rest');
}
