import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Session } from '../session/session';
import { StatesPage } from '../states/states-page';
import { answer } from '../test-api';
import { LinkPage } from './link-page';
import { LinksCard, pageOf } from './links-card';

const link = { id: 4, file_id: 90, note: 'for Vera', made_by: 'payne', created: '', until: '2027-02-01T23:59:59Z', last_used: null, downloads: 3 };
const linked = { file_name: 'w0082.fits', object: 'NGC 2992', night: '20270118', data_type: 4, size_bytes: 2_500_000, current: false, provisional: true, flags: ['The sky was bright.'], note: 'look at Hα', from: 'C. Payne', until: '2027-02-01T23:59:59Z', formats: ['fits', 'csv'], download_url: '', picture_url: '' };
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');

async function shown<T>(component: new () => T, answers: Record<string, unknown>, inputs: Record<string, unknown>): Promise<ComponentFixture<T>> {
  TestBed.resetTestingModule();
  answer(answers);
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(component);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}

describe('links to a file', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/90/links/';

  it('loading, failed, empty, content', async () => {
    expect(words(await shown(LinksCard, { [path]: null }, { file: 90 }))).toContain('Loading');
    expect(words(await shown(LinksCard, { [path]: 503 }, { file: 90 }))).toContain('The store said 503.');
    expect(words(await shown(LinksCard, { [path]: [] }, { file: 90 }))).toContain('There is no link to this file.');
    expect(words(await shown(LinksCard, { [path]: [link] }, { file: 90 }))).toMatch(/for Vera ?payne ?2027-02-01 ?3 ?Revoke/);
  });

  it('are shown once when made, as the page that people open, and end when revoked', async () => {
    expect(pageOf('https://soar.example/gsp/api/links/AbC_1/')).toBe('https://soar.example/gsp/links/AbC_1');
    const fixture = await shown(LinksCard, { [path]: [link] }, { file: 90 });
    const sent: string[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method !== 'GET') sent.push(`${request.method} ${new URL(request.url).pathname}`);
      if (request.method === 'DELETE') return new Response(null, { status: 204 });
      return Response.json(request.method === 'POST' ? { ...link, url: 'http://localhost/api/links/KEY/' } : [link], { status: request.method === 'POST' ? 201 : 200 });
    });
    const element = fixture.nativeElement as HTMLElement;
    element.querySelector('form')?.requestSubmit();
    const until = element.querySelector<HTMLInputElement>('#link-until');
    const usual = until?.value;
    await expect.poll(() => element.querySelector('code')?.textContent).toBe('http://localhost/links/KEY');
    // The form is as it was: the next link has a day too.
    expect([usual, until?.value]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), usual]);
    [...element.querySelectorAll('button')].find((button) => button.textContent?.includes('Revoke'))?.click();
    await expect.poll(() => sent).toEqual([`POST ${path}`, `DELETE ${path}4/`]);
    await expect.poll(() => element.querySelector('code')).toBeNull();
  });
});

describe('the page of a link', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/links/KEY/';

  it('loading, failed, over, content', async () => {
    expect(words(await shown(LinkPage, { [path]: null }, { token: 'KEY' }))).toContain('Loading');
    expect(words(await shown(LinkPage, { [path]: 503 }, { token: 'KEY' }))).toContain('The store said 503.');
    expect(words(await shown(LinkPage, { [path]: 404 }, { token: 'KEY' }))).toContain('This link opens nothing');
    const fixture = await shown(LinkPage, { [path]: linked }, { token: 'KEY' });
    expect(words(fixture)).toMatch(/NGC 2992 ?Provisional.*Wavelength Calibrated.*Night of 2027-01-18.*From C\. Payne.*look at Hα.*A newer version was made since.*The sky was bright\..*FITS.*2\.5 MB.*CSV/);
    expect((fixture.nativeElement as HTMLElement).querySelector('img')?.getAttribute('src')).toMatch(/\/api\/links\/KEY\/visualize\/\?format=svg&theme=(dark|light)$/);
  });
});

describe('parts and states', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are for staff, and show every state', async () => {
    const fixture = await shown(StatesPage, {}, {});
    expect(words(fixture)).toContain('For staff');
    TestBed.resetTestingModule();
    answer({ '/api/session/': { user: { username: 'a' }, role: 'staff', csrf_token: null } });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    await TestBed.inject(Session).renew();
    const staff = TestBed.createComponent(StatesPage);
    staff.autoDetectChanges();
    await staff.whenStable();
    expect(words(staff)).toMatch(/Reducing.*Waiting.*Failed.*Provisional.*Final.*Rejected.*Needs 10 bias frames of Red 2×2\. Has 6\..*The store did not answer\./);
  });
});
