import { TestBed, type ComponentFixture } from '@angular/core/testing';
import '../texts/with-pages';
import type { ApertureChoice } from './aperture-choice';
import { ZonePanel } from './zone-panel';

const choice: ApertureChoice = { center: 470, lower: -8, upper: 9, sky: [[-40, -20]], method: 'fractional' }; // prettier-ignore
const spectrum = { flux: Float64Array.of(1), variance: Float64Array.of(1), sky: Float64Array.of(0), mask: Uint8Array.of(0) };
const preview = { request: { coefficients: [470], lower: -8, upper: 9, sky: [], method: 'fractional' as const, fwhm: 5 }, method: 'fractional' as const, spectrum, wrong: undefined, asked: 0, ms: 41.6 };

describe('the panel of zones', () => {
  function panel(inputs: Record<string, unknown>): { fixture: ComponentFixture<ZonePanel>; element: HTMLElement; words: () => string; extract: () => HTMLButtonElement } {
    const fixture = TestBed.createComponent(ZonePanel);
    for (const [name, value] of Object.entries({ choice, ...inputs })) fixture.componentRef.setInput(name, value);
    fixture.detectChanges();
    const element = fixture.nativeElement as HTMLElement;
    return { fixture, element, words: () => element.textContent.replace(/\s+/g, ' '), extract: () => element.querySelector('.btn.main') as HTMLButtonElement };
  }

  it('has the rows of every edge as numbers, and takes one that is typed', () => {
    const { fixture, element } = panel({});
    const fields = [...element.querySelectorAll<HTMLInputElement>('input')];
    expect(fields.map(({ value }) => value)).toEqual(['462', '479', '470', '430', '450']);
    const typed: ApertureChoice[] = [];
    fixture.componentInstance.wished.subscribe(({ change }) => typed.push(change(typed.at(-1) ?? choice)));
    const [, upper] = fields as [HTMLInputElement, HTMLInputElement];
    upper.value = '485';
    Object.defineProperty(upper, 'valueAsNumber', { value: 485 });
    upper.dispatchEvent(new Event('change'));
    // A second field before anything is drawn leaves the first.
    const [lower] = fields as [HTMLInputElement];
    Object.defineProperty(lower, 'valueAsNumber', { value: 460 });
    lower.dispatchEvent(new Event('change'));
    expect(typed).toEqual([{ ...choice, upper: 15 }, { ...choice, lower: -10, upper: 15 }]); // prettier-ignore
  });

  it('lets nobody ask for what is impossible, for what is not drawn yet, or for what is not theirs', () => {
    expect(panel({ mayExtract: true, preview }).extract().disabled).toBe(false);
    expect(panel({ mayExtract: true, preview }).words()).toContain('Drawn from the pixels in 42 ms');
    const wrong = panel({ mayExtract: true, preview: { ...preview, spectrum: undefined, wrong: { kind: 'aperture-narrow', values: { rows: 0.5, least: 1 } } } });
    expect(wrong.words()).toContain('The aperture is 0.5 rows high: it takes 1 at least.');
    expect([wrong, panel({ mayExtract: true }), panel({ mayExtract: true, preview, isLoading: true }), panel({ preview })].map((one) => one.extract().disabled)).toEqual([true, true, true, true]);
    expect(panel({ preview }).words()).toContain('a version is made by its proposal');
  });

  it('says how the version compares with what was drawn', () => {
    expect(panel({ extraction: { state: 'made', equal: 2055, of: 2055 } }).words()).toMatch(/all 2.055 values are those that were drawn/);
    expect(panel({ extraction: { state: 'made', equal: 2050, of: 2055 } }).words()).toMatch(/5 of 2.055 values differ/);
    expect(panel({ extraction: { state: 'refused', sentence: 'Storage does not answer.' } }).words()).toContain('Storage does not answer.');
  });
});
