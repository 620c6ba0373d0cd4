import { TestBed } from '@angular/core/testing';
import { refusals } from '../api/client';
import { Live } from '../live/live';
import { Session } from '../session/session';
import { heard, shown } from '../test-page';
import { speak } from '../texts/text';
import { Announcer } from './announcer';
import { Footer } from './footer';
import { Menu } from './menu';
import { NowherePage } from './nowhere-page';
import { PageErrors } from './page-errors';
import { Shell } from './shell';
import { TabBar } from './tab-bar';
import { ToastList, Toasts } from './toasts';

/** A stream that a test holds. */
class Quiet extends EventTarget {
  static made: Quiet[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    Quiet.made.push(this);
  }

  close(): void {
    this.closed = true;
  }
}

const notes = { '/api/notifications/': { count: 2, next: null, previous: null, results: [] } };

describe('the menu', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('leads to every page, the management for staff only, and says who one is', async () => {
    const pages = ['Night', 'Data', 'Search', 'Proposals', 'Logs', 'API Docs'];
    const menu = await shown(Menu, { role: 'observer', answers: notes, url: '/search?q=ngc' });
    const links = (): string[] => menu.all('nav a').map(({ textContent }) => textContent.trim());
    expect([menu.find('nav').getAttribute('aria-label'), ...links()]).toEqual(['Main', ...pages]);
    expect(menu.all('nav a').map((link) => link.getAttribute('href'))).toEqual(['/night', '/data', '/search', '/proposals', '/logs', 'api/docs/']);
    expect(menu.all('[aria-current=page]').map(({ textContent }) => textContent)).toEqual(['Search']);
    expect([menu.find('.who').textContent, menu.find('.who').getAttribute('href'), menu.find('.who').title]).toEqual(['O. Observer', '/user', 'Your account']);
    await expect.poll(() => menu.words).toContain('2');
    const staff = await shown(Menu, { role: 'staff', answers: notes });
    expect(staff.all('nav a').map(({ textContent }) => textContent.trim())).toEqual([...pages.slice(0, 5), 'Management', 'API Docs']);
  });

  it('leads out', async () => {
    const menu = await shown(Menu, { role: 'observer', answers: { ...notes, 'DELETE /api/session/': {} }, url: '/night' });
    await menu.press('Logout');
    expect(menu.asked.writes).toEqual([{ method: 'DELETE', path: '/api/session/', body: undefined }]);
    expect([menu.address, TestBed.inject(Session).user()]).toEqual(['/login', undefined]);
  });

  it('of a phone has four pages, and the rest behind More', async () => {
    const bar = await shown(TabBar, { url: '/night' });
    const more = heard(bar.part.more);
    expect([bar.find('nav').getAttribute('aria-label'), ...bar.buttons]).toEqual(['Main, phone', 'Night', 'Data', 'Search', 'Proposals', 'More']);
    expect(bar.all('[aria-current=page]').map(({ textContent }) => textContent)).toEqual(['Night']);
    await bar.press('More');
    expect(more).toHaveLength(1);
  });
});

describe('the foot of a page', () => {
  it('says who is behind it, turns the language at once and back, and opens the keys', async () => {
    const footer = await shown(Footer);
    const help = heard(footer.part.help);
    expect(footer.find('a').getAttribute('href')).toBe('mailto:goodman-help@example.org');
    await footer.press('Español');
    await expect.poll(() => document.documentElement.lang).toBe('es');
    await footer.settle();
    expect(footer.words).toMatch(/English/);
    expect(footer.words).not.toContain('Maintained by');
    await footer.press('English');
    await expect.poll(() => document.documentElement.lang).toBe('en');
    await footer.settle();
    expect(footer.words).toContain('Maintained by the Goodman instrument team');
    await footer.press('? keyboard help');
    expect(help).toHaveLength(1);
  });
  afterAll(() => speak('en'));
});

describe('an address that is none', () => {
  it('says so in its one heading, and leads to the night', async () => {
    const page = await shown(NowherePage);
    expect(page.all('h1').map(({ textContent }) => textContent)).toEqual(['There is no such page']);
    expect(page.words).toContain('The address names none of the pages of the portal.');
    expect(page.button('To the night').getAttribute('href')).toBe('/night');
  });
});

