import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Browser, Page, Request } from 'playwright-core';
import { checkout } from '../local/settings/checkout.js';
import type { DemoNight } from './demo-night.js';
import type { Place } from './photographed-pages.js';

export const FOLDER = path.join(checkout, 'frontend/photographs');
/** Where those lie that a test found different, to be looked at beside the kept ones. */
const DIFFERENT = path.join(checkout, 'dist/photographs-different');
export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];
/** Width and height of a phone, a tablet and a desk, and how many pixels of the screen are one of the photograph. */
export const SCREENS = [
  { width: 390, height: 844, scale: 2 },
  { width: 820, height: 1180, scale: 3 },
  { width: 1440, height: 900, scale: 3 },
] as const;
export type Screen = (typeof SCREENS)[number];
/** The clock of every photograph: the morning after the night. */
const MORNING = new Date('2026-11-24T10:30:00Z');
/** Charts follow a new size after this, and a frame of the screen. */
const SETTLE_MS = 250;
/** A page that still changes after this is photographed as it is. */
const LONGEST_SETTLE_MS = 15_000;
const QUALITY = 65;
/**
 * How far two photographs of one page lie apart: a pixel differs when its color is farther than `THRESHOLD` of black from white (pixelmatch: distance in OKLab, edges of
 * letters left out), and a page differs when more than `MOST` pixels of any square of `SQUARE` do: what is moved, gone or new is all in one place, and a digit is not.
 */
const [THRESHOLD, SQUARE, MOST] = [0.12, 24, 96];
/** What differs from one run to the next by its nature: how long things took, and in what order they came. Numbers are all 0. */
const CHANGING = {
  /** Taken away: its size moves what stands beside it, and a part that took no time is not listed. */
  gone: ['.steps li > span', 'table.fall'],
  /** Stands in the order of its words, and not of its times. */
  sorted: ['gp-messages-tab tbody'],
};

/** A picture as small as a thumb, RGBA row by row. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A photograph, made small, as it is kept. */
export interface Photograph {
  readonly name: string;
  readonly webp: Uint8Array;
}

/** Every place in one theme on every screen, one after the other; `whole` hears of the pictures as they are on the screen. */
export async function* photographed(night: DemoNight, places: readonly Place[], theme: Theme, whole?: (name: string, png: Uint8Array) => Promise<void>): AsyncGenerator<Photograph & { readonly place: Place }> {
  const pages = { nobody: await frozen(night, theme), staff: await frozen(night, theme, 'staff') };
  for (const place of places) {
    const page = place.who === undefined ? pages.nobody : pages.staff;
    await show(page, night.root, place);
    // Before numbers are taken out of the page, and for all screens.
    for (const screen of whole ? SCREENS : []) {
      await fitted(page, screen);
      await whole?.(nameOf(place, theme, screen), await page.screenshot());
    }
    for (const screen of SCREENS) yield { place, ...(await photograph(page, place, { theme, screen })) };
  }
  await Promise.all([pages.nobody, pages.staff].map((page) => page.context().close()));
}

/** One picture of what a page shows now, after `first`. */
export async function photograph(page: Page, place: Place, { theme, screen, first }: { theme: Theme; screen: Screen; first?: (page: Page) => Promise<unknown> }): Promise<Photograph> {
  await fitted(page, screen);
  await page.evaluate(`(${HIDE_CHANGING})(${JSON.stringify(CHANGING)})`);
  await first?.(page);
  return { name: nameOf(place, theme, screen), webp: await small(page, screen) };
}

const nameOf = ({ name }: Place, theme: Theme, { width }: Screen): string => `${name}-${theme}-${width}`;

async function fitted(page: Page, screen: Screen): Promise<void> {
  await page.setViewportSize({ width: screen.width, height: screen.height });
  await settled(page, screen);
}

/** Waits until all that a page asked for has come and two pictures in turn are the same: a wider page loads what a narrow one has no room for, and draws it later. */
async function settled(page: Page, screen: Screen): Promise<void> {
  let before: Uint8Array | undefined;
  for (const since = performance.now(); performance.now() - since < LONGEST_SETTLE_MS; ) {
    await page.waitForTimeout(SETTLE_MS);
    const now = await small(page, screen);
    const isStill = before !== undefined && Buffer.compare(now, before) === 0;
    if (isStill && (asked.get(page)?.size ?? 0) === 0 && (await page.evaluate<boolean>(CHARTS_FIT))) return;
    before = now;
  }
}

/** What each page waits for from the server; its stream of events never ends. */
const asked = new WeakMap<Page, Set<Request>>();

