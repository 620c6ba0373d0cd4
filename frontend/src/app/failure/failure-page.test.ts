import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { answer } from '../test-api';
import { FailurePage } from './failure-page';
import { elementsOf, lampOption, type Lamp } from './lamp-option';
import { titleOf, treatmentOf } from './remedies';
import { stationsOf } from './steps';

const failure = { code: 'too-few-arc-lines', step: 'calibrateWavelength', message: '3 of the 4 lines needed were found in the lamp spectrum. Was the lamp on?', facts: { found: 3, needed: 4 } };
const run = { id: 7, file_id: 60, file_name: '0060_ic418.fits', proposal_id: 'SOAR2026B-014', night: '20270118', master_key: null, workflow_id: 'frame:0060', run_id: 'r-1', attempt: 2, state: 'failed', step: 'calibrateWavelength', reason: failure.message, failure, provisional: false, timings: { trim: 0.12, correctFlat: 0.1, rejectCosmicRays: 0.44, findTargets: 0.06, extract: 0.2 }, started: '2027-01-19T02:39:40Z', finished: null, updated: '2027-01-19T02:39:44Z', settings: { arc_half_width: 1.5 }, overrides: {}, decisions: [], notices: [], history: [{}, {}], temporal_url: 'http://ui/x' };
const file = { id: 60, original_file_id: 60, original_file: '0060_ic418.fits', object: 'IC 418', obstype: 'SPECTRUM', kind: 'spectrum', proposal_id: 'SOAR2026B-014', wavmode: '930_M3', filter_2: 'GG385', slit: '1.0', roi: 'Spectroscopic 2x2', night: '20270118', excluded: null, provisional: false, family: [], reductions: [run], actions: ['reduce'] };
const decisions = { decisions: [{ purpose: 'arc', candidates: [{ verdict: 'chosen', file_id: 59, name: '0059', answers: [] }] }] };
const lamp: Lamp = { id: 59, file_name: '0059_hgar.fits', unit: 'electron', lamps: ['HGA', 'NE'], light: Array.from({ length: 200 }, (_, i) => (i === 100 ? 5000 : 50)), lines: [{ column: 100, height: 4950, wavelength: 5460.75, element: 'Hg' }, { column: 30, height: 60, wavelength: null, element: null }], absent: [{ column: 150, wavelength: 5852.49, element: 'Ne' }], by: 'identification' }; // prettier-ignore
const settings = { settings: { properties: { arc_half_width: { type: 'number', minimum: 0.15, maximum: 30, default: 1.5, description: 'Half width', unit: 'arcsecond' }, technique: { type: 'string', enum: ['Imaging'] } } } };
const alike = { count: 2, next: null, previous: null, results: [run, { ...run, id: 8, file_id: 61, file_name: '0061_ic418.fits' }] };
const whole = { '/api/files/60/': file, '/api/reductions/7/': run, '/api/files/60/decisions/': decisions, '/api/files/59/lamp/': lamp, '/api/settings/': settings, '/api/reductions/': alike };

