import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { convertToParamMap, provideRouter, Router } from '@angular/router';
import type { FileView } from '../api/client';
import { answer } from '../test-api';
import { fileState } from '../parts/file-state';
import { Toasts } from '../shell/toasts';
import { SearchPage } from './search-page';
import { daysOf, nightRange, queryOf, searchOf, withFlipped } from './search-query';
import { deletable } from './selection-bar';

const file = (id: number, data_type: string, more: Partial<FileView> = {}): FileView => ({ id, original_file_id: 82, file_name: `${'_cfzst'.slice(0, Number(data_type) + 1)}0082.fits`, data_type, obstype: 'SPECTRUM', wavmode: '400_M1', filter: 'NO_FILTER', filter_2: '', grating: '400_SYZY', slit: '1.0_LONG_SLIT', roi: 'Spec', date: '2027-01-19', proposal_id: 'SOAR2026B-022', night: '20270118', size_bytes: 6_400_000, excluded: null, provisional: false, state: null, ...more }) as unknown as FileView;
const pageOf = (results: FileView[], count = results.length) => ({ count, count_exact: count < 1000, next: null, previous: null, next_cursor: null, results });
const facets = [{ name: 'obstype', values: [{ value: 'SPECTRUM', count: 702 }, { value: 'ARC', count: 446 }], more: 3, exact: true }, { name: 'night', values: [{ value: '20270118', count: 93 }, { value: '20270117', count: 31 }], more: 0, exact: true }]; // prettier-ignore

describe('a search', () => {
  it('is the address, and the address is the search', () => {
    const search = searchOf(convertToParamMap({ obstype: ['SPECTRUM', 'ARC'], q: 'ngc', page: '3', wavmode: ' ' }));
    expect(search).toEqual({ obstype: 'SPECTRUM,ARC', q: 'ngc' });
    expect(queryOf(search)).toEqual({ obstype: ['SPECTRUM,ARC'], q: 'ngc' });
    expect([withFlipped(search, 'obstype', 'ARC'), withFlipped(search, 'obstype', 'BIAS'), withFlipped({ state: 'failed' }, 'state', 'failed')]).toEqual(['SPECTRUM', 'SPECTRUM,ARC,BIAS', undefined]);
  });

  it('takes days and asks for nights', () => {
    expect([nightRange('2027-01-12', '2027-01-18'), nightRange('', '2027-01-18'), nightRange('2027-01-18', '2027-01-18'), nightRange('', '')]).toEqual(['20270112..20270118', '..20270118', '20270118', undefined]);
    expect([daysOf('20270112..'), daysOf('20270118'), daysOf(undefined)]).toEqual([['2027-01-12', ''], ['2027-01-18', '2027-01-18'], ['', '']]); // prettier-ignore
  });

  it('shows a state for what has one, and never deletes what cannot be made again', () => {
    expect([fileState(file(1, '0', { state: 'done' })), fileState(file(1, '0')), fileState(file(1, '4', { provisional: true })), fileState(file(1, '0', { state: 'done', excluded: 'trailed' }))]).toEqual(['final', undefined, 'provisional', 'rejected']);
    const { products, stay } = deletable([file(1, '0'), file(2, '1'), file(3, '2'), file(4, '4')]);
    expect([products, stay].map((files) => files.map(({ id }) => id))).toEqual([[3, 4], [1, 2]]); // prettier-ignore
  });
});

