import { later, shown, type Shown } from '../test-page';
import { SavedSearches, savedSearches, slotFor } from './saved-searches';

describe('saved searches', () => {
  const kept = { map: 'gray', 'search.0': 'Failed lamps\nobstype=ARC&state=failed', 'search.1': '', 'search.2': 'NGC 2992\nq=ngc+2992' };

  it('are names of addresses among the preferences', () => {
    expect(savedSearches(kept)).toEqual([
      { slot: 'search.0', name: 'Failed lamps', params: { obstype: 'ARC', state: 'failed' } },
      { slot: 'search.2', name: 'NGC 2992', params: { q: 'ngc 2992' } },
    ]);
    expect(savedSearches({ 'search.0': true })).toEqual([]);
  });

  it('take the place of one of the same name, or one that is free, and say when there is none', () => {
    const saved = savedSearches(kept);
    expect([slotFor(saved, 'NGC 2992'), slotFor(saved, 'another')]).toEqual(['search.2', 'search.1']);
    const full = Array.from({ length: 12 }, (_, n) => ({ slot: `search.${n}`, name: String(n), params: {} }));
    expect([slotFor(full, 'another'), slotFor(full, '7')]).toEqual([undefined, 'search.7']);
  });
});

describe('the list of saved searches', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/users/me/';
  const kept = { 'search.0': 'Failed lamps\nobstype=ARC&state=failed' };
  const NAME = 'Name of this search';

  async function list(preferences: object, search: object, answer: unknown = {}): Promise<Shown<SavedSearches>> {
    return shown(SavedSearches, { inputs: { search }, role: 'observer', user: { preferences }, answers: { [path]: answer } });
  }
  async function save(page: Shown<SavedSearches>, name: string): Promise<void> {
    await page.type(NAME, name);
    await page.submit();
  }

  it('leads to each, and says what it is for while there is none', async () => {
    const page = await list(kept, { q: 'ngc' });
    expect([page.find('summary').textContent, page.button('Failed lamps').getAttribute('href')]).toEqual(['Saved1', '/search?obstype=ARC&state=failed']);
    const none = await list({}, {});
    expect([none.find('summary').textContent, none.words.includes('A search that is saved is here on every computer.')]).toEqual(['Saved', true]);
    // There is nothing to keep of a search without a filter.
    expect(none.button('Save search').disabled).toBe(true);
  });

  it('keeps the one that is shown under a name, in the account', async () => {
    const { answer, come } = later<object>();
    const page = await list(kept, { q: 'ngc 2992', state: 'failed' }, answer);
    await save(page, '  My   galaxy ');
    expect([page.button('Save search').disabled, page.button('Remove Failed lamps').disabled]).toEqual([true, true]);
    come({});
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'PATCH', path, body: { preferences: { 'search.1': 'My galaxy\nq=ngc+2992&state=failed' } } }]);
    expect([page.asked.at(-1), page.field(NAME).value]).toEqual(['/api/session/', '']);
  });

  it('says why one cannot be kept: no name, too long, no place, refused', async () => {
    const page = await list(kept, { q: 'n'.repeat(190) });
    await save(page, ' ');
    expect(page.find('[role=alert]').textContent).toBe('A saved search needs a name.');
    await save(page, 'A galaxy');
    expect(page.find('[role=alert]').textContent).toBe('This search is longer than 200 characters with its name: drop a filter, or copy the link.');
    const full = await list(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`search.${n}`, `${n}\nq=a`])), { q: 'ngc' });
    await save(full, 'One more');
    expect(full.find('[role=alert]').textContent).toBe('12 searches are saved already: remove one first.');
    expect([...page.asked.writes, ...full.asked.writes]).toEqual([]);
    const refused = await list({}, { q: 'ngc' }, 503);
    await save(refused, 'A galaxy');
    expect([refused.find('[role=alert]').textContent, refused.field(NAME).value]).toEqual(['The store said 503.', 'A galaxy']);
  });

  it('takes one out', async () => {
    const page = await list(kept, {});
    await page.press('Remove Failed lamps');
    expect(page.asked.writes).toEqual([{ method: 'PATCH', path, body: { preferences: { 'search.0': '' } } }]);
  });
});
