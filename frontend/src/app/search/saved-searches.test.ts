import { savedSearches, slotFor } from './saved-searches';

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
