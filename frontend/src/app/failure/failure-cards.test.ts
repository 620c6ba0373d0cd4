import { signal } from '@angular/core';
import type { FileDetail, ReductionDetail } from '../api/client';
import { Live } from '../live/live';
import { heard, later, shown, type Shown } from '../test-page';
import { AlikeCard } from './alike-card';
import { EvidenceCard } from './evidence-card';
import type { Lamp } from './lamp-option';
import { LampEvidence } from './lamp-evidence';
import { RetryCard } from './retry-card';

const failure = { code: 'too-few-arc-lines', step: 'calibrateWavelength', message: '', facts: { found: 3, rmsPixel: 1234.567, newNumber: 'x' } };
const run = { id: 7, file_id: 60, file_name: '0060_ic418.fits', state: 'failed', failure, attempt: 2, updated: '2027-01-19T02:39:44Z', settings: { arc_half_width: 1.5, sky: true, model: 'gaussian' }, overrides: { snr: 3 } } as unknown as ReductionDetail;
const file = { id: 60, original_file_id: 60, original_file: '0060_ic418.fits', object: 'IC 418', kind: 'spectrum', family: [{ id: 65, data_type: '2' }] } as unknown as FileDetail;
const lamp: Lamp = { id: 59, file_name: '', unit: 'electron', lamps: ['HGA', 'NE'], light: [50, 50, 5000, 50], lines: [{ column: 2.04, height: 4950, wavelength: 5460.75, element: 'Hg' }, { column: 3, height: 60, wavelength: null, element: null }], absent: [{ column: 1.5, wavelength: 5852.49, element: 'Ne' }], by: 'identification' }; // prettier-ignore
const failed = (code: string, facts: object = {}): ReductionDetail => ({ ...run, failure: { ...failure, code, facts } }) as unknown as ReductionDetail;

describe('the lamp as evidence', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/59/lamp/';
  const card = (answer: unknown): Promise<Shown<LampEvidence>> => shown(LampEvidence, { inputs: { file: 59 }, answers: { [path]: answer } });

  it('loading, failed, content: in words what is explained, seen and missing', async () => {
    expect((await card(null)).find('[aria-busy]').textContent).toBe('Loading');
    const failed = await card(503);
    expect(failed.words).toMatch(/The lamp could not be loaded ?The store said 503\./);
    await failed.press('Try again');
    expect(failed.asked).toHaveLength(2);
    const page = await card(lamp);
    expect(page.find('.legend').textContent).toBe('▼explained○seen, not explained┊1 expected and not seen (Ne)');
    expect(page.find('gp-chart').getAttribute('aria-label')).toBe('Lamp spectrum over 4 columns on a logarithmic scale. 2 lines are seen, 1 of them are explained. 1 bright lines that are expected are absent: Ne.');
    expect(page.words).not.toContain('Too few lines');
    const by = await card({ ...lamp, absent: [], by: 'header' });
    expect([by.words.includes('Too few lines to identify any'), by.words.includes('expected and not seen')]).toEqual([true, false]);
  });

  it('is a table at a press, and a curve again', async () => {
    const page = await card(lamp);
    await page.press('Table');
    expect([page.all('gp-chart').length, page.find('[role=region]').getAttribute('aria-label'), page.button('Table').getAttribute('aria-pressed')]).toEqual([0, 'Lines of the lamp', 'true']);
    expect(page.all('tbody tr').map((row) => [...row.children].map(({ textContent }) => textContent))).toEqual([['2.0', '4\u202f950', 'Hg 5460.75 Å'], ['3.0', '60', 'seen, not explained'], ['1.5', '–', 'Ne 5852.49 Å, expected, not seen']]); // prettier-ignore
    await page.press('Table');
    expect(page.all('gp-chart').length).toBe(1);
  });
});

