import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import type { FileDetail, FileView } from '../api/client';
import { Live } from '../live/live';
import { Toasts } from '../shell/toasts';
import { heard, later, shown, type Shown } from '../test-page';
import { DataActions } from './data-actions';
import { Display } from './display';
import { FileList } from './file-list';
import { HeaderPanel } from './header-panel';

const file = (id: number, level: number, more: object = {}): FileView => ({ id, original_file_id: 82, file_name: `${'_cfzst'.slice(0, level + 1)}0082.fits`, data_type: String(level), obstype: 'SPECTRUM', wavmode: '400_M1', created: '2027-01-19T05:51:00Z', excluded: null, provisional: false, state: null, ...more }) as unknown as FileView;

describe('what can be done with a product', () => {
  afterEach(() => vi.unstubAllGlobals());

  async function actions(level: number, allowed: FileDetail['actions'], answers: Record<string, unknown> = {}, kind = 'spectrum'): Promise<Shown<DataActions>> {
    vi.stubGlobal('navigator', { clipboard: { writeText: async () => undefined } });
    return shown(DataActions, { inputs: { detail: { ...file(82, 0), kind }, product: file(90, level), shown: 91, allowed }, answers });
  }

  it('is the next step of its level, and nothing that one may not do', async () => {
    const [all, always] = [['reduce', 'calibrate-wavelength', 'delete'] as FileDetail['actions'], ['DOWNLOAD', 'ADVANCED VISUALIZATION', 'Share']];
    for (const level of [0, 2, 3, 4]) expect((await actions(level, [])).buttons.filter((name) => name !== 'EXTRACT TARGET')).toEqual(always);
    const seen = [(await actions(0, all)).buttons, (await actions(2, all)).buttons, (await actions(3, all)).buttons, (await actions(4, all)).buttons];
    expect(seen.map((names) => names.slice(2, -2))).toEqual([['REDUCE RAW FILE'], ['EXTRACT TARGET'], ['CALIBRATE WAVELENGTH'], []]);
    expect(seen.map((names) => names.at(-1))).toEqual(Array(4).fill('DELETE'));
    const lamp = (await actions(2, all, {}, 'arc')).button('EXTRACT TARGET');
    expect([lamp.disabled, lamp.title]).toEqual([true, 'A lamp has no target: it is extracted with each spectrum.']);
  });

  it('downloads the version that is shown, and opens the viewer, with zones for an extraction', async () => {
    const page = await actions(2, []);
    expect(page.button('DOWNLOAD').getAttribute('href')).toMatch(/\/api\/files\/91\/download\/$/);
    expect(['ADVANCED VISUALIZATION', 'EXTRACT TARGET'].map((name) => page.button(name).getAttribute('href'))).toEqual(['/data/82/view', '/data/82/view?zones=open']);
  });

  it.each([
    [0, 'REDUCE RAW FILE', '/api/files/reduce/', { file_ids: [82] }, 'The frame is reduced again: a new version comes by itself'],
    [3, 'CALIBRATE WAVELENGTH', '/api/files/spectrum/calibrate/wavelength/', { file_id: 91 }, 'The wavelengths are fitted again: a new version comes by itself'],
  ] as const)('level %i: %s once, and says so', async (level, name, path, body, message) => {
    const { answer, come } = later<object>();
    const page = await actions(level, ['reduce', 'calibrate-wavelength', 'delete'], { [path]: answer });
    const changed = heard(page.part.changed);
    await page.press(name);
    expect([page.button(name).disabled, page.button('DELETE').disabled, changed]).toEqual([true, true, []]);
    come({});
    await page.settle();
    expect([page.asked.writes, page.messages, changed.length, page.button(name).disabled]).toEqual([[{ method: 'POST', path, body }], [message], 1, false]);
  });

  it('reduces a raw frame at the key r, and nothing else', async () => {
    for (const [level, may, asked] of [[0, ['reduce'], 1], [0, [], 0], [3, ['reduce'], 0]] as const) { // prettier-ignore
      const page = await actions(level, [...may], { '/api/files/reduce/': {} });
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
      await page.settle();
      expect([level, may, page.asked.writes.length]).toEqual([level, may, asked]);
    }
  });

  it('deletes the version that is shown, and brings it back', async () => {
    const page = await actions(4, ['delete'], { '/api/files/': {}, '/api/files/91/restore/': {} });
    const changed = heard(page.part.changed);
    await page.press('DELETE');
    expect([page.asked.writes, page.messages]).toEqual([[{ method: 'DELETE', path: '/api/files/', body: { file_ids: [91] } }], ['_cfzs0082.fits is deleted']]);
    TestBed.inject(Toasts).shown()[0]?.undo?.();
    await page.settle();
    expect([page.asked.writes[1], changed.length]).toEqual([{ method: 'POST', path: '/api/files/91/restore/', body: undefined }, 2]);
  });

  it('says in the words of the server what it refuses', async () => {
    const page = await actions(4, ['delete'], { '/api/files/': 409 });
    const changed = heard(page.part.changed);
    await page.press('DELETE');
    expect([page.messages, changed, page.button('DELETE').disabled]).toEqual([['The store said 409.'], [], false]);
  });

  it('copies the address of what is seen', async () => {
    const page = await actions(4, []);
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    await page.press('Share');
    expect([write.mock.calls, page.messages]).toEqual([[[location.href]], ['The address of this page is copied: it opens what you see']]);
  });
});

