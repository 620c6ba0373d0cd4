import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { FileDetail, FileView } from '../api/client';
import type { components } from '../api/schema';
import { answer } from '../test-api';
import { DataPage } from './data-page';
import { stateOf, tabsOf } from './family';
import { inOrder, latest } from './why-sheet';

type Decision = components['schemas']['DecisionTable'];
type Candidate = components['schemas']['CandidateRow'];

const file = (id: number, level: number, target: number | null = null): FileView => ({ id, original_file_id: 82, original_file: '0082_ngc2992.fits', file_name: `${'_cfzst'.slice(0, level + 1)}0082.fits`, data_type: String(level), target, object: 'NGC 2992', obstype: 'SPECTRUM', proposal_id: 'SOAR2026B-022', wavmode: '400_M1', created: '2027-01-19T05:51:00Z', last_modified: '2027-01-19T05:53:58Z', excluded: null, provisional: false, flags: [], night: '20270118' }) as unknown as FileView;
const detail = { ...file(82, 0), family: [file(90, 4, 1), file(91, 4, 2), file(85, 2), file(82, 0)], actions: ['download'], quality: {}, qualities: [], reductions: [{ id: 7, state: 'done', provisional: true, failure: null }] } as unknown as FileDetail;
const list = { count: 1, next: null, previous: null, results: [file(82, 0)] };

describe('a frame and its family', () => {
  it('has tabs from the most advanced to the raw one, only those that exist', () => {
    expect(tabsOf(detail).map(({ level, files }) => [level, files.map(({ id }) => id)])).toEqual([[4, [90, 91]], [2, [85]], [0, [82]]]); // prettier-ignore
    expect(tabsOf({ ...detail, family: [] }).map(({ level }) => level)).toEqual([0]);
  });

  it('stands where its last run ended', () => {
    expect(stateOf(detail)).toBe('provisional');
    expect(stateOf({ ...detail, excluded: 'trailed' })).toBe('rejected');
    expect(stateOf({ ...detail, reductions: [] })).toBe('final');
  });

  it('shows the last word of a run that decided again while it waited', () => {
    const decision = (purpose: Decision['purpose'], reason: string): Decision => ({ purpose, reason, by_hand: null, questions: [], provisional: false, candidates: [], created: '' });
    const last = latest([decision('bias', 'first'), decision('arc', 'there is none yet'), decision('bias', 'second'), decision('arc', '0083')]);
    expect(last.map(({ purpose, reason }) => [purpose, reason])).toEqual([['bias', 'second'], ['arc', '0083']]); // prettier-ignore
  });

  it('orders candidates: chosen, then by distance, then what cannot serve', () => {
    const candidate = (name: string, verdict: Candidate['verdict'], distance: number | null): Candidate => ({ name, verdict, distance, handle: name, file_id: null, provisional: false, answers: [] });
    const names = inOrder([candidate('0059', 'refused', null), candidate('0073', 'suitable', 16.3), candidate('0083', 'chosen', 0.02), candidate('0085', 'suitable', 12.1)]).map(({ name }) => name);
    expect(names).toEqual(['0083', '0085', '0073', '0059']);
  });
});

describe('the data page', () => {
  async function page(answers: Record<string, unknown>, inputs: Record<string, string> = { frame: '82' }): Promise<ComponentFixture<DataPage>> {
    answer({ '/api/files/': list, ...answers });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(DataPage);
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    fixture.autoDetectChanges();
    for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    return fixture;
  }
  const center = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).querySelector('.centre')?.textContent ?? '').replace(/\s+/g, ' ');
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, not yours, empty: each in words', async () => {
    expect(center(await page({ '/api/files/82/': null }))).toContain('Loading');
    TestBed.resetTestingModule();
    expect(center(await page({ '/api/files/82/': 503 }))).toMatch(/The frame could not be loaded ?The store said 503\./);
    TestBed.resetTestingModule();
    expect(center(await page({ '/api/files/82/': 404 }))).toMatch(/You cannot see this frame ?There is none of this number, or it belongs to another proposal/);
    TestBed.resetTestingModule();
    expect(center(await page({ '/api/files/': { ...list, count: 0, results: [] } }, {}))).toContain('No frame so far');
  });

  it('without a frame in the address: loading, failed, and tries again', async () => {
    expect(center(await page({ '/api/files/': null }, {}))).toContain('Loading');
    TestBed.resetTestingModule();
    const fixture = await page({ '/api/files/': 503 }, {});
    expect(center(fixture)).toMatch(/The frame could not be loaded ?The store said 503\./);
    answer({ '/api/files/': list, '/api/files/82/': detail });
    (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('.centre .acts button')?.click();
    await expect.poll(() => center(fixture)).toContain('0082_ngc2992');
  });

  it('content: the page lives on when its pixels cannot be loaded', async () => {
    const fixture = await page({ '/api/files/82/': detail });
    await expect.poll(() => center(fixture)).toContain('The pixels could not be loaded');
    expect(center(fixture)).toMatch(/0082_ngc2992.*Provisional.*Wavelength Calibrated 2.*Reduced.*Observed Raw.*DOWNLOAD/);
    expect((fixture.nativeElement as HTMLElement).querySelector('select')?.textContent).toMatch(/1 of 2.*2 of 2/s);
  });

  it('a phone has one sheet open, of the files or of the display, until another frame is shown', async () => {
    const fixture = await page({ '/api/files/82/': detail });
    const root = fixture.nativeElement as HTMLElement;
    const open = (): string[] => [...root.querySelectorAll('gp-file-list, gp-display')].filter(({ classList }) => !classList.contains('no-phone')).map(({ id }) => id);
    const press = async (i: number): Promise<void> => {
      root.querySelectorAll<HTMLButtonElement>('.phonebar button')[i]?.click();
      await fixture.whenStable();
    };
    expect(open()).toEqual([]);
    await press(0);
    expect(open()).toEqual(['phone-files']);
    await press(1);
    expect(open()).toEqual(['phone-display']);
    expect([...root.querySelectorAll('.phonebar button')].map((button) => button.getAttribute('aria-expanded'))).toEqual(['false', 'true']);
    await press(1);
    expect(open()).toEqual([]);
    await press(0);
    fixture.componentRef.setInput('frame', '83');
    await fixture.whenStable();
    expect(open()).toEqual([]);
  });
});
