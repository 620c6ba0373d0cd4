import type { FileView } from '../api/client';
import { heard, shown, type Shown } from '../test-page';
import { FileTable } from './file-table';
import { columns, moreColumns } from './search-query';

const file = (id: number, more: object = {}): FileView => ({ id, original_file_id: id, file_name: `${String(id).padStart(4, '0')}_ngc.fits`, data_type: '0', obstype: 'SPECTRUM', wavmode: '400_M1', filter: 'NO_FILTER', filter_2: '', grating: '400', slit: '1.0', roi: 'Spec', date: '2027-01-19T05:51:00.123', proposal_id: 'SOAR2026B-022', night: '20270118', target: null, excluded: null, provisional: false, state: null, ...more }) as unknown as FileView;
const files = [file(84, { data_type: '4', provisional: true }), file(83, { state: 'failed' }), file(82, { night: '20270117' }), file(81, { night: null })];

describe('the table of files', () => {
  const table = (inputs: Record<string, unknown> = {}): Promise<Shown<FileTable>> => shown(FileTable, { inputs: { files, columns, ...inputs } });
  const lines = (page: Shown<unknown>): string[] => page.all('tbody tr').map((row) => [...row.children].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim()).join('|'));
  const selected = (page: Shown<FileTable>): number[] => [...page.part.selected()].sort((a, b) => a - b);
  const ticked = (page: Shown<unknown>): boolean[] => page.all('tbody input').map((box) => (box as HTMLInputElement).checked);
  const box = (page: Shown<unknown>, id: number): HTMLInputElement => page.field(`Select 00${id}_ngc.fits`);
  async function click(page: Shown<unknown>, id: number, shiftKey = false): Promise<void> {
    box(page, id).dispatchEvent(new MouseEvent('click', { shiftKey, bubbles: true, cancelable: true }));
    await page.settle();
  }
  async function key(page: Shown<unknown>, name: string, at: EventTarget = document): Promise<void> {
    at.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await page.settle();
  }

  it('has nights between its rows while it is in the order of time, and not in another', async () => {
    const page = await table();
    expect(lines(page)).toEqual([
      'Night of 2027-01-18', '|Provisional|0084_ngc|SOAR2026B-022|SPECTRUM|400_M1|NO_FILTER||400|1.0|Spec|2027-01-19 05:51:00|Wavelength Calibrated', expect.stringMatching(/^\|Failed\|0083_ngc\|.*\|Observed Raw$/),
      'Night of 2027-01-17', expect.stringMatching(/^\|\|0082_ngc\|/), 'No observing night', expect.stringMatching(/0081_ngc/),
    ]); // prettier-ignore
    expect([page.find('[role=region]').getAttribute('aria-label'), page.find('table').getAttribute('aria-rowcount'), page.find('tbody a').getAttribute('href')]).toEqual(['Files, newest first; products beside their raw frame', '8', '/data/84']);
    await page.set('sort', 'wavmode');
    expect(page.all('tr.night')).toEqual([]);
    await page.set('columns', [...columns, ...moreColumns]);
    expect(page.all('thead th').length).toBe(16);
  });

  it('is ordered by a column once up, again down, then by time; what the API cannot order has no button', async () => {
    const page = await table({ columns: [...columns, ...moreColumns] });
    const sorted = heard(page.part.sorted);
    await page.press('Wavmode');
    for (const sort of ['wavmode', '-wavmode']) {
      await page.set('sort', sort);
      await page.press('Wavmode');
    }
    expect(sorted).toEqual(['wavmode', '-wavmode', undefined]);
    expect(page.all('th[aria-sort]').map((head) => [head.textContent?.trim(), head.getAttribute('aria-sort')])).toEqual([['Wavmode', 'descending']]); // prettier-ignore
    expect(page.buttons).toContain('Object');
    expect(page.buttons).not.toContain('Version');
  });

  it('selects one, a range, all and none; the boxes say what is selected', async () => {
    const page = await table();
    await click(page, 84);
    await click(page, 82, true);
    expect([selected(page), ticked(page)]).toEqual([[82, 83, 84], [true, true, true, false]]); // prettier-ignore
    // A range again over what is selected already takes nothing away.
    await click(page, 83, true);
    expect([selected(page), ticked(page)]).toEqual([[82, 83, 84], [true, true, true, false]]); // prettier-ignore
    await click(page, 83);
    expect(page.all('tr[aria-selected=true]').map((row) => row.querySelector('a')?.textContent)).toEqual(['0084_ngc', '0082_ngc']);
    await page.tick('Select all that are listed');
    expect(selected(page)).toEqual([81, 82, 83, 84]);
    await page.tick('Select all that are listed');
    expect(selected(page)).toEqual([]);
  });

  it('is walked, selected and opened by keys', async () => {
    const page = await table();
    const at = (): string | null | undefined => page.element.querySelector('tr.at a')?.textContent;
    await key(page, 'k');
    expect(at()).toBe('0084_ngc');
    for (const name of ['j', 'x', 'j', 'j', 'j', 'j']) await key(page, name);
    expect([at(), selected(page)]).toEqual(['0081_ngc', [83]]);
    await key(page, 'X');
    expect(selected(page)).toEqual([81, 82, 83]);
    const list = page.find('[role=region]');
    await key(page, 'ArrowUp', list);
    await key(page, 'Enter', list);
    expect([at(), page.address]).toEqual(['0082_ngc', '/data/82']);
    await key(page, 'ArrowDown', page.find('tbody a'));
    expect(at()).toBe('0082_ngc');
    await key(page, 'j');
    await key(page, 'o');
    expect(page.address).toBe('/data/81');
  });

  it('has only the rows that are seen, asks for more at its end, and not while they come', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => file(9000 - i));
    const page = await table({ files: many, isLoading: false });
    const more = heard(page.part.more);
    // 400 px of 32 px, and twelve more.
    expect([page.all('tbody tr:not(.gap)').length, page.all('tr.gap').length, more.length]).toEqual([25, 1, 0]);
    const list = page.find('[role=region]');
    list.scrollTop = 32 * 990;
    list.dispatchEvent(new Event('scroll'));
    await page.settle();
    expect([lines(page).at(-1)?.slice(0, 12), more.length > 0]).toEqual(['||8001_ngc|S', true]);
    const asked = more.length;
    await page.set('isLoading', true);
    list.dispatchEvent(new Event('scroll'));
    await page.settle();
    expect([more.length, page.all('.skel').length]).toEqual([asked, 4]);
    await page.set('height', 'roomy');
    expect(page.find('table').className).toBe('roomy');
  });
});
