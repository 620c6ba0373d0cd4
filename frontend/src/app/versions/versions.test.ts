import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import type { Spectrum } from '../plots/spectrum';
import { answer } from '../test-api';
import { differenceInSigma } from '../plots/difference';
import { around, compareOption } from './compare-option';
import { ComparePlot } from './compare-plot';
import { DifferenceCard } from './difference-card';
import { olderThan, VersionBar, type Version } from './version-bar';

const spectrum = (flux: number[], error = 2): Spectrum => ({ axis: 'wavelength', unit: 'e⁻', x: Float64Array.from(flux, (_, i) => 5000 + i), flux: Float64Array.from(flux), error: Float64Array.from(flux, () => error), sky: new Float64Array(flux.length), masked: [], medianSnr: 10 }); // prettier-ignore
const version = (id: number, n: number, more: Partial<Version> = {}): Version => ({ id, file_name: 'w.fits', version: n, current: n === 3, deleted: null, provisional: false, created: '', checksum: '', flags: [], reduction_id: 1, ...more });
const words = (element: unknown): string => ((element as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');
const answerOf = (flux: number[]) => ({ id: 1, axis: 'wavelength', unit: 'electron', arrays: { wavelength: flux.map((_, i) => 5000 + i), flux, uncertainty: flux.map(() => 2), mask: flux.map(() => 0), sky: flux.map(() => 0) } });

describe('two versions', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('differ in units of their mean error, column by column, where both have an answer', () => {
    const sigma = differenceInSigma(spectrum([10, Number.NaN, 20], 3), spectrum([6, 5, 20], 4));
    expect(sigma?.[0]).toBeCloseTo(4 / Math.sqrt((9 + 16) / 2), 12);
    expect([Number.isNaN(sigma?.[1]), sigma?.[2]]).toEqual([true, 0]);
    expect(differenceInSigma(spectrum([1, 2]), spectrum([1]))).toBeUndefined();
  });

  it('open around the largest change, also at the ends', () => {
    expect(around(500, 1001)).toEqual([0.44, 0.56]);
    expect(around(0, 1001)[0]).toBe(0);
    expect(around(1000, 1001)[1]).toBeCloseTo(1, 12);
  });

  it('are drawn on one axis, the older dashed, and in turn when they blink', () => {
    const names = (shown: 'both' | 'later' | 'older') => (compareOption(spectrum([1, 2, 3]), spectrum([1, 2, 2]), { scale: 'linear', colors: {} as never, isNarrow: false, right: 10, shown }) as { series: { name: string; lineStyle?: { type?: unknown } }[] }).series.map(({ name }) => name); // prettier-ignore
    expect(names('both')).toEqual(['one sigma', 'later', 'ribbon', 'older', 'difference']);
    expect(names('later')).not.toContain('older');
    expect(names('older')).not.toContain('later');
  });

  it('loading, failed, content: readout of both at the largest change', async () => {
    for (const [given, expected] of [[null, 'Loading'], [503, 'The store said 503.'], [answerOf([10, 20, 10]), /5001\.00 Å ?version 3: 40 e⁻ ?version 2: 20 e⁻ ?10\.0 σ/]] as const) {
      TestBed.resetTestingModule();
      answer({ '/api/files/90/spectrum/': given });
      TestBed.configureTestingModule({ providers: [provideRouter([])] });
      const fixture = TestBed.createComponent(ComparePlot);
      for (const [name, value] of Object.entries({ spectrum: spectrum([10, 40, 10]), object: 'NGC 2992', against: 90, laterVersion: 3, olderVersion: 2, largest: 1 })) fixture.componentRef.setInput(name, value);
      fixture.autoDetectChanges();
      await expect.poll(() => words(fixture.nativeElement)).toMatch(expected);
    }
  });
});

describe('the bar of versions', () => {
  const three = [version(93, 3), version(92, 2, { current: false, deleted: '2027-01-19T00:00:00Z' }), version(91, 1, { current: false })];

  it('compares with the next older one that is there, and is silent about one alone', async () => {
    expect(olderThan(three, 93)?.id).toBe(91);
    expect(olderThan(three, 91)).toBeUndefined();
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    const fixture = TestBed.createComponent(VersionBar);
    fixture.componentRef.setInput('versions', three.slice(0, 1));
    fixture.autoDetectChanges();
    await fixture.whenStable();
    expect(words(fixture.nativeElement).trim()).toBe('');
    fixture.componentRef.setInput('versions', three);
    fixture.componentRef.setInput('shown', 93);
    await fixture.whenStable();
    expect(words(fixture.nativeElement)).toMatch(/Version ?3 · Final ?2 · deleted ?1 · older.*Compare with version 1.*Restore version 2/);
    (fixture.nativeElement as HTMLElement).querySelector('button')?.click();
    expect(navigate.mock.calls[0]?.[1]?.queryParams).toEqual({ compare: 91 });
  });
});

describe('the difference in words', () => {
  it('names calibrations, settings, steps, numbers and cards, and says so when there is none', async () => {
    const none = { id: 93, other: 91, words: 'no difference', calibrations: [], settings: [], steps: [], qualities: [], cards: [], flux: null };
    const fixture = TestBed.createComponent(DifferenceCard);
    for (const [name, value] of Object.entries({ difference: none, later: 3, older: 1 })) fixture.componentRef.setInput(name, value);
    fixture.autoDetectChanges();
    await fixture.whenStable();
    expect(words(fixture.nativeElement)).toMatch(/Version 3 against 1.*no difference.*The two are the same/);
    fixture.componentRef.setInput('difference', { ...none, words: 'RMS 0.36 → 0.11 Å', calibrations: [{ name: 'arc', before: '0079', after: '0083' }], settings: [{ name: 'ignore_flats', before: true, after: false }], qualities: [{ name: 'x', meaning: 'Scatter of the lines', unit: 'Å', before: 0.36, after: null }] });
    await fixture.whenStable();
    expect(words(fixture.nativeElement)).toMatch(/RMS 0\.36 → 0\.11 Å.*Calibrations ?arc ?0079 ?0083 ?Settings ?Ignore flats ?on ?off ?Quality ?Scatter of the lines ?0\.360 Å ?–/i);
  });
});
