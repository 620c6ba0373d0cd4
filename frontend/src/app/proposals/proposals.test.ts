import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Type } from '@angular/core';
import { answer } from '../test-api';
import { ProposalPage } from './proposal-page';
import { ProposalsPage } from './proposals-page';
import { groupsOf, hintOf, mistakeOf } from './setting-fields';

const known = {
  properties: {
    saturation_threshold: { type: 'number', minimum: 0, maximum: 100, default: 1, description: 'Share of saturated pixels', unit: 'percent' },
    cosmic_ray_rejection: { type: 'string', enum: ['default', 'dcr', 'lacosmic', 'none'], default: 'default', description: 'How cosmic rays are found' },
    ignore_bias: { type: 'boolean', default: false, description: 'Skip the master bias' },
    flat_normalization_order: { type: 'integer', minimum: 0, maximum: 40, default: 15, description: 'Degree of the series' },
    target_minimum_width: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }], default: null, unit: 'pixel' },
  },
};
const settings = { saturation_threshold: 1, cosmic_ray_rejection: 'default', ignore_bias: false, flat_normalization_order: 15, target_minimum_width: null };
const person = { id: 7, username: 'student', first_name: 'S.', last_name: 'Student', email: 'student@example.org', last_login: null };
const proposal = { id: 3, soar_id: 'SOAR2026B-014', semester: '2026B', title: 'Temperatures of bright nebulae', abstract: '', user: { ...person, id: 5, last_name: 'Leader' }, collaborators: [person, { ...person, id: 8, first_name: '', last_name: '', email: 'new@example.org' }], release_date: '2028-01-19', may_change: ['title', 'abstract', 'collaborators', 'settings'] };
const list = { count: 1, next: null, previous: null, results: [proposal] };
const now = { soar_id: 'SOAR2026B-014', version: 4, settings, defaults: settings, author: null, created: null, may_change: true };
const versions = [{ version: 4, author: 'P. Investigator', created: '2027-01-17T12:00:00Z', changes: [{ name: 'cosmic_ray_rejection', from: 'dcr', to: 'default' }], settings }, { version: 3, author: 'P. Investigator', created: '2027-01-12T12:00:00Z', changes: [], settings }]; // prettier-ignore
const at = '/api/proposals/SOAR2026B-014/';
const everything = { '/api/proposals/': list, [at]: proposal, '/api/settings/': { settings: known }, [`${at}settings/`]: now, [`${at}settings/reach/`]: { tonight: 14, all: 131 }, [`${at}settings/history/`]: versions };

