import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { checkout } from '../local/settings/checkout.js';
import { haveChromium } from '../local/settings/chromium.js';
import { localSettings } from '../local/settings/settings.js';

const browserPath = await haveChromium(localSettings().environment);
const isBuilt = existsSync(path.join(checkout, 'dist/portal/index.html'));

/** Why no page can be looked at here; undefined where it can. */
export const missing = browserPath === undefined ? 'there is no Chromium here: set CHROMIUM' : isBuilt ? undefined : 'the portal is not built: npm run build:portal';
if (missing !== undefined) process.stderr.write(`The portal is not looked at: ${missing}.\n`);

export const PASSWORD = 'seven moons over Pachon';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param more Switches of Chromium for one test only. */
export function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath ?? '', args: [...more, '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

export interface Look {
  readonly theme?: 'dark' | 'light';
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'en' | 'es';
}

/** A browser of its own at an address. */
export async function visit(browser: Browser, address: string, { theme = 'dark', width = 1440, height = 900, language = 'en' }: Look = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: language === 'es' ? 'es-CL' : 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(([theme, language]) => {
    localStorage.setItem('theme', theme as string);
    localStorage.setItem('language', language as string);
  }, [theme, language]); // prettier-ignore
  await page.goto(address);
  return page;
}

export async function signIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('form button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

/** Rules of WCAG and good practice that the page breaks, with the first place of each. */
export function violations(page: Page): Promise<string[]> {
  return page.evaluate(async (program) => {
    // Evaluated by the debugger, which no policy of the page binds.
    (0, eval)(program);
    const { violations: found } = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> } }).axe.run();
    return found.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`);
  }, axe);
}
