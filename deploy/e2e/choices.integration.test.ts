import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cut } from '#api/test-cut';
import { multipart, startTestApi, type TestApi } from '#api/test-api';
import { startTestMailbox, type TestMailbox } from '#api/test-mailbox';
import { AuditRecord } from '#activities/store/audit-record';
import { OutboxEntry, Proposal, StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { launch, missing, signIn, violations, visit } from './test-browser.js';
import { makeWorld, type World } from './test-choices-world.js';

const THEMES = ['dark', 'light'] as const;

describe.skipIf(missing !== undefined)('what one can do about a frame', { timeout: 120_000 }, () => {
  let api: TestApi;
  let browser: Browser;
  let mailbox: TestMailbox;
  let world: World;

  beforeAll(async () => {
    mailbox = await startTestMailbox();
    [api, browser] = await Promise.all([startTestApi({ SMTP_URL: mailbox.url, TEMPORAL_UI_URL: 'http://temporal.example.org' }), launch()]);
    world = await makeWorld(api);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await mailbox?.close();
  });

  async function as(username: 'staff' | 'pi', where: string, look: Parameters<typeof visit>[2] = {}): Promise<Page> {
    const page = await visit(browser, `${api.url}/login`, look);
    await signIn(page, username);
    await page.goto(api.url + where);
    return page;
  }

  /** Every page and open panel of this part. */
  const places = (): readonly (readonly [name: string, where: string, ready: string])[] => [
    ['failure', `/data/${world.failed[0]}/failure`, '.steps .stop'],
    ['why', `/data/${world.spectrum}/why`, '.match tbody tr'],
    ['compare', `/data/${world.spectrum}?level=4&compare=${world.older}`, 'gp-difference-card h2'],
    ['data', `/data/${world.spectrum}?level=4`, 'gp-lineage-card li'],
    ['states', '/states', '.wall'],
    ['users', '/management/users', 'tbody tr'],
    ['link', `/links/${world.link}`, '.picture img'],
  ];

  it('breaks no rule of axe, in both themes', async () => {
    for (const theme of THEMES) {
      const page = await as('staff', '/night', { theme });
      for (const [name, where, ready] of places()) {
        await page.goto(api.url + where);
        await page.locator(ready).first().waitFor();
        expect([theme, name, await violations(page)]).toEqual([theme, name, []]);
      }
      await page.goto(`${api.url}/data/${world.spectrum}/why`);
      await page.getByRole('button', { name: 'Exclude …' }).first().click();
      await page.getByText(/Made again/).waitFor();
      await page.getByRole('button', { name: /Notifications/ }).click();
      await page.locator('#bell-list').waitFor();
      expect([theme, 'panels', await violations(page)]).toEqual([theme, 'panels', []]);
      await page.context().close();
    }
  });

  it.each([360, 1440])('is no wider than a screen of %i px', async (width) => {
    const page = await as('staff', '/states', { width });
    for (const [name, where, ready] of places()) {
      await page.goto(api.url + where);
      await page.locator(ready).first().waitFor();
      expect([name, await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([name, 0]);
    }
  });

  it('staff find the cause of a failed frame in two clicks, reach its workflow, and retry it', async () => {
    const page = await as('staff', '/logs');
    await page.getByRole('link', { name: 'Failures' }).or(page.getByRole('button', { name: 'Failures' })).first().click();
    await page.getByRole('link', { name: 'See the cause' }).click();
    await page.getByRole('heading', { level: 1, name: 'No wavelength solution: too few lamp lines' }).waitFor();
    await page.locator('gp-lamp-evidence gp-chart').waitFor();
    expect(await page.getByRole('link', { name: 'Open in Temporal UI' }).getAttribute('href')).toMatch(/^http:\/\/temporal\.example\.org\/namespaces\/default\/workflows\/frame%3A\d+\/run-\d+\/history$/);
    await page.getByRole('button', { name: /^Retry 00/ }).click();
    await page.getByText(/reduced again/).first().waitFor();
    expect(await AuditRecord.query(api.database).where({ action: 'reduce', username: 'staff' }).resultSize()).toBe(1);
  });

  it('an observer sees why, and neither the workflow nor what staff alone may do', async () => {
    const page = await as('pi', `/data/${world.failed[0]}/failure`);
    await page.locator('.steps .stop').waitFor();
    expect(await page.getByText('Temporal').count()).toBe(0);
    await page.goto(`${api.url}/data/${world.spectrum}/why`);
    await page.locator('.match tbody tr').first().waitFor();
    expect(await page.getByRole('button', { name: /Exclude|Force/ }).count()).toBe(0);
    await page.goto(`${api.url}/states`);
    await page.getByText('For staff').waitFor();
  });

  it('goes on without a calibration at one press, and takes it back', async () => {
    const page = await as('pi', `/data/${world.spectrum}/why`);
    await page.getByRole('button', { name: 'Go on without: Lamps' }).click();
    await page.getByText('The frame goes on without: Lamps').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Lamps: chosen automatically again').waitFor();
  });

  it('compares two versions, in words too, and says where they differ', async () => {
    const page = await as('pi', `/data/${world.spectrum}?level=4`);
    await page.getByRole('button', { name: /Compare with version 1/ }).click();
    await page.getByRole('heading', { name: 'Version 2 against 1' }).waitFor();
    expect(await page.locator('gp-difference-card header').innerText()).toMatch(/largest change .* σ at/);
    await page.keyboard.press('b');
    await expect.poll(() => page.getByRole('button', { name: /Blink/ }).getAttribute('aria-pressed')).toBe('true');
  });

  it('who is named is told by the bell, and answers where it was said', async () => {
    const page = await as('staff', '/night');
    await page.getByRole('button', { name: 'Notifications, 1 new' }).click();
    await page.getByRole('link', { name: /named you on/ }).click();
    await page.getByRole('heading', { name: 'Comments' }).waitFor();
    await page.getByRole('button', { name: 'Answer' }).first().click();
    await page.getByLabel(/^Answer to/).fill('A cosmic ray.');
    await page.locator('form', { has: page.getByLabel(/^Answer to/) }).getByRole('button', { name: 'Answer' }).click();
    await page.getByText('A cosmic ray.').waitFor();
  });

  it('a link opens one file to somebody without an account, until it is revoked', async () => {
    const guest = await visit(browser, `${api.url}/links/${world.link}`);
    await guest.getByRole('heading', { level: 1, name: 'NGC 2992' }).waitFor();
    await expect.poll(() => guest.locator('.picture img').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(100);
    const page = await as('pi', `/data/${world.spectrum}?level=4`);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The link opens nothing any more').waitFor();
    await guest.reload();
    await guest.getByText('This link opens nothing').waitFor();
  });

  it('staff take a bad lamp out of use, after they saw what that makes again', async () => {
    const page = await as('staff', `/data/${world.spectrum}/why`);
    await page.getByRole('button', { name: 'Exclude …' }).first().click();
    await page.getByText('Made again: frames 3, masters 0.').waitFor();
    await page.getByLabel(/What is wrong with/).fill('neon is out');
    const before = await OutboxEntry.query(api.database).resultSize();
    await page.getByRole('button', { name: 'Take out of use' }).click();
    await page.getByText(/is out of use: what used it is made again/).waitFor();
    expect((await StoredFile.query(api.database).where({ originalFileId: world.lamp, dataType: 2 }).first())?.excluded).toBe('neon is out');
    expect(await OutboxEntry.query(api.database).resultSize()).toBe(before + 3);
  });

  it('a PI invites by mail, and the invited signs in and sees that proposal alone', async () => {
    const proposal = await Proposal.query(api.database).findOne({ soarId: 'SOAR2026B-011' }).throwIfNotFound();
    const page = await as('pi', `/proposals/${proposal.id}/collaborators`);
    await page.getByLabel('Collaborator Email').fill('henrietta@example.org');
    await page.getByRole('button', { name: 'Add collaborator' }).click();
    const { text } = await mailbox.next('henrietta@example.org');
    const [address = ''] = /http\S+/.exec(text) ?? [];
    const guest = await visit(browser, address.replace(/^https?:\/\/[^/]+/, api.url));
    await guest.locator('#next').fill('cepheids of the small cloud');
    await guest.locator('#again').fill('cepheids of the small cloud');
    await guest.locator('form button[type="submit"]').click();
    await guest.getByRole('status').getByText(/password/i).waitFor();
    await guest.goto(`${api.url}/login`);
    await signIn(guest, /user name is (\S+?)[.\s]/.exec(text)?.[1] ?? '', 'cepheids of the small cloud');
    await guest.goto(`${api.url}/proposals`);
    await guest.getByText('SOAR2026B-011').first().waitFor();
    expect(await guest.getByText(/^SOAR20\d\d[AB]-\d{3}$/).count()).toBe(1);
  });

  it('says that the platform does not answer, comes back, and misses nothing', async () => {
    const line = await Cut.to(api.url);
    const page = await visit(browser, `http://${line.address}/login`);
    await signIn(page, 'pi');
    await page.goto(`http://${line.address}/data`);
    await page.getByText('Live', { exact: true }).first().waitFor();
    await line.cut();
    await page.getByText(/Connection lost at/).waitFor({ timeout: 40_000 });
    expect((await api.fetch('/api/files/', 'pi', multipart('0090_meanwhile.fits', rawFrame({ seed: 90 })))).status).toBe(201);
    await line.mend();
    await expect.poll(() => page.getByText(/Connection lost at/).count(), { timeout: 60_000 }).toBe(0);
    await page.getByRole('button', { name: '1 newer frame' }).or(page.getByText('0090_meanwhile')).first().waitFor({ timeout: 60_000 });
    expect(await page.getByText(/Connection lost at/).count()).toBe(0);
    await line.cut();
  });
});