describe('the evidence', () => {
  afterEach(() => vi.unstubAllGlobals());
  const card = (what: ReductionDetail, answers: Record<string, unknown>, of: object = {}): Promise<Shown<EvidenceCard>> => shown(EvidenceCard, { inputs: { file: { ...file, ...of }, run: what }, answers });
  const decisions = '/api/files/60/decisions/';
  const chosen = (file_id: number | null) => ({ decisions: [{ purpose: 'bias', candidates: [] }, { purpose: 'arc', candidates: [{ verdict: 'suitable', file_id: 58 }, { verdict: 'chosen', file_id }] }] }); // prettier-ignore

  it('of a lamp is the one that was chosen, with what was measured in words; numbers that are new keep their names', async () => {
    expect((await card(run, { [decisions]: null })).find('[aria-busy]').textContent).toBe('Loading');
    const page = await card(run, { [decisions]: chosen(59), '/api/files/59/lamp/': lamp });
    expect(page.find('h2').textContent).toBe('Evidence: the lamp');
    expect(page.find('dl').textContent).toBe('Lines found3Scatter (px)1\u202f234.57new numberx');
    expect([page.all('gp-lamp-evidence gp-chart').length, page.button('Why? All candidates of this choice').getAttribute('href')]).toEqual([1, '/data/60/why']);
    const own = await card(run, { '/api/files/65/lamp/': lamp }, { kind: 'arc' });
    expect([...own.asked]).toEqual(['/api/files/65/lamp/']);
  });

  it('says of a lamp that is hidden that it is, and of one that could not be found out why not', async () => {
    const hidden = 'The lamp belongs to another proposal, or none was chosen: its light is not shown here.';
    expect((await card(run, { [decisions]: chosen(null) })).words).toContain(hidden);
    const page = await card(run, { [decisions]: 503 });
    expect(page.words).toContain('The store said 503.');
    expect(page.words).not.toContain(hidden);
    await page.press('Try again');
    expect(page.asked).toHaveLength(2);
  });

  it('of a header is its cards, the wrong one first', async () => {
    const path = '/api/files/header/';
    const cards = [{ keyword: 'OBJECT', value: 'IC 418', comment: '' }, { keyword: 'EXPTIME', value: -1, comment: 'exposure' }]; // prettier-ignore
    const wrong = failed('header-invalid', { keyword: 'EXPTIME' });
    const loading = await card(wrong, { [path]: null });
    expect([loading.find('[aria-busy]').textContent, loading.all('table')]).toEqual(['Loading', []]);
    expect((await card(wrong, { [path]: 503 })).words).toMatch(/The header could not be loaded ?The store said 503\./);
    const page = await card(wrong, { [path]: { cards } });
    expect(page.asked.reads).toEqual([`${path}?id=60`]);
    expect(page.all('tbody tr').map((row) => [row.className, row.firstElementChild?.textContent])).toEqual([['chosen', 'EXPTIME'], ['', 'OBJECT']]); // prettier-ignore
    expect(page.find('h2').textContent).toBe('Evidence: the header');
  });

  it('of anything else is the frame as far as it came, with its slit', async () => {
    const image = { id: 65, width: 2, height: 2, unit: 'electron', tile_size: 512, levels: [{ level: 0, width: 2, height: 2, columns: 1, rows: 1 }], limits: { robust: [10, 110] }, masked: {} }; // prettier-ignore
    const at = (id: number) => ({ [`/api/files/${id}/image/`]: image, [`/api/files/${id}/slit/`]: { profile: [], targets: [] }, '/api/files/65/image/tiles/0/0/0/': (address: URL) => new Uint8Array(address.searchParams.get('plane') === 'mask' ? 4 : 16) });
    const lost = failed('source-not-found');
    expect((await card(lost, { '/api/files/65/image/': null, '/api/files/65/slit/': null })).find('[aria-busy]').textContent).toBe('Loading');
    expect((await card(lost, { '/api/files/65/image/': 503 })).words).toMatch(/The pixels could not be loaded ?The store said 503\./);
    const page = await card(lost, at(65));
    expect([page.find('h2').textContent, page.find('gp-frame-plot gp-chart').getAttribute('aria-label')]).toEqual(['Evidence: the frame and its slit', 'Frame of IC 418, 2 by 2 pixels.']);
    expect((await card(lost, at(60), { family: [] })).asked[0]).toBe('/api/files/60/image/');
  });
});

