import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { answer } from '../test-api';
import { ViewerPage } from './viewer-page';

const file = { id: 82, original_file_id: 82, original_file: '0082_ngc2992.fits', file_name: '0082_ngc2992.fits', data_type: '0', target: null, object: 'NGC 2992', obstype: 'SPECTRUM', kind: 'spectrum', proposal_id: 'SOAR2026B-022', family: [], reductions: [], actions: ['reduce'], excluded: null, provisional: false, flags: [] };
const image = { id: 82, file_name: '0082_ngc2992.fits', title: [], width: 600, height: 300, origin: null, binning: null, unit: 'adu', read_noise: null, planes: ['flux', 'mask'], tile_size: 512, levels: [{ level: 0, width: 600, height: 300, columns: 2, rows: 1 }, { level: 1, width: 300, height: 150, columns: 1, rows: 1 }], limits: { robust: [310.4, 702.9], zscale: [300, 500], all: [0, 65535] }, saturation_value: 60000, masked: { SATURATED: 3 } }; // prettier-ignore

describe('the viewer', () => {
  async function page(answers: Record<string, unknown>): Promise<ComponentFixture<ViewerPage>> {
    answer(answers);
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(ViewerPage);
    fixture.componentRef.setInput('frame', '82');
    fixture.autoDetectChanges();
    for (let i = 0; i < 8; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    return fixture;
  }
  const words = (fixture: ComponentFixture<unknown>): string => (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, without pixels: each in words', async () => {
    expect(words(await page({ '/api/files/82/': null }))).toContain('Loading');
    TestBed.resetTestingModule();
    expect(words(await page({ '/api/files/82/': 503 }))).toMatch(/The frame could not be loaded ?The store said 503\./);
    TestBed.resetTestingModule();
    expect(words(await page({ '/api/files/82/': file, '/api/files/82/image/': 503, '/api/files/82/slit/': 503 }))).toMatch(/0082_ngc2992.*The pixels could not be loaded/);
  });

  it('not yours, without a 2-D frame, its pixels on their way: each in words', async () => {
    expect(words(await page({ '/api/files/82/': 404 }))).toMatch(/You cannot see this frame ?There is none of this number, or it belongs to another proposal/);
    TestBed.resetTestingModule();
    // A spectrum whose frame was not kept.
    const spectrum = { ...file, family: [{ ...file, id: 90, data_type: '4', target: 1 }] };
    expect(words(await page({ '/api/files/82/': spectrum, '/api/files/90/spectrum/': null, '/api/files/90/versions/': null }))).toMatch(/No frame to see here ?The 2-D frame appears as soon as this one is reduced\./);
    TestBed.resetTestingModule();
    const coming = await page({ '/api/files/82/': file, '/api/files/82/image/': null, '/api/files/82/slit/': null });
    expect((coming.nativeElement as HTMLElement).querySelector('.panes [aria-busy]')?.textContent).toBe('Loading');
  });

  it('says of pixels that did not come that they did not, as long as that frame is shown', async () => {
    const other = { ...file, id: 83, original_file_id: 83, original_file: '0083_ngc2992.fits' };
    const tile = ({ pathname }: URL) => (pathname.startsWith('/api/files/82/') ? 503 : null);
    const tiles = Object.fromEntries([82, 83].flatMap((id) => ['0/0/0', '0/1/0', '1/0/0'].map((place) => [`/api/files/${id}/image/tiles/${place}/`, tile])));
    const slit = { id: 82, frame_id: 82, unit: 'adu', profile: [], targets: [] };
    const fixture = await page({ '/api/files/82/': file, '/api/files/82/image/': image, '/api/files/82/slit/': slit, '/api/files/83/': other, '/api/files/83/image/': { ...image, id: 83 }, '/api/files/83/slit/': slit, ...tiles });
    await expect.poll(() => (fixture.nativeElement as HTMLElement).querySelector('.panes [role=alert]')?.textContent).toBe('The store said 503.');
    fixture.componentRef.setInput('frame', '83');
    await expect.poll(() => words(fixture)).toContain('0083_ngc2992');
    await expect.poll(() => (fixture.nativeElement as HTMLElement).querySelector('.panes [role=alert]')).toBeNull();
  });

  it('content: a raw frame with its cuts and planes, without zones, which it cannot have', async () => {
    const fixture = await page({ '/api/files/82/': file, '/api/files/82/image/': image, '/api/files/82/slit/': { id: 82, frame_id: 82, unit: 'adu', profile: [], targets: [] } });
    const element = fixture.nativeElement as HTMLElement;
    await expect.poll(() => element.querySelector('gp-frame-view')).not.toBeNull();
    expect([...element.querySelectorAll<HTMLInputElement>('gp-view-controls .pair input')].map(({ value }) => value)).toEqual(['310', '703']);
    expect([...element.querySelectorAll('#plane option')].map((option) => option.textContent)).toEqual(['Flux', 'Mask']);
    expect(words(fixture)).toMatch(/Show mask 3 px/);
    expect(element.querySelector('canvas.pixels')?.getAttribute('aria-label')).toBe('Flux of NGC 2992, 600 by 300 pixels; columns 0 to 599 are shown.');
    expect([...element.querySelectorAll<HTMLButtonElement>('.bar button')].find((button) => button.textContent.includes('Zones'))?.disabled).toBe(true);
  });
});
