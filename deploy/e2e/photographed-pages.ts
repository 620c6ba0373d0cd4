import type { Page } from 'playwright-core';
import type { DemoAccount } from '../local/demo/demo-accounts.js';
import type { DemoNight } from './demo-night.js';

/** A page as it is photographed. */
export interface Place {
  readonly name: string;
  readonly where: string;
  /** What is there when all is there. */
  readonly ready: string;
  /** Who looks; nobody has to sign in without. */
  readonly who?: DemoAccount['role'];
  /** What is opened before. */
  readonly open?: (page: Page) => Promise<void>;
}

/** Running numbers in the demo night: a spectrum with two sources, and one that fails. */
const [SPECTRUM, FAILED] = [23, 24];
const PROPOSAL = 'SOAR2026B-007';
const LINK_MS = 5 * 86_400_000;

/** Every page of the portal, and what opens over it. @throws Error when the night lacks what a page shows */
export async function photographedPages({ staff, raw, ask }: Pick<DemoNight, 'staff' | 'raw' | 'ask'>): Promise<readonly Place[]> {
  const [spectrum, failed] = [raw(SPECTRUM), raw(FAILED)];
  const { results: proposals } = await ask<{ results: { id: number; soar_id: string }[] }>('/api/proposals/');
  const proposal = proposals.find(({ soar_id }) => soar_id === PROPOSAL)?.id;
  const calibrated = (await staff.files({ original_file_id: spectrum, data_type: 4 }))[0]?.id;
  if (proposal === undefined || calibrated === undefined) throw new Error('the night has no proposal, or no calibrated spectrum');
  const { url } = await ask<{ url: string }>(`/api/files/${calibrated}/links/`, { until: new Date(Date.now() + LINK_MS).toISOString().slice(0, 10), note: '' });
  const by = (who: DemoAccount['role'], name: string, where: string, ready: string, open?: Place['open']): Place => ({ who, name, where, ready, ...(open ? { open } : {}) });
  return [
    { name: 'login', where: '/login', ready: '#password' },
    { name: 'forgotten', where: '/forgotten', ready: 'form' },
    { name: 'reset', where: '/reset/no-such-token', ready: 'h1' },
    { name: 'link', where: `/links/${/links\/([^/]+)/.exec(url)?.[1] ?? ''}`, ready: '.picture img' },
    by('staff', 'night', '/night', 'gp-current-spectrum .drawing canvas'),
    by('staff', 'keys', '/night', 'gp-current-spectrum .drawing canvas', (page) => page.keyboard.press('?')),
    by('staff', 'data', `/data/${spectrum}?level=4`, 'gp-lineage-card li'),
    by('staff', 'header', `/data/${spectrum}?level=4`, 'gp-lineage-card li', (page) => page.keyboard.press('h')),
    by('staff', 'why', `/data/${spectrum}/why`, '.match tbody tr'),
    by('staff', 'failure', `/data/${failed}/failure`, '.steps .stop'),
    by('staff', 'viewer', `/data/${spectrum}/view`, 'gp-bench-plot canvas'),
    by('staff', 'zones', `/data/${spectrum}/view`, 'gp-bench-plot canvas', openZones),
    by('staff', 'search', '/search?sort=-file_name', 'gp-file-table tbody tr'),
    by('staff', 'proposals', '/proposals', 'main a[href*="/proposals/"]'),
    by('staff', 'proposal', `/proposals/${proposal}`, 'main h1'),
    by('staff', 'collaborators', `/proposals/${proposal}/collaborators`, 'gp-people-card'),
    by('staff', 'settings', `/proposals/${proposal}/settings`, 'gp-settings-form form'),
    ...['messages', 'failures', 'waiting', 'machines', 'audit'].map((tab) => by('staff', `logs-${tab}`, `/logs/${tab}`, `gp-${tab}-tab > *`)),
    by('staff', 'user', '/user', 'gp-tokens-card'),
    ...['users', 'proposals', 'import'].map((tab) => by('staff', `management-${tab}`, `/management/${tab}`, 'main .card')),
    by('staff', 'states', '/states', '.wall'),
    by('staff', 'password', '/password', 'form'),
    by('staff', 'nowhere', '/nowhere', 'main h1'),
  ];
}

async function openZones(page: Page): Promise<void> {
  await page.keyboard.press('z');
  await page.getByText(/Drawn from the pixels/).waitFor();
}