function watchAsked(page: Page): void {
  const open = new Set<Request>();
  asked.set(page, open);
  page.on('request', (request) => request.resourceType() !== 'eventsource' && !request.url().includes('/events') && open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** In the page: every chart has followed its place to a new size. */
const CHARTS_FIT = `[...document.querySelectorAll('.drawing canvas')].every((canvas) => Math.abs(canvas.clientWidth - canvas.closest('.drawing').clientWidth) <= 1)`;

/** In the page: what changes by its nature is not seen, or in another order, and every number is 0, however long. */
const HIDE_CHANGING = `({ gone, sorted }) => {
  for (const element of document.querySelectorAll(gone.join())) element.style.display = 'none';
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const said = words.currentNode.data.replace(/\\d[\\d.,:\u202f]*/g, '0');
    if (said !== words.currentNode.data) words.currentNode.data = said;
  }
  for (const list of document.querySelectorAll(sorted.join())) list.append(...[...list.children].sort((a, b) => (a.textContent < b.textContent ? -1 : 1)));
}`;

/** A browser whose clock stands. */
export async function frozen(night: DemoNight, theme: Theme, who?: 'staff'): Promise<Page> {
  if (who) {
    const page = await night.as(who, '/night', { theme });
    watchAsked(page);
    await page.clock.setFixedTime(MORNING);
    return page;
  }
  const context = await night.browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  watchAsked(page);
  await page.addInitScript((name) => localStorage.setItem('theme', name), theme);
  await page.clock.setFixedTime(MORNING);
  await page.goto(`${night.root}/login`);
  return page;
}

/** Goes to a place and waits until all of it is there. @throws Error when a part of it could not be loaded */
export async function show(page: Page, root: string, { name, where, ready, open }: Place): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  // What the page before had asked for is nobody's any more.
  asked.get(page)?.clear();
  await page.goto(root + where);
  await page.locator(ready).first().waitFor();
  // The wall of parts has skeletons to show.
  if (name !== 'states') await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await open?.(page);
  // A page that tells of a failure has all that is waited for, too.
  const failures = name === 'states' ? [] : await page.locator('gp-trouble').allInnerTexts();
  if (failures.length > 0) throw new Error(`${where} shows a failure: ${failures.join(' ')}`);
}

/** A page as few pixels: the browser makes them so, and WebP of them. */
async function small(page: Page, { width, height, scale }: Screen): Promise<Uint8Array> {
  const debug = await page.context().newCDPSession(page);
  const { data } = await debug.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip: { x: 0, y: 0, width, height, scale: 1 / scale } });
  await debug.detach();
  return Buffer.from(data, 'base64');
}

/** The pixels of a photograph. */
export async function pixelsOf(lab: Page, webp: Uint8Array): Promise<Thumbnail> {
  const [width, height, text] = await lab.evaluate<[number, number, string]>(`(async () => {
    const image = new Image();
    image.src = 'data:image/webp;base64,${Buffer.from(webp).toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    brush.drawImage(image, 0, 0);
    const { data } = brush.getImageData(0, 0, image.width, image.height);
    return [image.width, image.height, new Uint8Array(data.buffer).toBase64()];
  })()`);
  return { width, height, data: Buffer.from(text, 'base64') };
}

/** What differs between two photographs, in words; undefined for two that look alike. */
export function differenceBetween(now: Thumbnail, before: Thumbnail): string | undefined {
  if (now.width !== before.width || now.height !== before.height) return `${now.width} × ${now.height} pixels, was ${before.width} × ${before.height}`;
  const most = pixelmatch(now.data, before.data, null, now.width, now.height, { threshold: THRESHOLD, windowSize: SQUARE });
  return most > MOST ? `${most} of ${SQUARE * SQUARE} pixels of one square differ, ${MOST} may` : undefined;
}

/** Which program and which letters draw here: pictures of others are not to be compared with. */
export async function drawnWith(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const widths = await page.evaluate<string>(`(() => {
    const brush = document.createElement('canvas').getContext('2d');
    return ['13px system-ui, sans-serif', '600 20px system-ui, sans-serif', '13px monospace'].map((font) => (brush.font = font, brush.measureText('Wavelength (Angstrom) 0123456789 λ').width.toFixed(2))).join(' ');
  })()`);
  await page.close();
  return `Chromium ${browser.version().split('.')[0]}, letters ${widths}`;
}

const DRAWN_WITH = path.join(FOLDER, 'drawn-with.txt');

/** Keeps the photographs of this browser. */
export const keep = (photo: Photograph): Promise<void> => write(FOLDER, photo);

export const keepDifferent = (photo: Photograph): Promise<void> => write(DIFFERENT, photo);

async function write(folder: string, { name, webp }: Photograph): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.webp`), webp);
}

export async function keepDrawnWith(browser: Browser): Promise<void> {
  await writeFile(DRAWN_WITH, `${await drawnWith(browser)}\n`);
}

/** What the kept photographs were drawn with; undefined where none are kept. */
export async function keptDrawnWith(): Promise<string | undefined> {
  return existsSync(DRAWN_WITH) ? (await readFile(DRAWN_WITH, 'utf8')).trim() : undefined;
}

/** Compares a photograph with the kept one of its name. */
export async function compared(lab: Page, { name, webp }: Photograph): Promise<string | undefined> {
  const file = path.join(FOLDER, `${name}.webp`);
  if (!existsSync(file)) return 'there is no photograph of it: npm run photographs';
  return differenceBetween(await pixelsOf(lab, webp), await pixelsOf(lab, await readFile(file)));
}
