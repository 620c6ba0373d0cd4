import { heard, later, shown, type Shown } from '../test-page';
import { CurrentSpectrum } from './current-spectrum';
import { frameOf } from './frame';
import { NeedsYou } from './needs-you';
import { viewOf } from './test-frame';
import { Waterfall } from './waterfall';

const frame = (id: number, more: Parameters<typeof viewOf>[1] = {}) => frameOf(viewOf(id, more));

describe('the spectrum of the night', () => {
  afterEach(() => vi.unstubAllGlobals());
  const spectrum = (flux: number) => ({ id: 1, file_name: '', title: [], axis: 'wavelength', axis_unit: 'Angstrom', unit: 'electron', target: 1, snr: 97, extraction: 'optimal', lines: [], arrays: { wavelength: [5000, 5002], flux: [100, flux], uncertainty: [10, 10], sky: [5, 5], mask: [0, 0] } }); // prettier-ignore
  const [first, second] = ['/api/files/192/spectrum/', '/api/files/193/spectrum/'];
  const card = (answers: Record<string, unknown>, inputs: object = {}): Promise<Shown<CurrentSpectrum>> => shown(CurrentSpectrum, { inputs: { frame: frame(92), ...inputs }, answers });

  it('loading, failed, content: what it is, how good, and where to read why', async () => {
    expect((await card({ [first]: null })).find('[aria-busy]').textContent).toBe('Loading');
    const failed = await card({ [first]: 503 });
    expect(failed.words).toMatch(/The spectrum could not be loaded ?The store said 503\./);
    await failed.press('Try again');
    expect(failed.asked).toHaveLength(2);
    const page = await card({ [first]: spectrum(390) }, { frame: frame(92, { flags: ['no flat'], quality: { wavelengthRmsAngstrom: 0.123, linesUsed: 20, seeingArcsecond: 1.04 } }) });
    expect([page.element.getAttribute('role'), page.find(`#${page.element.getAttribute('aria-labelledby')}`).textContent, page.find('gp-state').textContent]).toEqual(['region', 'NGC 3242', 'Final']);
    expect(page.find('.top').textContent).toContain('0092 · SPECTRUM · 400_M1');
    expect(page.find('.say').textContent).toMatch(/^SOAR2026B-014 · On screen 1\.60 s after it arrived\. Calibrated with what this night has best\.\s+no flat/);
    expect(['Why?', 'Open', 'SOAR2026B-014'].map((name) => page.button(name).getAttribute('href'))).toEqual(['/data/92/why', '/data/92', '/search?proposal_id=SOAR2026B-014']);
    expect(page.find('dl').textContent?.replace(/\s+/g, ' ').trim()).toBe('Median S/N25 Lamp fit0.12 Å 20 linesProfile width1.0″');
    expect(page.words).toContain('390 ± 10 e⁻');
  });

  it('adds the time of this screen, and calls nothing good that is provisional, waits or failed', async () => {
    const say = async (more: object, inputs: object = {}): Promise<string> => (await card({ [first]: spectrum(390) }, { frame: frame(92, more), ...inputs })).find('.say').textContent?.split(' · ')[1]?.trim() ?? '';
    expect(await say({}, { paint: 70 })).toBe('On screen 1.67 s after it arrived. Calibrated with what this night has best.');
    expect(await say({ products: [{ id: 192, file_name: '', data_type: '4', target: 1, provisional: true }] })).toBe('On screen 1.60 s after it arrived. Provisional: a better calibration is expected.');
    expect(await say({ state: 'waiting', reason: 'needs a lamp of 400_M1' })).toBe('Needs a lamp of 400_M1.');
    expect(await say({ state: 'failed', reason: '' })).toBe('Failed');
  });

  it('keeps what was drawn until the next is there, and says when that is on the screen', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [first]: spectrum(390), [second]: answer });
    const painted = heard(page.part.painted);
    await expect.poll(() => painted).toEqual([]);
    await page.set('frame', frame(93));
    expect([page.words.includes('390 ± 10 e⁻'), page.all('[aria-busy]')]).toEqual([true, []]);
    come(spectrum(480));
    await expect.poll(() => page.words).toContain('480 ± 10 e⁻');
    await expect.poll(() => painted).toEqual([93]);
  });

  it('shows no curve of another frame under the name of one whose own could not be loaded', async () => {
    const page = await card({ [first]: spectrum(390), [second]: 503 });
    await page.set('frame', frame(93));
    expect(page.words).toMatch(/The spectrum could not be loaded ?The store said 503\./);
    expect(page.all('gp-spectrum-plot')).toEqual([]);
    await page.set('frame', frame(92));
    expect(page.words).toContain('390 ± 10 e⁻');
  });

  it('has the frame that it was extracted from below, on the same columns', async () => {
    const products = [{ id: 192, file_name: '', data_type: '4', target: 2, provisional: false }, { id: 85, file_name: '', data_type: '2', target: null, provisional: false }]; // prettier-ignore
    const image = { id: 85, width: 2, height: 2, unit: 'electron', tile_size: 512, levels: [{ level: 0, width: 2, height: 2, columns: 1, rows: 1 }], limits: { robust: [10, 110] }, masked: {} }; // prettier-ignore
    const tile = (address: URL) => new Uint8Array(address.searchParams.get('plane') === 'mask' ? 4 : 16);
    const page = await card({ [first]: spectrum(390), '/api/files/85/image/': image, '/api/files/85/slit/': { profile: [], targets: [{ target: 1, trace_rows: [0], aperture: [0, 1], sky_zones: [] }, { target: 2, trace_rows: [1], aperture: [0, 1], sky_zones: [] }] }, '/api/files/85/image/tiles/0/0/0/': tile }, { frame: frame(92, { products }) }); // prettier-ignore
    await expect.poll(() => page.element.querySelector('gp-frame-plot gp-chart')?.getAttribute('aria-label')).toBe('Frame of NGC 3242, 2 by 2 pixels, with the trace near row 1.');
  });
});

