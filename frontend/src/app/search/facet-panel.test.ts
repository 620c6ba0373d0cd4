import { heard, shown, type Shown } from '../test-page';
import { FacetPanel } from './facet-panel';

const facets = [
  { name: 'state', values: [{ value: 'done', count: 1200 }, { value: 'failed', count: 3 }], more: 0, exact: true },
  { name: 'obstype', values: [{ value: 'SPECTRUM', count: 700 }, { value: '', count: 9 }, { value: 'ARC', count: 350 }], more: 2, exact: true },
  { name: 'data_type', values: [{ value: '4', count: 8 }], more: 0, exact: true },
  { name: 'night', values: [{ value: '20270118', count: 93 }, { value: '20270116', count: 31 }, { value: '20270117', count: 62 }, { value: 'none', count: 1 }], more: 0, exact: true },
]; // prettier-ignore

describe('the filters', () => {
  const panel = (inputs: Record<string, unknown> = {}): Promise<Shown<FacetPanel>> => shown(FacetPanel, { inputs: { search: {}, facets, ...inputs } });
  const group = (page: Shown<unknown>, name: string): HTMLDetailsElement => page.all('details').find((one) => one.querySelector('summary')?.textContent === name) as HTMLDetailsElement;
  const rows = (page: Shown<unknown>, name: string): string[] => [...group(page, name).querySelectorAll('label')].map((row) => `${row.textContent?.replace(/\s+/g, ' ').trim()}${row.querySelector('input')?.checked ? ' ✓' : ''}`);

  it('have a value for each row, in words, with how many there are; what none has is not there', async () => {
    const page = await panel();
    expect([page.element.getAttribute('role'), page.find(`#${page.element.getAttribute('aria-labelledby')}`).textContent]).toEqual(['complementary', 'Filters']);
    expect(rows(page, 'By state')).toEqual(['Done 1 200', 'Failed 3']);
    expect(rows(page, 'By obstype')).toEqual(['SPECTRUM 700', 'ARC 350']);
    expect(rows(page, 'By type')).toEqual(['Wavelength Calibrated 8']);
    expect([group(page, 'By obstype').textContent?.includes('2 more'), group(page, 'By grating').textContent?.includes('No file has one')]).toEqual([true, true]);
    expect([...group(page, 'By obstype').querySelectorAll<HTMLElement>('.share')].map(({ style }) => style.width)).toEqual(['100%', '50%']);
  });

  it('show what is ticked, also when nothing of it is left, and open what has a tick', async () => {
    const page = await panel({ search: { obstype: 'ARC,BIAS', grating: '400_SYZY' }, active: 2 });
    expect(rows(page, 'By obstype')).toEqual(['SPECTRUM 700', 'ARC 350 ✓', 'BIAS 0 ✓']);
    expect([group(page, 'By state').open, group(page, 'By grating').open, group(page, 'By slit').open, page.find('header .badge').textContent]).toEqual([true, true, false, '2']);
  });

  it('give away what is ticked', async () => {
    const page = await panel();
    const flipped = heard(page.part.flipped);
    await page.tick('ARC');
    await page.tick('Failed');
    expect(flipped).toEqual([{ name: 'obstype', value: 'ARC' }, { name: 'state', value: 'failed' }]); // prettier-ignore
  });

  it('draw files per night in the order of time, and what of it is chosen', async () => {
    const page = await panel({ search: { night: '20270117..' } });
    const bars = page.all('.hist i');
    expect(page.find('.hist').getAttribute('aria-label')).toBe('Files per night, last 3 nights');
    expect(bars.map(({ title, style, className }) => [title, Math.round(parseFloat(style.height)), className])).toEqual([['2027-01-16 · 31', 33, ''], ['2027-01-17 · 62', 67, 'in'], ['2027-01-18 · 93', 100, 'in']]); // prettier-ignore
  });

  it('take days from both ends, in whatever order, and none', async () => {
    const page = await panel({ search: { night: '20270112..20270118' } });
    const nights = heard(page.part.nights);
    expect([page.field('From').value, page.field('To').value]).toEqual(['2027-01-12', '2027-01-18']);
    await page.type('From', '2027-01-20');
    await page.type('From', '');
    await page.set('search', {});
    await page.type('To', '');
    await page.type('To', '2027-01-18');
    expect(nights).toEqual(['20270118..20270120', '..20270118', undefined, '..20270118']);
  });
});