describe('messages that pass', () => {
  afterEach(() => vi.useRealTimers());

  it('say what happened, lead on or take back, and are closed', async () => {
    const list = await shown(ToastList);
    const undone: string[] = [];
    const toasts = TestBed.inject(Toasts);
    toasts.show({ state: 'failed', title: 'It failed', sentence: 'The store did not answer.' });
    toasts.show({ state: 'final', title: 'Made', sentence: '', link: { words: 'Open it', to: '/proposals' } });
    toasts.show({ state: 'rejected', title: 'Deleted', sentence: '', undo: () => undone.push('undone') });
    await list.settle();
    expect([list.find('[role=log]').getAttribute('aria-live'), list.buttons]).toEqual(['polite', ['Close', 'Open it', 'Close', 'Undo', 'Close']]);
    expect(list.words).toMatch(/It failed ?The store did not answer\. ?Made/);
    await list.press('Undo');
    expect([undone, list.messages]).toEqual([['undone'], ['It failed', 'Made']]);
    await list.press('Open it');
    expect([list.address, list.messages]).toEqual(['/proposals', ['It failed']]);
    await list.press('Close');
    expect(list.words).toBe('');
  });

  it('go by themselves, three at most, but not while somebody looks at one', async () => {
    const list = await shown(ToastList);
    vi.useFakeTimers();
    const toasts = TestBed.inject(Toasts);
    for (const title of ['one', 'two', 'three', 'four']) toasts.show({ state: 'final', title, sentence: '' });
    TestBed.tick();
    expect(list.messages).toEqual(['two', 'three', 'four']);
    list.find('.toast').dispatchEvent(new MouseEvent('mouseenter'));
    vi.advanceTimersByTime(8000);
    expect(list.messages).toEqual(['two']);
    list.find('.toast').dispatchEvent(new MouseEvent('mouseleave'));
    vi.advanceTimersByTime(8000);
    expect(list.messages).toEqual([]);
  });
});

describe('the shell', () => {
  beforeEach(() => {
    Quiet.made = [];
    vi.stubGlobal('EventSource', Quiet);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const press = (key: string, more: KeyboardEventInit = {}): boolean => document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...more }));

  it('listens to one stream of events as long as it is there', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes });
    expect(Quiet.made.map(({ url, closed }) => [new URL(url).pathname, closed])).toEqual([['/api/events/', false]]);
    shell.fixture.destroy();
    expect(Quiet.made.map(({ closed }) => closed)).toEqual([true]);
  });

  it('has keys for pages, search, commands and help', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes });
    for (const [keys, address] of [['gd', '/data'], ['gn', '/night'], ['gs', '/search'], ['gp', '/proposals'], ['/', '/search']] as const) { // prettier-ignore
      for (const key of keys) press(key);
      await shell.settle();
      expect(shell.address).toBe(address);
    }
    const [palette, help] = shell.all('dialog') as HTMLDialogElement[] as [HTMLDialogElement, HTMLDialogElement];
    expect([press('k', { ctrlKey: true }), palette.open, help.open]).toEqual([false, true, false]);
    palette.close();
    press('?');
    expect([palette.open, help.open]).toEqual([false, true]);
    help.close();
    await shell.press('More');
    expect(palette.open).toBe(true);
    palette.close();
    await shell.press('? keyboard help');
    expect(help.open).toBe(true);
  });

  it('leads past the menu to the page', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes });
    const main = document.createElement('main');
    Object.assign(main, { id: 'main', tabIndex: -1 });
    document.body.append(main);
    await shell.press('Skip to content');
    expect([document.activeElement, shell.address]).toEqual([main, '/']);
    main.remove();
  });

  it('goes to the login when the session ends under it, and comes back to the same page', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes, url: '/data/82' });
    refusals.update((n) => n + 1);
    await shell.settle();
    refusals.set(0);
    expect(shell.address).toBe('/login?then=%2Fdata%2F82');
  });

  it('tells of a mistake of the page with its reference, and a screen reader what changed', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes });
    expect(shell.words).not.toContain('stopped working');
    TestBed.inject(PageErrors).reference.set('7c1e9a20');
    TestBed.inject(Announcer).say('0092 is final');
    await shell.settle();
    expect(shell.find('.notice.failed').textContent).toMatch(/This part of the page stopped working\..*under 7c1e9a20/);
    expect(shell.find('p.sr[aria-live=polite]').textContent).toBe('0092 is final');
  });

  it('says how long it was away and what came meanwhile', async () => {
    const shell = await shown(Shell, { role: 'observer', answers: notes });
    const told = heard(TestBed.inject(Live).returns);
    const source = Quiet.made[0] as Quiet & { onopen(): void; onerror(): void };
    vi.useFakeTimers();
    source.onopen();
    source.onerror();
    vi.advanceTimersByTime(10_000);
    (Quiet.made.at(-1) as typeof source).onopen();
    vi.advanceTimersByTime(2000);
    vi.useRealTimers();
    await shell.settle();
    expect([told, TestBed.inject(Toasts).shown()[0]]).toMatchObject([[{ afterSecond: 10, missed: 0 }], { title: 'Live', sentence: 'Connected again after 10 s: 0 events were missed and are here now' }]);
  });
});