describe('the display', () => {
  const inputs = { look: { map: 'gray', stretch: 'asinh', cuts: [310, 703], showsSaturated: true, showsMask: false }, curves: { hasBand: true, hasSky: true, smoothing: 1 }, hasFrame: true, unit: 'ADU', masked: '3' };

  it('shows how the frame looks, and gives away one change at a time', async () => {
    const page = await shown(Display, { inputs });
    const looks = heard(page.part.look);
    expect([page.element.getAttribute('role'), page.element.getAttribute('aria-label'), page.field('Color map').value, page.field('Stretch').value, page.field('Lower cut').value, page.field('Show saturated pixels').checked, page.field('Show mask 3 px').checked]).toEqual(['complementary', 'Display', 'gray', 'asinh', '310', true, false]);
    expect(page.words).toContain('Cuts (ADU)');
    await page.type('Color map', 'viridis');
    await page.type('Stretch', 'log');
    await page.type('Lower cut', '-20');
    await page.type('Upper cut', '900');
    await page.tick('Show saturated pixels');
    await page.tick('Show mask');
    expect(looks).toEqual([
      { ...inputs.look, map: 'viridis' },
      { ...inputs.look, map: 'viridis', stretch: 'log' },
      { ...inputs.look, map: 'viridis', stretch: 'log', cuts: [-20, 703] },
      { ...inputs.look, map: 'viridis', stretch: 'log', cuts: [-20, 900] },
      { ...inputs.look, map: 'viridis', stretch: 'log', cuts: [-20, 900], showsSaturated: false },
      { ...inputs.look, map: 'viridis', stretch: 'log', cuts: [-20, 900], showsSaturated: false, showsMask: true },
    ]);
  });

  it('shows how curves look, and the field says the width that is in force', async () => {
    const page = await shown(Display, { inputs: { ...inputs, hasFrame: false } });
    const curves = heard(page.part.curves);
    expect(page.all('select')).toEqual([]);
    await page.tick('Error band');
    await page.tick('Sky');
    expect(curves).toEqual([{ hasBand: false, hasSky: true, smoothing: 1 }, { hasBand: false, hasSky: false, smoothing: 1 }]); // prettier-ignore
    for (const [typed, width] of [['4.6', 5], ['500', 99], ['500', 99], ['0', 1], ['', 1]] as const) { // prettier-ignore
      await page.type('Smooth (px)', typed);
      expect([page.part.curves().smoothing, page.field('Smooth (px)').value]).toEqual([width, String(width)]);
    }
  });
});