describe('where the time went', () => {
  const slow = { timings: { checkPlausibility: 0.05, trim: 0.1, rejectCosmicRays: 0.6, extract: 0.3, calibrateWavelength: 0.3 } };

  it('is a table of the steps with their shares, those over it marked in words', async () => {
    const page = await shown(Waterfall, { inputs: { frame: frame(92, slow), paint: 60, median: 1650 } });
    expect([page.find('h2').textContent, page.find('header span').textContent, page.find('caption').textContent]).toEqual(['Where 1.66 s went', 'median 1.65 s', 'Time of each step of frame 0092 in milliseconds']);
    expect(page.all('tr').map((row) => [row.querySelector('th')?.textContent, row.querySelector('.ms')?.textContent?.trim(), row.querySelector('[aria-label]')?.getAttribute('aria-label')])).toEqual([
      ['Stored', '100 ms', undefined], ['Header, calibrations', '50 ms', undefined], ['Trim, bias, flat', '100 ms', undefined], ['Cosmic rays', '600 ms', 'over its share of the budget'],
      ['Target, extraction', '300 ms', undefined], ['Wavelength', '300 ms', undefined], ['Waited, published', '150 ms', undefined], ['On your screen', '60 ms', undefined],
    ]); // prettier-ignore
    const bars = page.all('.bar i').map(({ style }) => [parseFloat(style.left), parseFloat(style.width)] as const);
    // Each begins where the one before ends, and all are the whole.
    expect(bars.map(([left], i) => left - bars.slice(0, i).reduce((sum, [, width]) => sum + width, 0)).every((gap) => Math.abs(gap) < 1e-3)).toBe(true);
    expect(bars.reduce((sum, [, width]) => sum + width, 0)).toBeCloseTo(100, 3);
  });

  it('is not there while it still goes on, nor a median of nothing', async () => {
    const page = await shown(Waterfall, { inputs: { frame: frame(92, { latency_second: null }) } });
    expect(page.words).toBe('');
    await page.set('frame', frame(92));
    expect([page.find('h2').textContent, page.words.includes('median')]).toEqual(['Where 1.60 s went', false]);
  });
});

describe('what needs you', () => {
  afterEach(() => vi.unstubAllGlobals());
  const lost = (id: number, object = 'IC 418') => frame(id, { state: 'failed', code: 'too-few-arc-lines', object, reason: 'The neon lamp was off.' });
  const waits = frame(71, { state: 'waiting', reason: 'needs 10 flat frames of Red 2×2, has 6' });
  const path = '/api/files/reduce/';

  it('is what failed in one way together, and targets that wait for something; nothing else', async () => {
    const page = await shown(NeedsYou, { inputs: { frames: [lost(60), lost(61), lost(62, 'NGC 1'), waits, frame(72, { state: 'waiting', kind: 'arc', reason: 'x' }), frame(73)] } });
    expect(page.all('h2').map(({ textContent }) => textContent)).toEqual(['NGC 1 · 0062', 'IC 418 · 0060, 0061', 'NGC 3242 · 0071']);
    expect(page.all('.failed').map((card) => card.querySelector('p')?.textContent)).toEqual(['The neon lamp was off.', 'The neon lamp was off.']);
    expect(page.all('a').map((link) => link.getAttribute('href'))).toEqual(['/data/62/failure', '/data/60/failure', '/data/71/why']);
    const waiting = page.find('.waiting');
    expect(waiting.querySelector('p')?.textContent).toBe('Needs 10 flat frames of Red 2×2, has 6. Since 06:35 UT.');
    expect([...waiting.querySelectorAll('b')].map(({ textContent }) => textContent)).toEqual(['10 flat frames', '6']);
    expect([waiting.querySelector('[role=img]')?.getAttribute('aria-label')?.trim(), waiting.querySelectorAll('.boxes i').length, waiting.querySelectorAll('.boxes i.on').length]).toEqual(['6 of 10', 10, 6]);
    expect(page.buttons.filter((name) => name.startsWith('Retry'))).toEqual(['Retry', 'Retry both']);
  });

  it('is retried together, once', async () => {
    const { answer, come } = later<object>();
    const page = await shown(NeedsYou, { inputs: { frames: [lost(60), lost(61), lost(62)] }, answers: { [path]: answer } });
    await page.press('Retry all');
    expect(page.button('Retry all').disabled).toBe(true);
    come({});
    await page.settle();
    expect([page.asked.writes, page.messages, page.button('Retry all').disabled]).toEqual([[{ method: 'POST', path, body: { file_ids: [60, 61, 62] } }], ['0060, 0061, 0062: reduced again'], false]);
  });

  it('says in the words of the server what is refused', async () => {
    const page = await shown(NeedsYou, { inputs: { frames: [lost(60)] }, answers: { [path]: 403 } });
    await page.press('Retry');
    expect(page.messages).toEqual(['The store said 403.']);
  });
});
