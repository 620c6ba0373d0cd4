import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { smallNight } from '../../nights/small-night.js';
import { checkout } from '../settings/checkout.js';
import type { DemoNight } from '../../e2e/demo-night.js';
import { dragEdge, heapMegabyte, measured, pan, until } from '../../e2e/hand.js';
import { quantile } from './quantile.js';

/** Milliseconds, in the order they came. */
export type Waits = readonly number[];

const [STAR, LAST] = [22, 25];
const WAIT = { timeout: 300_000 };

/** From the commit of a product, as its event tells it, to its curve on the screen: `n` spectra sent one after the other while the night is open. */
export async function keptToPixels(night: DemoNight, n: number): Promise<Waits> {
  const page = await night.as('staff', '/night');
  await page.locator('gp-current-spectrum canvas').first().waitFor();
  for (let i = 1; i <= n; i++) {
    const { name, bytes } = night.again(LAST, `${String(100 + i).padStart(4, '0')}_ngc1399gcfield.fits`, i);
    await night.staff.upload(name, bytes);
    await until(page, `performance.getEntriesByName('kept to pixels').length >= ${i}`);
  }
  const waits = await measured(page, 'kept to pixels');
  await page.context().close();
  return waits;
}

/** From a move of the hand to the new spectrum on the screen, and what each costs the thread of the page. */
export async function draggedToSpectrum(night: DemoNight, moves: number): Promise<{ waits: Waits; pageMs: number; workerMs: number }> {
  const page = await night.as('PI', `/data/${night.raw(STAR)}/view`);
  await page.locator('gp-bench-plot canvas').first().waitFor();
  await page.keyboard.press('z');
  await page.getByText(/Drawn from the pixels/).waitFor(WAIT);
  await page.getByLabel('Extraction').selectOption('fractional');
  await page.waitForTimeout(1000);
  const [worked, had] = [await watchWork(page), (await measured(page, 'zones fractional')).length];
  await dragEdge(page, moves);
  const waits = (await measured(page, 'zones fractional')).slice(had);
  const work = await measured(page, 'zones work');
  const pageMs = (await worked()) / Math.max(1, waits.length);
  await page.context().close();
  return { waits, pageMs, workerMs: quantile(work.slice(had), 0.5) };
}

/** First contentful paint of a fresh browser, ms. */
export async function firstPaint({ browser, root }: DemoNight, where: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(root + where);
  const paint = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';
  await until(page, paint);
  const ms = await page.evaluate<number>(paint);
  await page.close();
  return ms;
}

/** What index.html asks for at once, kB. */
export function initialKilobytes(): number {
  const folder = path.join(checkout, 'dist/portal');
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const files = new Set([...html.matchAll(/(?:src|href)="([\w.-]+\.(?:js|css))"/g)].map(([, name]) => name ?? '').filter((name) => name !== 'first-theme.js'));
  return [...files].reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1000;
}

/** Interactions in a list of ten thousand rows: select, walk, scroll and select again; each up to the next paint, by the Event Timing of the browser. */
export async function interactionsOfManyRows(night: DemoNight, rows: number): Promise<Waits> {
  const page = await night.as('staff', '/night');
  const { results } = await night.ask<{ results: Record<string, unknown>[] }>('/api/files/?page_size=50');
  const many = Array.from({ length: rows }, (_, i) => ({ ...results[i % results.length], id: 1_000_000 - i, file_name: `${String(i).padStart(5, '0')}.fits` }));
  await page.route(/\/api\/files\/\?/, (route) => route.fulfill({ json: { count: rows, count_exact: true, next: null, previous: null, next_cursor: null, results: many } }));
  await page.goto(`${night.root}/search`);
  await page.locator('gp-file-table tbody input').first().waitFor(WAIT);
  await page.evaluate(`globalThis.waits = []; new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.interactionId && waits.push(entry.duration))).observe({ type: 'event', durationThreshold: 16 })`);
  for (let i = 0; i < 10; i++) {
    await page.locator('gp-file-table tbody input').nth(i).click();
    await page.keyboard.press('j');
    await page.mouse.wheel(0, 4000);
    await page.waitForTimeout(150);
  }
  const waits = await page.evaluate<number[]>('waits');
  await page.context().close();
  // What took less than the threshold is not told.
  return waits.length === 0 ? [16] : waits;
}

/** Memory of the page after each hundred frames that came while the night was open, MB after a collection. The frames are told, the spectra are those of the night. */
export async function memoryOfNight(night: DemoNight, frames: number): Promise<number[]> {
  const page = await night.as('staff', '/user');
  // The stream of the page, with a way to say more on it.
  await page.addInitScript(`globalThis.EventSource = class extends EventSource { constructor(...all) { super(...all); globalThis.told = this; } }`);
  const [{ night: name }] = (await night.ask<{ results: { night: string }[] }>('/api/nights/')).results as [{ night: string }];
  const view = await night.ask<{ frames: { id: number; file_name: string; products: unknown[] }[] }>(`/api/nights/${name}/`);
  const made = view.frames.filter(({ products }) => products.length > 0);
  let come = 0;
  await page.route(new RegExp(`/api/nights/${name}/`), (route) => {
    const more = Array.from({ length: come }, (_, i) => ({ ...made[i % made.length], id: 500_000 + i, file_name: `${String(200 + i).padStart(4, '0')}_more.fits` }));
    return route.fulfill({ json: { ...view, frames: [...view.frames, ...more] } });
  });
  await page.goto(`${night.root}/night`);
  await page.locator('gp-current-spectrum canvas').first().waitFor(WAIT);
  const samples: number[] = [];
  for (come = 1; come <= frames; come++) {
    const event = { id: String(10_000_000 + come), kind: 'file', file_id: 500_000 + come, reduction_id: null, proposal_id: null, night: name, created: new Date().toISOString(), payload: { dataType: 4, originalFileId: 499_999 + come } };
    await page.evaluate((data) => (globalThis as unknown as { told: EventTarget }).told.dispatchEvent(new MessageEvent('file', { data })), JSON.stringify(event));
    await page.waitForTimeout(30);
    if (come % 100 === 0) samples.push(await heapMegabyte(page));
  }
  await page.context().close();
  return samples;
}

/** A raw frame of 4142 × 1896 pixels moved to and fro: frames of the screen a second, and what each costs the page, ms. */
export async function panOfWholeFrame(night: DemoNight): Promise<{ fps: number; pageMs: number }> {
  const [frame] = smallNight({ binning: 1, biases: 1, blocks: [] });
  if (!frame) throw new Error('no frame was simulated');
  const { file } = await night.staff.upload(`0199_${frame.name.replace(/^\d+_/, '')}`, frame.bytes);
  const page = await night.as('staff', `/data/${file.id}/view`);
  await page.locator('canvas.pixels').waitFor(WAIT);
  await page.waitForTimeout(2000);
  const worked = await watchWork(page);
  const [frames, seconds] = await pan(page);
  const pageMs = (await worked()) / frames;
  await page.context().close();
  return { fps: frames / seconds, pageMs };
}

/** Begins to count how long the thread of the page works, ms; the time of others on the machine is not in it. */
async function watchWork(page: Page): Promise<() => Promise<number>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const now = async (): Promise<number> => 1000 * ((await debug.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  const begun = await now();
  return async () => (await now()) - begun;
}

