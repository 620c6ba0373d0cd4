import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { answer } from '../test-api';
import { NightPage } from './night-page';
import { viewOf } from './test-frame';

const spectrum = { id: 192, file_name: 'w.fits', title: [], axis: 'wavelength', axis_unit: 'Angstrom', unit: 'electron', target: 1, snr: 97, extraction: 'optimal', lines: [], arrays: { wavelength: [5000, 5002, 5004], flux: [100, 390, 110], uncertainty: [10, 10, 10], sky: [5, 5, 5], mask: [0, 0, 0] } }; // prettier-ignore
const nights = { count: 1, results: [{ night: '20270118' }] };
const frames = [viewOf(60, { state: 'failed', code: 'too-few-arc-lines', object: 'IC 418', reason: 'The neon lamp was off; 5 lines matched, 8 needed.', products: [] }), viewOf(92)];

describe('the night', () => {
  async function page(answers: Record<string, unknown>): Promise<ComponentFixture<NightPage>> {
    answer(answers);
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(NightPage);
    fixture.autoDetectChanges();
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    await fixture.whenStable();
    return fixture;
  }
  const words = (fixture: ComponentFixture<unknown>): string => (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
  afterEach(() => vi.unstubAllGlobals());

  it('loading: says so, and has its one heading already', async () => {
    answer({ '/api/nights/': null });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(NightPage);
    fixture.detectChanges();
    expect(words(fixture)).toContain('Loading');
    expect((fixture.nativeElement as HTMLElement).querySelectorAll('h1')).toHaveLength(1);
  });

  it('failed: says what, that the data are safe, and under which request; tries again', async () => {
    const fixture = await page({ '/api/nights/': nights, '/api/nights/20270118/': 503 });
    expect(words(fixture)).toMatch(/The night could not be loaded ?The store said 503\. Your data are safe.*Try again ?request request-7c1e9a20/);
    const asked = answer({ '/api/nights/': nights, '/api/nights/20270118/': { night: '20270118', semester: '2026B', goals: { 'SOAR2026B-014': 250 }, frames } });
    (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('.acts button')?.click();
    await expect.poll(() => words(fixture)).toContain('Night of 2027-01-18');
    expect(asked).toContain('/api/nights/20270118/');
  });

  it('failed already when it asks which night is the newest: says so, and tries again', async () => {
    const fixture = await page({ '/api/nights/': 503 });
    expect(words(fixture)).toMatch(/The night could not be loaded ?The store said 503\./);
    expect(words(fixture)).not.toContain('Loading');
    answer({ '/api/nights/': { count: 0, results: [] } });
    (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('.acts button')?.click();
    await expect.poll(() => words(fixture)).toContain('No frame so far');
  });

  it('empty: says what will be here', async () => {
    const fixture = await page({ '/api/nights/': { count: 0, results: [] } });
    expect(words(fixture)).toContain('No frame so far');
  });

  it('calls nothing good that waits: the sentence is its reason', async () => {
    const waiting = viewOf(92, { state: 'waiting', reason: 'extracted, no wavelengths: needs a lamp of 400_M1; there is none yet' });
    const fixture = await page({ '/api/nights/': nights, '/api/nights/20270118/': { night: '20270118', semester: '2026B', goals: { 'SOAR2026B-014': 250 }, frames: [waiting] }, '/api/files/192/spectrum/': spectrum });
    const say = (fixture.nativeElement as HTMLElement).querySelector('.current .say')?.textContent;
    expect(say).toContain('Extracted, no wavelengths: needs a lamp of 400_M1; there is none yet.');
    expect(say).not.toMatch(/best|On screen/);
  });

  it('content: counts, frames newest first, the newest spectrum, what needs you, and where the time went', async () => {
    const fixture = await page({ '/api/nights/': nights, '/api/nights/20270118/': { night: '20270118', semester: '2026B', goals: { 'SOAR2026B-014': 250 }, frames }, '/api/files/192/spectrum/': spectrum });
    await expect.poll(() => words(fixture)).toContain('390 ± 10 e⁻');
    const element = fixture.nativeElement as HTMLElement;
    expect(words(fixture)).toMatch(/1 failed.*1 final/);
    // The words of the API: it knows no file that is final.
    expect([...element.querySelectorAll('.counts a')].map((link) => link.getAttribute('href'))).toEqual(['/search?night=20270118&state=failed', '/search?night=20270118&state=done']);
    expect([...element.querySelectorAll('.frames .n')].map(({ textContent }) => textContent)).toEqual(['0092NGC 3242', '0060IC 418']);
    expect(element.querySelector('.current')?.textContent).toMatch(/NGC 3242.*Final/s);
    expect(element.querySelector('gp-current-spectrum gp-chart')?.getAttribute('aria-label')).toBe('Spectrum of NGC 3242, 5000 to 5004 angstrom. Strongest at 5002.0 angstrom with 390 e⁻. Median signal to noise 11.');
    expect(element.querySelector('.notice.failed')?.textContent).toMatch(/IC 418 · 0060.*The neon lamp was off; 5 lines matched, 8 needed\..*See the cause.*Retry/s);
    expect(words(fixture)).toContain('Where 1.60 s went');
  });
});
