import type { Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { ImportTab } from '../management/import-tab';
import { ManagementPage } from '../management/management-page';
import { Session } from '../session/session';
import { answer } from '../test-api';
import { UserPage } from './user-page';

const account = { id: 5, username: 'o.observer', first_name: 'O.', last_name: 'Observer', email: 'o@example.org', partner: 'CHILE', is_active: true, last_login: null, role: 'staff', preferences: { map: 'viridis', mask: true } };
const token = { id: 1, name: 'notebook', scopes: ['read', 'reduce'], created: '2027-01-10T00:00:00Z', last_used: null, expires: '2028-01-10T00:00:00Z', in_use: false };
const pageOf = (results: unknown[]) => ({ count: results.length, next: null, previous: null, results });
const everything = { '/api/users/me/': account, '/api/partners/': [{ name: 'CHILE', title: 'Chile' }], '/api/users/me/tokens/': pageOf([token]), '/api/users/': pageOf([account]), '/api/semesters/': [] };

async function shown(component: Type<unknown>, answers: Record<string, unknown>, role = 'staff', inputs: Record<string, string> = {}): Promise<ComponentFixture<unknown>> {
  TestBed.resetTestingModule();
  answer({ '/api/session/': { user: account, role, csrf_token: null }, ...answers });
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  await TestBed.inject(Session).renew();
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const element = (fixture: ComponentFixture<unknown>): HTMLElement => fixture.nativeElement as HTMLElement;
const words = (fixture: ComponentFixture<unknown>): string => (element(fixture).textContent ?? '').replace(/\s+/g, ' ');

describe('the own account', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, content; tokens fail by themselves', async () => {
    expect(words(await shown(UserPage, { ...everything, '/api/users/me/': null }))).toContain('Loading');
    expect(words(await shown(UserPage, { ...everything, '/api/users/me/': 503 }))).toMatch(/Your account could not be loaded ?The store said 503\./);
    const fixture = await shown(UserPage, everything);
    expect(words(fixture)).toMatch(/User Information - o\.observer.*notebook ?read, reduce ?2027-01-10 ?never ?2028-01-10/);
    expect([element(fixture).querySelector<HTMLSelectElement>('#map')?.value, element(fixture).querySelector<HTMLInputElement>('[name=mask]')?.checked, element(fixture).querySelector<HTMLInputElement>('[name=saturated]')?.checked]).toEqual(['viridis', true, true]);
    expect(words(await shown(UserPage, { ...everything, '/api/users/me/tokens/': 503 }))).toMatch(/User Information.*The tokens could not be loaded/);
    expect(words(await shown(UserPage, { ...everything, '/api/users/me/tokens/': pageOf([]) }))).toContain('There is no token.');
  });

  it('shows a token that was made, once', async () => {
    const fixture = await shown(UserPage, everything);
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method !== 'POST') return Response.json(pageOf([token, { ...token, id: 2, name: 'script' }]));
      sent.push(await request.json());
      return Response.json({ ...token, id: 2, name: 'script', token: 'gp_secret_once' }, { status: 201 });
    });
    const [name, form] = [element(fixture).querySelector<HTMLInputElement>('#token-name')!, element(fixture).querySelector<HTMLFormElement>('form.make')!];
    name.value = 'script';
    form.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    await expect.poll(() => words(fixture)).toMatch(/It is shown this once: copy it now\. ?gp_secret_once/);
    expect(sent).toEqual([{ name: 'script', scopes: ['read'] }]);
  });
});

describe('the management', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is for staff', async () => {
    const observer = words(await shown(ManagementPage, everything, 'observer'));
    expect(observer).toContain('This page is for staff');
    expect(observer).not.toContain('o@example.org');
    expect(words(await shown(ManagementPage, everything))).toMatch(/o\.observer ?O\. Observer ?o@example\.org ?CHILE ?staff ?never/);
    expect(words(await shown(ManagementPage, { ...everything, '/api/users/': 503 }))).toContain('The users could not be loaded');
    expect(words(await shown(ManagementPage, { ...everything, '/api/users/': pageOf([]) }))).toContain('Nobody is called that');
    expect(words(await shown(ManagementPage, { ...everything, '/api/users/': null }))).toContain('Loading');
  });

  it('registers a proposal with the id that is next', async () => {
    const semesters = [{ name: '2026B', begins: '2026-08-01', ends: '2027-01-31', current: true, proposals: 11, next_soar_id: 'SOAR2026B-012' }];
    const fixture = await shown(ManagementPage, { ...everything, '/api/semesters/': semesters }, 'staff', { tab: 'proposals' });
    expect(element(fixture).querySelector<HTMLInputElement>('#soar')?.value).toBe('SOAR2026B-012');
    expect(words(fixture)).toContain('CREATE PROPOSAL');
  });

  it('imports a table only after it was shown what would happen, and that no line is wrong', async () => {
    const fixture = await shown(ImportTab, everything);
    const line = { line: 2, soar_id: 'SOAR2026B-012', proposal: 'create', invited: ['new@example.org'], mistakes: [] as string[] };
    let answered = { dry_run: true, proposals: 0, invited: 0, mistakes: 1, lines: [{ ...line, proposal: 'mistake', mistakes: ['pi_email is missing.'] }] };
    const sent: [string, string | null, string][] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push([new URL(request.url).search, request.headers.get('content-type'), await request.text()]);
      return Response.json(answered);
    });
    const field = element(fixture).querySelector<HTMLInputElement>('#csv')!;
    const choose = async (): Promise<void> => {
      Object.defineProperty(field, 'files', { value: [{ text: async () => 'soar_id,title,pi_email' }], configurable: true });
      field.dispatchEvent(new Event('change'));
      await expect.poll(() => element(fixture).querySelector<HTMLButtonElement>('[type=submit]')?.disabled).toBe(false);
      element(fixture).querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    };
    await choose();
    await expect.poll(() => words(fixture)).toMatch(/1 mistake found.*cannot be read.*pi_email is missing\./);
    expect(words(fixture)).not.toContain('IMPORT');
    answered = { dry_run: true, proposals: 1, invited: 1, mistakes: 0, lines: [line] };
    await choose();
    await expect.poll(() => words(fixture)).toMatch(/new@example\.org.*IMPORT 1 PROPOSAL/);
    expect(sent).toEqual(Array(2).fill(['?dry_run=true', 'text/csv', 'soar_id,title,pi_email']));
  });
});