describe('a retry', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/reduce/';
  const properties = {
    arc_half_width: { type: 'number', minimum: 0.15, maximum: 30, default: 1.5, description: '', unit: 'arcsecond' },
    minimum_target_snr: { type: 'number', minimum: 0, maximum: 99, default: 3 },
    target_fit_model: { type: 'string', enum: ['gaussian', 'moffat'], default: 'gaussian' },
    disable_background: { type: 'boolean', default: false },
  };
  const card = (answers: Record<string, unknown> = {}, inputs: Record<string, unknown> = {}): Promise<Shown<RetryCard>> => shown(RetryCard, { inputs: { file, run, ...inputs }, answers: { '/api/settings/': { settings: { properties } }, [path]: { results: [{ file_id: 60, dry_run: null }] }, ...answers } });

  it('has the settings that matter for its failure, as they were', async () => {
    const page = await card();
    expect([page.find('h2').textContent, page.field('Arc half width (″)').value, page.all('.changed-set label').length, page.words.includes('Default 1.5, 0.15 to 30')]).toEqual(['Retry with changed settings', '1.5', 1, true]);
    const source = await card({}, { run: { ...failed('source-not-found'), settings: { target_fit_model: 'moffat' } } });
    expect([source.field('Target Fit Model').value, source.field('Minimum target snr').value]).toEqual(['moffat', '3']);
    expect((await card({}, { run: failed('fit-failed') })).field('Disable background').type).toBe('checkbox');
    const none = await card({}, { run: failed('store-unavailable') });
    expect([none.find('h2').textContent, none.all('.changed-set').length, none.button('Retry 0060').disabled]).toEqual(['Retry', 0, false]);
  });

  it('sends what was changed, with what was changed before, and nothing that is as it was', async () => {
    const page = await card();
    const [started, chosen] = [heard(page.part.started), heard(page.part.chosen)];
    await page.press('Retry 0060');
    await page.type('Arc half width', '2');
    expect(page.words).toContain('Was 1.5');
    await page.press('Retry 0060');
    expect(page.asked.writes.map(({ body }) => body)).toEqual([{ file_id: 60, settings: { snr: 3 } }, { file_id: 60, settings: { snr: 3, arc_half_width: 2 } }]); // prettier-ignore
    expect([page.asked.writes[0]?.path, started.length, chosen.at(-1), page.messages]).toEqual([`${path}?dry_run=false`, 2, { arc_half_width: 2 }, ['0060: reduced again', '0060: reduced again']]);
    await page.type('Arc half width', '1.5');
    expect(chosen.at(-1)).toEqual({});
  });

  it('is sent at the key r, but not with a number beyond its bounds', async () => {
    const page = await card();
    const press = (): Promise<void> => (document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true })), page.settle());
    await press();
    expect(page.asked.writes).toHaveLength(1);
    await page.type('Arc half width', '31');
    await press();
    expect(page.asked.writes).toHaveLength(1);
  });

  it('is not sent with a number beyond its bounds', async () => {
    const page = await card();
    for (const [typed, sentence] of [['31', 'Must be 30 or less.'], ['', 'A number is missing.']] as const) { // prettier-ignore
      await page.type('Arc half width', typed);
      expect([page.words.includes(sentence), page.field('Arc half width').getAttribute('aria-invalid'), page.button('Retry 0060').disabled]).toEqual([true, 'true', true]);
    }
  });

  it('shows first what it would do, and again when something was changed since', async () => {
    const dry_run = { settings: [{ name: 'arc_half_width', before: 1.5, after: 2 }], steps: ['extract', 'calibrateWavelength'], reason: 'as before', complete: true, decisions: [] };
    const page = await card({ [path]: (address: URL) => ({ results: [{ file_id: 60, dry_run: address.searchParams.get('dry_run') === 'true' ? dry_run : null }] }) });
    const started = heard(page.part.started);
    await page.tick('Try first: show me, publish nothing');
    await page.press('Show me');
    expect(page.find('[role=status]').textContent).toMatch(/These steps would be done otherwise.*extract → calibrateWavelength as before.*Arc half width: 1\.5 → 2/);
    expect([page.asked.writes[0]?.path, started, page.button('Retry 0060').disabled]).toEqual([`${path}?dry_run=true`, [], false]);
    await page.type('Arc half width', '3');
    expect([page.all('[role=status]'), page.button('Show me').disabled]).toEqual([[], false]);
  });

  it('is asked for once, and refused in the words of the server', async () => {
    const { answer, come } = later<number>();
    const page = await card({ [path]: answer });
    const started = heard(page.part.started);
    await page.press('Retry 0060');
    expect(page.button('Retry 0060').disabled).toBe(true);
    come(409);
    await page.settle();
    expect([page.find('[role=alert]').textContent, started, page.button('Retry 0060').disabled]).toEqual(['The store said 409.', [], false]);
  });
});