async function page(answers: Record<string, unknown>): Promise<ComponentFixture<FailurePage>> {
  TestBed.resetTestingModule();
  answer(answers);
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(FailurePage);
  fixture.componentRef.setInput('frame', '60');
  fixture.autoDetectChanges();
  for (let i = 0; i < 12; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');

describe('the failure page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, not yours, nothing failed: each in words', async () => {
    expect(words(await page({ '/api/files/60/': null }))).toContain('Loading');
    expect(words(await page({ '/api/files/60/': 503 }))).toContain('The store said 503.');
    expect(words(await page({ '/api/files/60/': 404 }))).toContain('You cannot see this frame');
    expect(words(await page({ '/api/files/60/': { ...file, reductions: [{ ...run, state: 'done', failure: null }] } }))).toContain('This frame did not fail');
  });

  it('says what, where, by what evidence, what to try, and who failed alike', async () => {
    const seen = words(await page(whole));
    expect(seen).toMatch(/No wavelength solution: too few lamp lines.*Failed.*3 of the 4 lines needed/);
    expect(seen).toMatch(/Stopped ?02:39:44 UT, step 7 of 8 ?Code ?too-few-arc-lines/);
    expect(seen).toMatch(/Extraction ?0\.26 s.*Wavelength ?failed.*Published ?not reached/);
    expect(seen).toMatch(/Lines found3Lines needed4.*1 expected and not seen \(Ne\)/);
    expect(seen).toMatch(/Failed the same way.*2.*0061_ic418.*Take a lamp at this set-up now.*Retry with changed settings.*2 of 2 · r-1/);
  });

  it('lets nobody retry who may not, and links to no UI that is not theirs', async () => {
    const seen = words(await page({ ...whole, '/api/files/60/': { ...file, actions: ['download'] }, '/api/reductions/7/': { ...run, temporal_url: null } }));
    expect(seen).toContain('Where it stopped');
    expect(seen).not.toMatch(/Retry|Temporal/);
  });

  it('tries with a changed setting without publishing, then retries with it', async () => {
    const fixture = await page(whole);
    const sent: { dry: string | null; body: unknown }[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      const url = new URL(request.url);
      if (request.method === 'POST') sent.push({ dry: url.searchParams.get('dry_run'), body: await request.json() });
      const dry_run = { settings: [{ name: 'arc_half_width', before: 1.5, after: 3 }], steps: ['calibrateWavelength'], complete: true, reason: 'as before', decisions: [] };
      return Response.json(request.method === 'POST' ? { results: [{ file_id: 60, dry_run }] } : (whole as Record<string, unknown>)[url.pathname]);
    });
    const element = fixture.nativeElement as HTMLElement;
    const field = element.querySelector<HTMLInputElement>('#retry-arc_half_width');
    if (!field) throw new Error('no field');
    field.value = '99';
    field.dispatchEvent(new Event('input'));
    await expect.poll(() => element.querySelector<HTMLButtonElement>('form .main')?.disabled).toBe(true);
    field.value = '3';
    field.dispatchEvent(new Event('input'));
    element.querySelector<HTMLInputElement>('form .tick input')?.click();
    await expect.poll(() => element.querySelector('form .main')?.textContent).toContain('Show me');
    element.querySelector<HTMLButtonElement>('form .main')?.click();
    await expect.poll(() => words(fixture)).toMatch(/These steps would be done otherwise.*calibrateWavelength/);
    element.querySelector<HTMLButtonElement>('form .main')?.click();
    await expect.poll(() => sent.map(({ dry }) => dry)).toEqual(['true', 'false']);
    expect(sent[1]?.body).toEqual({ file_id: 60, settings: { arc_half_width: 3 } });
  });
});

describe('of a failure', () => {
  it('the stations before the stop are done or not needed, those behind not reached', () => {
    expect(stationsOf(run).map(({ state }) => state)).toEqual(['done', 'skipped', 'done', 'done', 'done', 'done', 'stop', 'not']);
    expect(stationsOf({ ...run, timings: {}, failure: { ...failure, step: 'beginReduction' } }).map(({ state }) => state)).toEqual(['stop', 'not', 'not', 'not', 'not', 'not', 'not', 'not']);
  });

  it('a code is never the title, and one the portal does not know has a way on', () => {
    expect(titleOf('source-not-found')).toBe('failure.source-not-found');
    expect([titleOf('new-code'), treatmentOf('new-code').evidence]).toEqual(['failure.other', 'frame']);
  });

  it('the lamp is drawn on a log axis that begins above zero, with what is missing', () => {
    const option = lampOption({ ...lamp, light: [null, -3, 0, 200, 90_000] }, { colors: {} as never, isNarrow: false }) as { yAxis: { min: number; max: number }[]; series: { name: string; data: unknown[] }[] };
    expect(option.yAxis[0]).toMatchObject({ type: 'log', min: 100, max: 1e6 });
    expect(option.series[0]?.data.slice(0, 3)).toEqual([[0, null], [1, 100], [2, 100]]); // prettier-ignore
    expect(elementsOf([...lamp.absent, { column: 1, wavelength: 1, element: 'Ar' }, { column: 2, wavelength: 2, element: 'Ar' }])).toBe('Ar, Ne');
  });
});
