import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { User } from '#activities/store/models';
import { hashPassword } from '#activities/store/passwords';
import { rawFrame } from '#activities/store/test-frames';
import { multipart, startTestApi, type TestApi } from '../../api/test-api.js';
import { launch, missing, PASSWORD, signIn, violations, visit } from './test-browser.js';

describe.skipIf(missing !== undefined)('the portal in a browser', { timeout: 120_000 }, () => {
  let api: TestApi;
  let browser: Browser;
  /** What the browser complained about: refused styles and programs stand here too. */
  const complaints: string[] = [];

  async function open(where: string, theme: 'dark' | 'light' = 'dark'): Promise<Page> {
    const page = await visit(browser, api.url + where, { theme });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.reload();
    return page;
  }

  beforeAll(async () => {
    [api, browser] = await Promise.all([startTestApi(), launch()]);
    await User.query(api.database).patch({ passwordHash: await hashPassword(PASSWORD), firstName: 'Cecilia', lastName: 'Payne' }).where({ username: 'pi' });
    expect((await api.fetch('/api/files/', 'pi', multipart('0082_target.fits', rawFrame()))).status).toBeLessThan(300);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  it('asks who is there, refuses a wrong password in words, and leads back to the page that was wanted', async () => {
    const page = await open('/password');
    await page.waitForURL(/\/login\?then=%2Fpassword$/);
    await page.getByRole('button', { name: 'SUBMIT' }).click();
    await page.getByText('The username is missing.').waitFor();
    await page.getByLabel('Username').fill('pi');
    await page.getByLabel('Password').fill('not the one');
    await page.getByRole('button', { name: 'SUBMIT' }).click();
    await page.getByRole('alert').getByText(/do not belong together/).waitFor();
    complaints.length = 0; // the browser writes a line for the refusal itself
    await signIn(page, 'pi');
    await page.waitForURL(/\/password$/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Password change');
    expect(await page.locator('.who').innerText()).toBe('C. Payne');
    expect(await page.getByText('Management').count()).toBe(0); // staff only
  });

  it('is signed in until Logout, and by keys alone gets anywhere', async () => {
    const page = await open('/login');
    await signIn(page, 'pi');
    await page.waitForURL(/\/night$/);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/data$/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('password');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/password$/);
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Logout' }).click();
    await page.waitForURL(/\/login/);
    await page.goto(`${api.url}/data`);
    await page.waitForURL(/\/login/);
  });

  it('shows a frame with its header, and that a new one came, without a click', async () => {
    const page = await open('/login');
    await signIn(page, 'pi');
    await page.waitForURL(/\/night$/);
    await page.goto(`${api.url}/data`);
    await page.getByRole('heading', { level: 1, name: '0082_target' }).waitFor();
    await page.keyboard.press('h');
    await page.getByRole('cell', { name: 'OBSTYPE', exact: true }).waitFor();
    await api.fetch('/api/files/', 'pi', multipart('0083_target.fits', rawFrame({ seed: 2 })));
    await page.getByRole('button', { name: '1 newer frame' }).waitFor();
  });

  it.each(['dark', 'light'] as const)('breaks no rule of axe in the %s theme, and no policy', async (theme) => {
    complaints.length = 0;
    const page = await open('/login', theme);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await violations(page)).toEqual([]);
    await signIn(page, 'pi');
    await page.waitForURL(/\/night$/);
    for (const where of ['/night', '/data', '/password', '/nowhere']) {
      await page.goto(api.url + where);
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      expect([where, await violations(page)]).toEqual([where, []]);
    }
    expect(complaints.filter((line) => /Content Security Policy|Refused/.test(line))).toEqual([]);
  });
});