describe('frames that failed alike', () => {
  afterEach(() => vi.unstubAllGlobals());
  const [path, reduce] = ['/api/reductions/', '/api/files/reduce/'];
  const list = { count: 3, next: null, previous: null, results: [run, { ...run, id: 8, file_id: 61, file_name: '0061_ic418.fits', attempt: 1 }] };
  const card = (answers: Record<string, unknown>, inputs: Record<string, unknown> = {}): Promise<Shown<AlikeCard>> => shown(AlikeCard, { inputs: { run, wavmode: '930_M3', mayRetry: true, ...inputs }, answers: { [path]: list, ...answers }, providers: [{ provide: Live, useValue: { openings: signal(1) } }] });

  it('are found by code, step and set-up; one that is alone is no list; a failure is said', async () => {
    const page = await card({});
    expect(page.asked.reads).toEqual([`${path}?state=failed&code=too-few-arc-lines&step=calibrateWavelength&wavmode=930_M3&page_size=100`]);
    expect(page.all('tbody tr').map((row) => [row.getAttribute('aria-current'), row.textContent?.replace(/\s+/g, ' ').trim(), row.querySelector('a')?.getAttribute('href')])).toEqual([['true', '0060_ic418.fits2027-01-19 02:39:442Failed', '/data/60/failure'], [null, '0061_ic418.fits2027-01-19 02:39:441Failed', '/data/61/failure']]); // prettier-ignore
    expect((await card({ [path]: { ...list, count: 1, results: [run] } })).words).toBe('');
    expect((await card({ [path]: 503 })).words).toMatch(/Frames that failed alike could not be loaded ?The store said 503\./);
  });

  it('are retried as far as they are ticked, as set beside', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [reduce]: answer }, { settings: { arc_half_width: 2 } });
    await page.tick('0060_ic418.fits');
    await page.press('Retry these 1 as set');
    expect(page.button('Retry these').disabled).toBe(true);
    come({ results: [{}] });
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path: reduce, body: { file_ids: [61], settings: { arc_half_width: 2 } } }]);
    expect(page.asked.reads).toHaveLength(2);
    expect(page.messages).toHaveLength(1);
    await page.tick('0060_ic418.fits');
    await page.tick('0061_ic418.fits');
    expect(page.button('Retry these').disabled).toBe(true);
  });

  it('say in the words of the server what is refused, and offer nothing to who may not', async () => {
    const page = await card({ [reduce]: 403 });
    await page.press('Retry these 2 as set');
    expect([page.messages, page.asked.writes[0]?.body, page.button('Retry these').disabled]).toEqual([['The store said 403.'], { file_ids: [60, 61] }, false]);
    const reader = await card({}, { mayRetry: false });
    expect([reader.all('tbody tr').length, reader.all('button, input')]).toEqual([2, []]);
  });
});
