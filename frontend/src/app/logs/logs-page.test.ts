import type { Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Subject } from 'rxjs';
import { Live } from '../live/live';
import { Session } from '../session/session';
import { answer } from '../test-api';
import { later, shown as shownPage } from '../test-page';
import { AuditTab } from './audit-tab';
import { FailuresTab } from './failures-tab';
import { LogsPage } from './logs-page';
import { MachinesTab } from './machines-tab';
import { MessagesTab } from './messages-tab';
import { WaitingTab } from './waiting-tab';

const message = { id: 'm1', time: '2027-01-19T05:53:58Z', level: 'error', message: '0060: the neon lamp was off.', file_id: 60, reduction_id: 7, proposal_id: 'SOAR2026B-014', night: '20270118' };
const group = { code: 'wavelength-unsolved', step: 'calibrateWavelength', wavmode: '400_M1', count: 12, message: 'The neon lamp was off.', files: [60, 59] };
const waiting = { id: 9, file_id: 71, file_name: '0071_target.fits', proposal_id: 'SOAR2026B-014', reason: 'needs 10 flats, has 6', started: '2027-01-19T05:00:00Z', master_key: null };
const machines = { workers: [{ queue: 'steps', takes: 'steps', identity: '77@reducer', seen: '2027-01-19T05:00:00Z' }], api: { listeners: 2, memory_bytes: 180e6, up_seconds: 4620, pid: 42 } };
const audit = { id: 1, at: '2027-01-19T05:00:00Z', username: 'o.observer', action: 'settings.change', subject: 'proposal 3', before: { ignore_bias: false }, after: { ignore_bias: true }, request_id: 'r', address: '192.0.2.7' };
const pageOf = (results: unknown[]) => ({ count: results.length, next: null, previous: null, results });

async function shown(component: Type<unknown>, answers: Record<string, unknown>, inputs: Record<string, string> = {}): Promise<ComponentFixture<unknown>> {
  TestBed.resetTestingModule();
  answer(answers);
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  if ('/api/session/' in answers) await TestBed.inject(Session).renew();
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');

describe('the logs', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['messages', MessagesTab, '/api/logs/', { results: [], before: null }, 'No message', { results: [message], before: 'm1' }, /2027-01-19 05:53:58.*Error.*0060: the neon lamp was off\..*SOAR2026B-014.*Earlier messages/],
    ['failures', FailuresTab, '/api/reductions/failures/', [], 'Nothing failed', [group], /The neon lamp was off\..*12 frames.*calibrateWavelength · 400_M1 · wavelength-unsolved.*60.*59.*\+10.*Retry all 12/],
    ['waiting', WaitingTab, '/api/reductions/', pageOf([]), 'Nothing waits', pageOf([waiting]), /0071_target\.fits.*needs 10 flats, has 6/],
    ['machines', MachinesTab, '/api/logs/machines/', { ...machines, workers: [] }, 'No worker takes work', machines, /up 1 h 17 min, 180 MB.*77@reducer.*steps/],
    ['audit', AuditTab, '/api/logs/audit/', pageOf([]), 'Nobody changed anything', pageOf([audit]), /o\.observer.*settings\.change.*\{"ignore_bias":false\} → \{"ignore_bias":true\}.*192\.0\.2\.7/],
  ] as const)('%s: loading, failed, empty, content', async (_name, component, path, nothing, none, something, expected) => {
    expect(words(await shown(component, { [path]: null }))).toContain('Loading');
    expect(words(await shown(component, { [path]: 503 }))).toContain('The store said 503.');
    expect(words(await shown(component, { [path]: nothing }))).toContain(none);
    expect(words(await shown(component, { [path]: something }))).toMatch(expected);
  });

  it('show machines and audit to staff only, whatever the address says', async () => {
    const answers = { '/api/logs/': { results: [message], before: null }, '/api/logs/audit/': pageOf([audit]) };
    const session = (role: string) => ({ '/api/session/': { user: { username: 'a' }, role, csrf_token: null } });
    const observer = words(await shown(LogsPage, { ...answers, ...session('observer') }, { tab: 'audit' }));
    expect(observer).toMatch(/Messages ?Failures ?Waiting/);
    expect(observer).not.toMatch(/Audit|settings\.change/);
    expect(words(await shown(LogsPage, { ...answers, ...session('staff') }, { tab: 'audit' }))).toMatch(/Machines ?Audit.*settings\.change/);
  });

  it('retries every frame of a group, not only the ten that it names', async () => {
    const fixture = await shown(FailuresTab, { '/api/reductions/failures/': [group] });
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.json());
      const ids = Array.from({ length: 12 }, (_, i) => ({ ...waiting, file_id: 60 - i }));
      return Response.json(request.method === 'POST' ? { results: [] } : new URL(request.url).pathname.endsWith('failures/') ? [] : pageOf(ids));
    });
    [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find((button) => button.textContent?.includes('Retry all'))?.click();
    await expect.poll(() => sent).toEqual([{ file_ids: [60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49] }]);
  });

  it('counts as newer only what came since the list was read, and mixes no levels', async () => {
    const [events, early] = [new Subject<object>(), later<object>()];
    const earlier = (address: URL) => (address.searchParams.has('before') ? early.answer : { results: [{ ...message, id: address.searchParams.get('level') ?? 'all' }], before: 'm0' });
    const page = await shownPage(MessagesTab, { answers: { '/api/logs/': earlier }, providers: [{ provide: Live, useValue: { events } }] });
    events.next({ kind: 'reduction' });
    await page.settle();
    expect(page.buttons[0]).toMatch(/1/);
    await page.press('Earlier messages');
    await page.type('Level', 'error');
    early.come({ results: [{ ...message, message: 'An earlier one of another level.' }], before: null });
    await page.settle();
    expect([page.buttons, page.words.includes('another level')]).toEqual([['SOAR2026B-014', '60', 'Earlier messages'], false]);
  });
});
