import type { FileView } from '../api/client';
import { heard, later, shown, type Shown } from '../test-page';
import { MOST_SELECTED, SelectionBar } from './selection-bar';

const file = (id: number, data_type: string, more: object = {}): FileView => ({ id, original_file_id: 82, file_name: `${id}.fits`, data_type, size_bytes: 6_400_000, ...more }) as unknown as FileView;
const mixed = [file(90, '4'), file(91, '2'), file(82, '0'), file(70, '1', { original_file_id: 0 })];

describe('what can be done with selected files', () => {
  afterEach(() => vi.unstubAllGlobals());
  const bar = (files: FileView[], answers: Record<string, unknown> = {}): Promise<Shown<SelectionBar>> => shown(SelectionBar, { inputs: { files }, answers });

  it('says how many there are and how large, and offers them as one download', async () => {
    const page = await bar(mixed);
    expect([page.element.getAttribute('role'), page.element.getAttribute('aria-label'), page.buttons]).toEqual(['group', 'Selected files', ['Download as zip', 'Reduce again', 'Copy names', 'Delete', 'Clear']]);
    expect(page.words).toMatch(/^4 files selected ?25\.6 MB.*Raw files and masters stay: 82\.fits, 70\.fits$/);
    expect(page.button('Download as zip').getAttribute('href')).toMatch(/\/api\/files\/zip\/\?ids=90,91,82,70$/);
    expect((await bar([file(90, '4')])).words).toMatch(/^1 file selected ?6\.4 MB/);
  });

  it('takes as many as the API takes, and says so of more', async () => {
    const page = await bar(Array.from({ length: MOST_SELECTED + 1 }, (_, i) => file(i, '4')));
    expect([page.find('[role=status]').textContent, page.buttons]).toEqual(['At most 500 files can be taken at once.', ['Clear']]);
    expect((await bar(Array.from({ length: MOST_SELECTED }, (_, i) => file(i, '4')))).buttons).toHaveLength(5);
  });

  it('reduces each raw frame once, and masters by themselves', async () => {
    const { answer, come } = later<object>();
    const page = await bar(mixed, { '/api/files/reduce/': answer });
    await page.press('Reduce again');
    expect([page.button('Reduce again').disabled, page.button('Delete').disabled]).toEqual([true, true]);
    come({ results: [{}, {}] });
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path: '/api/files/reduce/', body: { file_ids: [82, 70] } }]);
    expect([page.messages, page.button('Reduce again').disabled]).toEqual([['2 frames are reduced again'], false]);
  });

  it('deletes products only, and names what stays', async () => {
    const page = await bar(mixed, { '/api/files/': { results: [{ id: 90 }, { id: 91 }] } });
    const removed = heard(page.part.removed);
    await page.press('Delete');
    expect(page.asked.writes).toEqual([{ method: 'DELETE', path: '/api/files/', body: { file_ids: [90, 91] } }]);
    expect(removed).toEqual([[90, 91]]);
    const raw = await bar([file(82, '0')]);
    expect([raw.button('Delete').disabled, raw.words.includes('stay')]).toEqual([true, false]);
    const five = await bar([file(90, '4'), ...[1, 2, 3, 4, 5].map((id) => file(id, '0'))]);
    expect(five.words).toContain('Raw files and masters stay: 1.fits, 2.fits, 3.fits +2');
  });

  it('says in the words of the server what it refuses, and keeps the selection', async () => {
    const page = await bar(mixed, { '/api/files/': 409 });
    const removed = heard(page.part.removed);
    await page.press('Delete');
    expect([page.messages, removed, page.button('Delete').disabled]).toEqual([['The store said 409.'], [], false]);
  });

  it('copies names, and lets go of the selection', async () => {
    const copied = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText: copied } });
    const page = await bar(mixed.slice(0, 2));
    const cleared = heard(page.part.cleared);
    await page.press('Copy names');
    expect(copied).toHaveBeenCalledWith('90.fits\n91.fits');
    expect(page.messages).toEqual(['2 names are copied']);
    await page.press('Clear');
    expect(cleared).toHaveLength(1);
  });
});
