import { shown } from '../test-page';
import { Pager } from './pager';

describe('the pager', () => {
  it('turns pages, no farther than there are', async () => {
    const page = await shown(Pager, { inputs: { pages: 3, page: 1 } });
    expect([page.words, page.button('Previous').disabled]).toEqual([expect.stringContaining('Page 1 of 3'), true]);
    await page.press('Next');
    expect(page.part.page()).toBe(2);
    await page.press('Next');
    expect([page.part.page(), page.button('Next').disabled, page.button('Previous').disabled]).toEqual([3, true, false]);
  });

  it('is not there for one page', async () => {
    expect((await shown(Pager, { inputs: { pages: 1, page: 1 } })).words).toBe('');
  });
});