describe('the search page', () => {
  async function page(answers: Record<string, unknown>, address = '/'): Promise<ComponentFixture<SearchPage>> {
    TestBed.resetTestingModule();
    answer({ '/api/files/facets/': facets, ...answers });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    await TestBed.inject(Router).navigateByUrl(address);
    const fixture = TestBed.createComponent(SearchPage);
    fixture.autoDetectChanges();
    for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    return fixture;
  }
  const element = (fixture: ComponentFixture<unknown>): HTMLElement => fixture.nativeElement as HTMLElement;
  const words = (fixture: ComponentFixture<unknown>): string => (element(fixture).textContent ?? '').replace(/\s+/g, ' ');
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, empty, nothing found: each in words', async () => {
    expect(words(await page({ '/api/files/': null }))).toContain('Loading');
    expect(words(await page({ '/api/files/': 503 }))).toMatch(/The files could not be loaded ?The store said 503\./);
    expect(words(await page({ '/api/files/': pageOf([]) }))).toContain('No file so far');
    const nothing = await page({ '/api/files/': { ...pageOf([]), count: 12 } }, '/?obstype=BIAS');
    await expect.poll(() => words(nothing)).toMatch(/Nothing found.*Without Obstype there would be 12\. ?Drop Obstype/);
  });

  it('content: files under their night, counts that answer, chips of what is in force', async () => {
    const fixture = await page({ '/api/files/': pageOf([file(90, '4'), file(82, '0', { state: 'failed' }), file(70, '0', { night: '20270117', state: 'waiting' })], 14_206) }, '/?obstype=ARC&night=20270112..20270118');
    expect(words(fixture)).toMatch(/Data Files about 14\u202f206|Data Files ?about 14 206/);
    expect(words(fixture)).toMatch(/Obstype ?ARC.*Night ?2027-01-12 – 2027-01-18/);
    expect([...element(fixture).querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim().slice(0, 24))).toEqual([
      'Night of 2027-01-18', expect.stringContaining('Final'), expect.stringContaining('Failed'), 'Night of 2027-01-17', expect.stringContaining('Waiting'),
    ]); // prettier-ignore
    const ticks = [...element(fixture).querySelectorAll<HTMLInputElement>('.filters label')].map((label) => [label.textContent?.trim().replace(/\s+/g, ' '), label.querySelector('input')?.checked]);
    expect(ticks).toContainEqual(['ARC 446', true]);
    expect(words(fixture)).toContain('3 more');
  });

  it('puts ticks into the address, both of two that come at once, and asks again', async () => {
    const fixture = await page({ '/api/files/': pageOf([file(82, '0')]) });
    const tick = (word: string): void => [...element(fixture).querySelectorAll('.filters label')].find((each) => each.textContent?.includes(word))?.querySelector('input')?.click();
    tick('SPECTRUM');
    tick('ARC');
    await expect.poll(() => TestBed.inject(Router).url).toBe('/?obstype=SPECTRUM,ARC');
    tick('ARC');
    await expect.poll(() => TestBed.inject(Router).url).toBe('/?obstype=SPECTRUM');
  });

  it('counts what is selected, with its size, and offers what can be done with it', async () => {
    const fixture = await page({ '/api/files/': pageOf([file(90, '4'), file(82, '0')]) });
    expect(element(fixture).querySelector('gp-selection-bar')).toBeNull();
    for (const box of element(fixture).querySelectorAll<HTMLInputElement>('tbody input')) box.click();
    await expect.poll(() => words(fixture)).toMatch(/2 files selected ?12\.8 MB.*Download as zip.*Reduce again.*Delete/);
    expect(words(fixture)).toContain('Raw files and masters stay: _0082.fits');
    expect(element(fixture).querySelector('gp-selection-bar a')?.getAttribute('href')).toMatch(/\/api\/files\/zip\/\?ids=90,82$/);
  });

  it('deletes what is selected, shows what is left, and what is brought back', async () => {
    const fixture = await page({ '/api/files/': pageOf([file(90, '4'), file(82, '0')]) });
    const asked = answer({ '/api/files/': pageOf([file(82, '0')]), 'DELETE /api/files/': { results: [{ id: 90 }] }, '/api/files/facets/': facets, '/api/files/90/restore/': {} });
    element(fixture).querySelector<HTMLInputElement>('tbody input')?.click();
    await expect.poll(() => element(fixture).querySelector<HTMLElement>('.danger')).not.toBeNull();
    element(fixture).querySelector<HTMLButtonElement>('.danger')?.click();
    await expect.poll(() => element(fixture).querySelectorAll('tbody input').length).toBe(1);
    expect(element(fixture).querySelector('gp-selection-bar')).toBeNull();
    const [message] = TestBed.inject(Toasts).shown();
    expect(message?.title).toBe('1 file deleted');
    const read = asked.reads.length;
    message?.undo?.();
    await expect.poll(() => asked.writes.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /api/files/', 'POST /api/files/90/restore/']);
    await expect.poll(() => asked.reads.slice(read).some((address) => /^\/api\/files\/\?/.test(address))).toBe(true);
  });

  it('keeps ten thousand rows out of the page but for those that are seen', async () => {
    const fixture = await page({ '/api/files/': pageOf(Array.from({ length: 10_000 }, (_, i) => file(20_000 - i, '0'))) });
    expect(element(fixture).querySelectorAll('tbody tr').length).toBeLessThan(80);
    expect(element(fixture).querySelector('table')?.getAttribute('aria-rowcount')).toBe('10002');
  });
});