async function shown<Page>(component: Type<Page>, answers: Record<string, unknown>, inputs: Record<string, string> = {}): Promise<ComponentFixture<Page>> {
  TestBed.resetTestingModule();
  answer(answers);
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 8; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const element = (fixture: ComponentFixture<unknown>): HTMLElement => fixture.nativeElement as HTMLElement;
const words = (fixture: ComponentFixture<unknown>): string => (element(fixture).textContent ?? '').replace(/\s+/g, ' ');

describe('the fields of the settings', () => {
  const [general, , flat, , advanced] = groupsOf(known);

  it('are the groups of the manual, and what the server has besides', () => {
    expect(groupsOf(known).map(({ title, fields }) => [title ?? 'advanced', fields.map(({ name }) => name)])).toEqual([
      ['settings.general', ['saturation_threshold', 'cosmic_ray_rejection']], ['settings.calibrations', ['ignore_bias']], ['settings.flat', ['flat_normalization_order']], ['settings.target', []], ['advanced', ['target_minimum_width']],
    ]); // prettier-ignore
    expect(general?.fields[0]).toMatchObject({ label: 'Saturation Threshold', unit: '% of pixels', kind: 'number', start: 1 });
    expect(general?.fields[1]?.choices.map(({ words: name }) => name)).toEqual(['Default', 'DCR', 'LACosmic', 'None']);
  });

  it('say the bound that a number is beyond', () => {
    const order = flat!.fields[0]!;
    const width = advanced!.fields[0]!;
    expect([45, 15, 40, -1, 2.5, null].map((value) => mistakeOf(order, value))).toEqual(['Must be 40 or less.', undefined, undefined, 'Must be 0 or more.', 'A whole number is wanted.', 'A number is missing.']);
    expect([null, 0, 0.1].map((value) => mistakeOf(width, value))).toEqual([undefined, 'Must be more than 0.', undefined]);
    expect([hintOf(order, 15, 15), hintOf(order, 20, 15)]).toEqual(['Default 15, 0 to 40', 'Was 15']);
  });
});

describe('the proposals', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, empty, nothing found, content', async () => {
    expect(words(await shown(ProposalsPage, { '/api/proposals/': null }))).toContain('Loading');
    expect(words(await shown(ProposalsPage, { '/api/proposals/': 503 }))).toMatch(/The proposals could not be loaded ?The store said 503\./);
    expect(words(await shown(ProposalsPage, { '/api/proposals/': { ...list, count: 0, results: [] } }))).toContain('No proposal so far');
    expect(words(await shown(ProposalsPage, { '/api/proposals/': { ...list, count: 0, results: [] } }, { q: 'nova' }))).toContain('No proposal is called that');
    expect(words(await shown(ProposalsPage, { '/api/proposals/': list }))).toMatch(/S\. Leader.*SOAR2026B-014.*Temperatures of bright nebulae.*No abstract available.*as Details.*as Table/);
  });

  it('one: loading, failed, not yours', async () => {
    expect(words(await shown(ProposalPage, { ...everything, [at]: null }, { id: 'SOAR2026B-014' }))).toContain('Loading');
    expect(words(await shown(ProposalPage, { ...everything, [at]: 503 }, { id: 'SOAR2026B-014' }))).toContain('The proposal could not be loaded');
    expect(words(await shown(ProposalPage, { ...everything, [at]: 404 }, { id: 'SOAR2026B-014' }))).toContain('You cannot see this proposal');
  });

  it('one: people, history and settings, each failing by itself', async () => {
    const fixture = await shown(ProposalPage, everything, { id: 'SOAR2026B-014' });
    expect(words(fixture)).toMatch(/Collaborators - SOAR2026B-014.*S\. Student.*student@example\.org.*invited, not yet seen.*new@example\.org/);
    expect(words(fixture)).toMatch(/Settings history ?4 ?Cosmic ray rejection DCR → Default/);
    expect(words(fixture)).toMatch(/version 4.*The last night’s 14.*All 131/);
    const broken = await shown(ProposalPage, { ...everything, [`${at}settings/`]: 503 }, { id: 'SOAR2026B-014' });
    expect(words(broken)).toMatch(/S\. Student.*The settings could not be loaded/);
  });

  it('saves what was changed and nothing else, and not while a field is wrong', async () => {
    const fixture = await shown(ProposalPage, everything, { id: 'SOAR2026B-014' });
    const save = (): HTMLButtonElement => element(fixture).querySelector<HTMLButtonElement>('.savebar [type=submit]')!;
    const order = element(fixture).querySelector<HTMLInputElement>('#set-flat_normalization_order')!;
    const type = (value: string): void => { order.value = value; order.dispatchEvent(new Event('input')); }; // prettier-ignore
    expect(save().disabled).toBe(true);
    type('45');
    await expect.poll(() => words(fixture)).toMatch(/Must be 40 or less\..*1 change ?Flat Normalization Order.*1 to correct/);
    expect(save().disabled).toBe(true);
    type('20');
    await expect.poll(() => save().disabled).toBe(false);
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'PUT') sent.push(await request.json());
      return Response.json({ ...now, version: 5, reducing_again: 0 });
    });
    save().click();
    await expect.poll(() => sent).toEqual([{ settings: { flat_normalization_order: 20 }, apply: 'new', version: 4 }]);
  });

  it('shows no way to change what one may only look at', async () => {
    const fixture = await shown(ProposalPage, { ...everything, [at]: { ...proposal, may_change: [] }, [`${at}settings/`]: { ...now, may_change: false } }, { id: 'SOAR2026B-014' });
    expect(words(fixture)).toContain('The PI and staff change these settings');
    expect(element(fixture).querySelectorAll('.savebar, #mail, .danger, .history button').length).toBe(0);
    expect(element(fixture).querySelector('fieldset')?.disabled).toBe(true);
  });
});
