import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Toasts } from '../shell/toasts';
import { answer } from '../test-api';
import { WhySheet } from './why-sheet';

const row = (name: string, verdict: string, file_id: number | null, distance: number | null) => ({ handle: `h-${name}`, file_id, name, verdict, distance, provisional: false, answers: [{ name: 'Filter 2', wanted: 'GG385', found: verdict === 'refused' ? 'none' : 'GG385', ok: verdict !== 'refused' }] });
const decision = { purpose: 'arc', reason: '0083 is nearest.', provisional: false, by_hand: null, questions: ['Filter 2'], candidates: [row('0083', 'chosen', 83, 0.02), row('0085', 'suitable', 85, 12.1), row('0059', 'refused', null, null)], created: '' }; // prettier-ignore
const table = (more: object = {}) => ({ file_id: 82, file_name: '0082', reduction_id: 7, state: 'done', reason: '', decisions: [{ ...decision, ...more }] });
const path = '/api/files/82/decisions/';

async function sheet(answers: Record<string, unknown>, inputs: Record<string, unknown> = {}): Promise<ComponentFixture<WhySheet>> {
  TestBed.resetTestingModule();
  answer(answers);
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(WhySheet);
  for (const [name, value] of Object.entries({ file: 82, ...inputs })) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');
const press = (fixture: ComponentFixture<unknown>, name: string): void => {
  const found = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find((button) => button.textContent?.includes(name));
  if (!found) throw new Error(`no button ${name}`);
  found.click();
};
/** Answers writes and keeps what was asked. */
function listen(status = 202): { method: string; path: string; body: unknown }[] {
  const sent: { method: string; path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    if (request.method === 'GET') return Response.json(url.pathname.endsWith('exclusion/') ? { excluded: null, masters: 1, frames: 3, names: ['0060', '0061', '0062'] } : table());
    const words = await request.text();
    sent.push({ method: request.method, path: url.pathname + url.search, body: words === '' ? undefined : JSON.parse(words) });
    return status < 300 ? Response.json({}, { status }) : Response.json({ status, code: 'conflict', detail: 'The binning differs.', retry: false }, { status });
  });
  return sent;
}

describe('why', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('loading, failed, empty, content', async () => {
    expect(words(await sheet({ [path]: null }))).toContain('Loading');
    expect(words(await sheet({ [path]: 503 }))).toContain('The store said 503.');
    expect(words(await sheet({ [path]: { ...table(), decisions: [] } }))).toContain('No decision is on record');
    expect(words(await sheet({ [path]: table() }))).toMatch(/Why these lamps\?.*0083.*Chosen.*0085.*Farther.*0059.*none.*Cannot serve/);
  });

  it('shows nothing that its reader may not do', async () => {
    const reader = words(await sheet({ [path]: table() }));
    expect(reader).not.toMatch(/Use this one|Force|Exclude|Go on without/);
    const observer = words(await sheet({ [path]: table() }, { actions: ['use-calibration', 'proceed-without'] }));
    expect(observer.match(/Use this one anyway/g)).toHaveLength(1);
    expect(observer).toContain('Go on without: Lamps');
    expect(observer).not.toMatch(/Force|Exclude/);
    const staff = words(await sheet({ [path]: table() }, { actions: ['use-calibration', 'force-calibration'], isStaff: true }));
    expect([staff.match(/Force/g)?.length, staff.match(/Exclude/g)?.length]).toEqual([1, 2]);
  });

  it('uses another lamp at one press, and takes it back', async () => {
    const fixture = await sheet({ [path]: table() }, { actions: ['use-calibration'] });
    const sent = listen();
    press(fixture, 'Use this one anyway');
    await expect.poll(() => sent).toEqual([{ method: 'POST', path: '/api/files/82/use-calibration/', body: { purpose: 'arc', candidate: 'h-0085' } }]);
    await expect.poll(() => TestBed.inject(Toasts).shown()[0]?.undo).toBeDefined();
    TestBed.inject(Toasts).shown()[0]?.undo?.();
    await expect.poll(() => sent[1]).toMatchObject({ method: 'DELETE', path: '/api/files/82/use-calibration/?purpose=arc' });
  });

  it('says why taking back is impossible, also when the sheet is closed', async () => {
    const fixture = await sheet({ [path]: table() }, { actions: ['use-calibration'] });
    listen();
    press(fixture, 'Use this one anyway');
    await expect.poll(() => TestBed.inject(Toasts).shown()[0]?.undo).toBeDefined();
    fixture.destroy();
    listen(409);
    TestBed.inject(Toasts).shown()[0]?.undo?.();
    await expect.poll(() => TestBed.inject(Toasts).shown()[1]?.title).toBe('The binning differs.');
  });

  it('says in the words of the server why a choice is impossible', async () => {
    const fixture = await sheet({ [path]: table() }, { actions: ['use-calibration', 'proceed-without'] });
    listen(409);
    press(fixture, 'Go on without');
    await expect.poll(() => words(fixture)).toContain('The binning differs.');
  });

  it('names who chose by hand, and lets go back to the platform', async () => {
    const hand = { what: '0085 as lamp', by: 'O. Observer', at: '2027-01-19T06:00:00Z', reason: 'the other is blended', forced: true };
    const fixture = await sheet({ [path]: table({ by_hand: hand }) }, { actions: ['use-calibration', 'proceed-without'] });
    expect(words(fixture)).toMatch(/By hand: 0085 as lamp\. O\. Observer, 2027-01-19 06:00 UT\..*the other is blended.*against what the platform asks.*Choose automatically again/);
    expect(words(fixture)).not.toContain('Go on without');
  });

  it('lets staff force with a reason only', async () => {
    const fixture = await sheet({ [path]: table() }, { actions: ['use-calibration', 'force-calibration'] });
    const sent = listen();
    press(fixture, 'Force');
    await expect.poll(() => (fixture.nativeElement as HTMLElement).querySelector('#force-reason')).not.toBeNull();
    const form = (fixture.nativeElement as HTMLElement).querySelector('form');
    form?.requestSubmit();
    await expect.poll(() => words(fixture)).toContain('Say why in a few words');
    expect(sent).toEqual([]);
    const field = form?.querySelector('input');
    if (field) field.value = 'nothing else was taken';
    form?.requestSubmit();
    await expect.poll(() => sent[0]?.body).toEqual({ purpose: 'arc', candidate: 'h-0059', force: true, reason: 'nothing else was taken' });
  });

  it('shows staff what an exclusion reaches before it is done', async () => {
    const fixture = await sheet({ [path]: table() }, { isStaff: true });
    const sent = listen(200);
    press(fixture, 'Exclude');
    await expect.poll(() => words(fixture)).toContain('Made again: frames 3, masters 1. 0060, 0061, 0062');
    expect(sent).toEqual([]);
    const field = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>('#exclude-reason');
    if (field) field.value = 'neon is out';
    field?.form?.requestSubmit();
    await expect.poll(() => sent).toEqual([{ method: 'PUT', path: '/api/files/83/exclusion/', body: { reason: 'neon is out' } }]);
  });
});
