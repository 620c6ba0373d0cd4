import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { answer } from '../test-api';
import { Bell } from './bell';
import { anchorWords, partsOf, threadsOf, type Comment } from './comment-thread';
import { CommentsCard } from './comments-card';

const comment = (id: number, text: string, more: Partial<Comment> = {}): Comment => ({ id, file_id: 90, parent_id: null, author: { name: 'C. Payne', username: 'payne' }, text, anchor: null, created: '2027-01-19T06:00:00Z', edited: null, deleted: false, mine: false, ...more });
const list = [comment(1, 'Is this @ibanez line real?', { anchor: { kind: 'wavelengths', from: 5876, to: 5910 }, mine: true }), comment(2, 'A ghost.', { parent_id: 1 }), comment(3, '', { deleted: true })];
const path = '/api/files/90/comments/';

async function card(answers: Record<string, unknown>, inputs: Record<string, unknown> = {}): Promise<ComponentFixture<CommentsCard>> {
  TestBed.resetTestingModule();
  answer(answers);
  const fixture = TestBed.createComponent(CommentsCard);
  for (const [name, value] of Object.entries({ file: 90, ...inputs })) fixture.componentRef.setInput(name, value);
  fixture.autoDetectChanges();
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture;
}
const words = (fixture: ComponentFixture<unknown>): string => ((fixture.nativeElement as HTMLElement).textContent ?? '').replace(/\s+/g, ' ');
const press = (fixture: ComponentFixture<unknown>, name: string): void => [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find((button) => button.textContent?.includes(name))?.click();

describe('comments', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('stand in threads, name people and their place', () => {
    expect(threadsOf(list).map(({ first, answers }) => [first.id, answers.map(({ id }) => id)])).toEqual([[1, [2]], [3, []]]); // prettier-ignore
    expect(partsOf('Is this @ibanez line real?')).toEqual([{ words: 'Is this ', isName: false }, { words: '@ibanez', isName: true }, { words: ' line real?', isName: false }]); // prettier-ignore
    expect(anchorWords({ kind: 'box', x0: 1, x1: 40, y0: 2, y1: 9 })).toBe('columns 1–40, rows 2–9');
  });

  it('loading, failed, empty, content', async () => {
    expect(words(await card({ [path]: null }))).toContain('Loading');
    expect(words(await card({ [path]: 503 }))).toContain('The store said 503.');
    expect(words(await card({ [path]: [] }))).toMatch(/Nobody said anything.*ADD COMMENT/);
    const seen = words(await card({ [path]: list }));
    expect(seen).toMatch(/C\. Payne.*5.876\.0–5.910\.0 Å.*Is this @ibanez line real\?.*A ghost\..*Taken back\./);
    expect(seen.match(/Take back/g)).toHaveLength(1);
  });

  it('speak of the range that is seen, and go to the one that is spoken of', async () => {
    const place = { kind: 'wavelengths', from: 5000, to: 5100 } as const;
    const fixture = await card({ [path]: list }, { place });
    const shown: unknown[] = [];
    fixture.componentInstance.shown.subscribe((anchor) => shown.push(anchor));
    press(fixture, 'Å');
    expect(shown).toEqual([list[0]?.anchor]);
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.json());
      return Response.json(request.method === 'POST' ? list[0] : list, { status: request.method === 'POST' ? 201 : 200 });
    });
    const element = fixture.nativeElement as HTMLElement;
    element.querySelector<HTMLInputElement>('.tick input')?.click();
    const field = element.querySelector<HTMLInputElement>('#comment');
    if (field) field.value = 'A cosmic ray?';
    field?.form?.requestSubmit();
    await expect.poll(() => sent).toEqual([{ text: 'A cosmic ray?', anchor: place }]);
    press(fixture, 'Answer');
    await expect.poll(() => element.querySelector('#answer-1')).not.toBeNull();
    const answerField = element.querySelector<HTMLInputElement>('#answer-1');
    if (answerField) answerField.value = 'Yes.';
    answerField?.form?.requestSubmit();
    await expect.poll(() => sent[1]).toEqual({ text: 'Yes.', parent_id: 1 });
  });
});

describe('the bell', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('counts what is new, lists it, and marks it read', async () => {
    const note = { id: 5, kind: 'mention', created: '2027-01-19T06:00:00Z', read: false, file_id: 90, file_name: 'w0082.fits', comment: list[0] };
    answer({ '/api/notifications/': { count: 3, next: null, previous: null, results: [note] } });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(Bell);
    fixture.autoDetectChanges();
    const element = fixture.nativeElement as HTMLElement;
    await expect.poll(() => element.querySelector('.badge')?.textContent).toBe('3');
    element.querySelector('button')?.click();
    await expect.poll(() => words(fixture)).toMatch(/Notifications.*All read.*C\. Payne named you on w0082\.fits/);
    const asked = answer({ '/api/notifications/': { count: 0, next: null, previous: null, results: [] }, '/api/notifications/read/': { unread: 0 } });
    press(fixture, 'All read');
    await expect.poll(() => asked).toContain('/api/notifications/read/');
    await expect.poll(() => words(fixture)).toContain('Nobody spoke to you so far.');
    expect(element.querySelector('.badge')).toBeNull();
  });
});
