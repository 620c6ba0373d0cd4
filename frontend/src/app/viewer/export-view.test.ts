import { TestBed } from '@angular/core/testing';
import '../plots/chart';
import { Theme } from '../theme/theme';
import { benchOption } from './bench-option';
import { svgOf } from './export-view';

describe('the view as a drawing', () => {
  afterEach(() => document.documentElement.removeAttribute('style'));

  it('is one that can be read, with the fonts of the page and any title', async () => {
    document.documentElement.style.setProperty('--font-ui', 'system-ui, "Segoe UI", sans-serif');
    const colors = TestBed.inject(Theme).colors();
    const spectrum = { axis: 'wavelength', unit: 'e⁻', x: Float64Array.of(5000, 5001, 5002), flux: Float64Array.of(1, 2, 3), error: Float64Array.of(1, 1, 1), sky: Float64Array.of(1, 1, 1), masked: [], medianSnr: 2 } as const;
    const option = benchOption({ spectrum, preview: undefined, other: undefined, lines: [] }, { colors, isNarrow: false, scale: 'linear', hasBand: true, hasSky: true, smoothing: 1, from: -0.5, to: 2.5 });
    const svg = await svgOf({ frame: document.createElement('div'), chart: { option, width: 600, height: 300 }, ground: 'black', ink: 'white', title: 'a < b & "c"' });
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(drawing.querySelector('parsererror')?.textContent).toBeUndefined();
    expect([drawing.querySelector('text')?.textContent, svg.includes('Segoe UI')]).toEqual(['a < b & "c"', true]);
  });
});
