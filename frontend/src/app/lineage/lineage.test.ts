import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { answer } from '../test-api';
import { graphOf, type Lineage, type Node } from './graph';
import { LineageCard } from './lineage-card';
import { QualityCard } from './quality-card';
import { trendOption, type Trend } from './trend-option';

const node = (id: string, kind: string, step: string | null, more: Partial<Node> = {}): Node => ({ id, kind, step, step_version: step === null ? null : 2, settings: {}, files: [], foreign: false, exposure: step === null ? 'bias' : null, observed_at: null, quality: {}, ...more });
const lineage: Lineage = {
  nodes: [node('w', 'calibratedSpectra', 'calibrateWavelength', { files: [{ id: 91, file_name: 'w0082.fits', data_type: '4', target: 1, night: null }] }), node('f', 'frame', 'correctBias', { settings: { ignore_flats: true } }), node('raw', 'rawFrame', null, { exposure: 'spectrum', files: [{ id: 82, file_name: '0082.fits', data_type: '0', target: null, night: null }] }), node('b', 'masterBias', 'combineBias', { foreign: true }), ...['b1', 'b2', 'b3'].map((id) => node(id, 'rawFrame', null))],
  edges: [{ from: 'f', to: 'w', input: 'spectra' }, { from: 'raw', to: 'f', input: 'raw' }, { from: 'b', to: 'f', input: 'masterBias' }, ...['b1', 'b2', 'b3'].map((from) => ({ from, to: 'b', input: 'frames' }))], // prettier-ignore
};
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');

describe('the lineage of a product', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('stands in columns from raw frames to the product, members of a master as one', () => {
    const graph = graphOf(lineage);
    expect(graph.columns).toBe(4);
    expect(graph.placed.map(({ node: { id }, column, count }) => [id, column, count])).toEqual([['w', 3, 1], ['f', 2, 1], ['raw', 1, 1], ['b', 1, 1], ['b1', 0, 3]]); // prettier-ignore
    expect(graph.edges.map(({ from, to }) => `${from.node.id}${to.node.id}`)).toEqual(['fw', 'rawf', 'bf', 'b1b']);
  });

  it('loading, failed, nothing, content', async () => {
    const shown = async (given: unknown): Promise<string> => {
      TestBed.resetTestingModule();
      answer({ '/api/files/91/lineage/': given });
      TestBed.configureTestingModule({ providers: [provideRouter([])] });
      const fixture = TestBed.createComponent(LineageCard);
      fixture.componentRef.setInput('file', 91);
      fixture.autoDetectChanges();
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 5));
      return words(fixture);
    };
    expect(await shown(null)).toContain('Loading');
    expect(await shown(503)).toContain('The store said 503.');
    expect(await shown({ nodes: [lineage.nodes[2]], edges: [] })).toContain('A raw frame is made from nothing else.');
    expect(await shown(lineage)).toMatch(/Calibrate wavelength ?w0082\.fits ?step version 2.*Combine bias ?of another proposal.*3 frames.*Correct bias ?Ignore flats on/i);
  });
});

describe('quality over the night', () => {
  afterEach(() => vi.unstubAllGlobals());
  const point = (file_id: number, value: number, flagged: boolean) => ({ file_id, value, flagged, file_name: `w${file_id}.fits`, night: '20270118', observed_at: `2027-01-19T0${file_id - 88}:00:00Z`, kind: 'spectrum', data_type: '4', target: 1, wavmode: '400_M1' });
  const trend: Trend = { name: 'rms', unit: 'Å', meaning: 'Scatter of the lines', at_least: null, at_most: 0.3, source: 'measured', points: [point(90, 0.1, false), point(91, 0.2, false), point(92, 0.5, true)], more: false };

  it('shows bounds, this file, and what is beyond by another shape', () => {
    const { series } = trendOption(trend, { colors: {} as never, isNarrow: false, current: 91 }) as { series: { name: string; data: unknown[]; markLine?: { data: unknown[] } }[] };
    expect(series.map(({ name, data }) => [name, data.length])).toEqual([['within', 1], ['beyond', 1], ['this', 1]]); // prettier-ignore
    expect(series[0]?.markLine?.data).toEqual([{ yAxis: 0.3 }]);
  });

  it('opens one trend at a press, and says so where there is nothing to compare with', async () => {
    answer({ '/api/qualities/trend/': trend });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(QualityCard);
    const quality = { name: 'rms', unit: 'Å', meaning: 'Scatter of the lines', at_least: null, at_most: 0.3, source: '', value: 0.5, flag: 'Too much: take another lamp.' };
    fixture.componentRef.setInput('file', { id: 92, night: '20270118', kind: 'spectrum', data_type: '4', qualities: [{ ...quality, name: 'fine', meaning: 'Read noise', flag: null, value: 1 }, quality] });
    fixture.autoDetectChanges();
    await fixture.whenStable();
    expect(words(fixture)).toMatch(/Scatter of the lines ?Too much: take another lamp\..*0\.50 Å.*at most 0\.3/);
    // What is as it should be is there at a press.
    expect(words(fixture)).toMatch(/1 of 2 numbers beyond a bound/);
    expect(words(fixture)).not.toMatch(/Read noise/);
    const buttons = () => [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    buttons().find(({ textContent }) => textContent === 'Show all')?.click();
    await expect.poll(() => words(fixture)).toMatch(/Read noise.*Scatter of the lines/);
    buttons().at(-1)?.click();
    await expect.poll(() => words(fixture)).toMatch(/w90\.fits.*w92\.fits/);
    await expect.poll(() => (fixture.nativeElement as HTMLElement).querySelector('gp-chart')?.getAttribute('aria-label')).toBe('Scatter of the lines of 3 frames of this night: 0.10 to 0.50 Å, 1 beyond a bound.');
  });
});