describe('the header', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/header/';
  const cards = [{ keyword: 'OBJECT', value: 'NGC 2992', comment: 'target' }, { keyword: 'EXPTIME', value: 300, comment: 'exposure (s)' }, { keyword: 'COMMENT', value: null, comment: 'made at SOAR' }]; // prettier-ignore
  const panel = (answer: unknown): Promise<Shown<HeaderPanel>> => shown(HeaderPanel, { inputs: { file: 82 }, answers: { [path]: answer } });

  it('loading, failed, content: every card in its order', async () => {
    const loading = await panel(null);
    expect([loading.words, loading.find('[aria-busy]').textContent]).toEqual(['LoadingCLOSE', 'Loading']);
    expect((await panel(503)).words).toMatch(/The header could not be loaded ?The store said 503\./);
    const page = await panel({ cards });
    expect(page.asked.reads).toEqual([`${path}?id=82`]);
    expect(page.all('tbody tr').map((row) => [...row.children].map(({ textContent }) => textContent))).toEqual([['OBJECT', 'NGC 2992', 'target'], ['EXPTIME', '300', 'exposure (s)'], ['COMMENT', '', 'made at SOAR']]); // prettier-ignore
    expect(page.words).toContain('3 of 3 cards');
  });

  it('is filtered as one types, by keyword, value and comment, and copied as it is seen', async () => {
    const page = await panel({ cards });
    const copied = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText: copied } });
    const found: string[] = [];
    for (const word of ['exp', 'ngc', 'soar', 'flux']) {
      await page.type('Filter header', word);
      found.push(page.all('tbody tr td:first-child').map(({ textContent }) => textContent).join()); // prettier-ignore
    }
    expect([found, page.words.includes('0 of 3 cards')]).toEqual([['EXPTIME', 'OBJECT', 'COMMENT', ''], true]);
    await page.type('Filter header', 'om');
    await page.press('Copy');
    await page.type('Filter header', 't');
    await page.press('Copy');
    expect(copied.mock.calls).toEqual([['COMMENT\t\tmade at SOAR'], ['OBJECT\tNGC 2992\ttarget\nEXPTIME\t300\texposure (s)\nCOMMENT\t\tmade at SOAR']]); // prettier-ignore
  });

  it('is closed', async () => {
    const page = await panel({ cards });
    const closed = heard(page.part.closed);
    await page.press('CLOSE');
    expect(closed).toHaveLength(1);
  });
});

describe('the list of files', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/';
  const list = { count: 1234, next_cursor: null, results: [file(82, 0, { file_name: '0082_ngc2992.fits.fz', state: 'failed' }), file(81, 0, { file_name: '0081_bias.fits' })] };
  const events = new Subject<object>();
  const openings = signal(1);
  const files = (answer: unknown): Promise<Shown<FileList>> => shown(FileList, { inputs: { current: 82 }, answers: { [path]: answer }, providers: [{ provide: Live, useValue: { events, openings } }] });
  const came = (kind: string, dataType: number): void => events.next({ kind, payload: { dataType } });

  it('failed, content: raw frames with their states, the one that is shown, and how many there are', async () => {
    expect((await files(503)).words).toMatch(/The frame could not be loaded ?The store said 503\./);
    const page = await files(list);
    expect(page.asked.reads).toEqual([`${path}?data_type=0&page_size=40`]);
    expect([page.element.getAttribute('aria-label'), ...page.buttons.slice(0, 1)]).toEqual(['Quick access to files', 'Observed 1 234']);
    expect(page.all('.frames a').map((link) => [link.textContent?.replace(/\s+/g, ' ').trim(), link.getAttribute('href')])).toEqual([['0082_ngc2992FailedSPECTRUM · 400_M105:51', '/data/82'], ['0081_biasSPECTRUM · 400_M105:51', '/data/81']]); // prettier-ignore
    expect(page.all('[aria-current=true]').map((row) => row.querySelector('a')?.getAttribute('href'))).toEqual(['/data/82']);
  });

  it('opens masters instead, one of the two at a time', async () => {
    const page = await files(list);
    await page.press('Calibrations');
    expect(page.asked.reads.at(-1)).toBe(`${path}?data_type=1&page_size=40`);
    expect(page.all('h2 button').map((button) => button.getAttribute('aria-expanded'))).toEqual(['false', 'true']);
    expect(page.find('[role=region]').getAttribute('aria-label')).toBe('Masters, newest first');
  });

  it('lets new files of the kind that is open knock, and shows them at a press', async () => {
    const page = await files(list);
    came('file', 0);
    came('master', 1);
    came('reduction', 0);
    await page.settle();
    expect(page.words).toContain('1 newer frame');
    came('file', 0);
    await page.settle();
    await page.press('2 newer frames');
    expect([page.asked.length, page.words.includes('newer')]).toEqual([2, false]);
  });

  it('does not call observed frames newer calibrations, nor what came with a new list newer than it', async () => {
    const page = await files(list);
    came('file', 0);
    await page.press('Calibrations');
    expect(page.words).not.toContain('newer');
    came('master', 1);
    openings.update((n) => n + 1);
    await page.settle();
    expect(page.words).not.toContain('newer');
  });

  it('jumps to what is typed, and not to nothing', async () => {
    const page = await files(list);
    const jumped = heard(page.part.jumped);
    await page.submit('form.jump');
    await page.type('Jump to a date, a night or a frame number', ' 2027-01-18 ');
    await page.submit('form.jump');
    expect(jumped).toEqual(['2027-01-18']);
  });
});
