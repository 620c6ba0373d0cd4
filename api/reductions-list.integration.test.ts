import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillArchive } from '#activities/store/archive/test-archive';
import { Reduction, StoredFile } from '#activities/store/models';
import type { ReductionSummary } from './controllers/reductions.js';
import type { ReductionView } from './controllers/reduction-view.js';
import type { LongPage } from './paging.js';
import { json, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
const STATES = ['reducing', 'waiting', 'done', 'failed', 'rejected'] as const;
beforeAll(async () => {
  api = await startTestApi();
  const { database } = api;
  await fillArchive(database, { files: 120, seed: 5, proposals: [PROPOSAL, 'SOAR2026B-012'] });
  const raws = await StoredFile.query(database).where({ dataType: 0 }).orderBy('id');
  for (const [i, { id }] of raws.entries()) await Reduction.open(database, { workflowId: `frame:${id}`, runId: '1', fileId: id, state: STATES[i % STATES.length] ?? 'done' });
  // Runs again, one frame that never ran, and masters: one that serves everybody, one of a proposal.
  for (const { id } of raws.slice(0, 9)) await Reduction.open(database, { workflowId: `frame:${id}`, runId: '2', fileId: id, state: 'waiting' });
  await Reduction.open(database, { workflowId: 'master:a', runId: '1', masterKey: 'a', state: 'done' });
  await Reduction.open(database, { workflowId: 'master:b', runId: '1', masterKey: 'b', proposalId: PROPOSAL, state: 'failed' });
});
afterAll(() => api.close());

const list = (query: string, who: 'staff' | 'pi' | 'stranger') => json<LongPage<ReductionView>>(api.fetch(`/api/reductions/?${query}`, who));

describe('a list of reductions', () => {
  it('is not for strangers, and has no page after the last one', async () => {
    expect(await refusal(api.fetch('/api/reductions/'))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch('/api/reductions/?page=10000', 'staff'))).toMatchObject({ status: 404 });
  });

  it.each(['staff', 'pi', 'stranger'] as const)('is counted without looking at it as it is walked, for %s', async (who) => {
    let seen = 0;
    for (const query of ['', 'state=failed', `proposal_id=${PROPOSAL}`, 'proposal_id=SOAR2026B-012', 'night=20260801', 'wavmode=400_M2&state=waiting', 'all_attempts=true', `all_attempts=true&proposal_id=${PROPOSAL}`, 'state=done&night=20260131', 'state=done,failed', 'night=20260101..20260731', 'night=20260131,20260801..', 'wavmode=400_M1,400_M2', 'wavmode=', `proposal_id=${PROPOSAL},SOAR2026B-012`]) {
      const walked: number[] = [];
      let page = await list(`${query}&page_size=7`, who);
      const { count } = page;
      walked.push(...page.results.map(({ id }) => id));
      for (let number = 2; page.next !== null; number++) {
        page = await list(`${query}&page_size=7&page=${number}`, who);
        walked.push(...page.results.map(({ id }) => id));
      }
      expect([query, count, walked.length]).toEqual([query, walked.length, new Set(walked).size]);
      expect(walked).toEqual([...walked].sort((a, b) => b - a));
      seen += count;
    }
    expect(seen).toBeGreaterThan(who === 'stranger' ? 0 : 100);
  });

  it('is asked for in the grammar of all filters', async () => {
    const { results } = await list('page_size=100', 'staff');
    const ids = (meets: (run: ReductionView) => boolean) => results.filter(meets).map(({ id }) => id);
    const among: readonly (readonly [string, (run: ReductionView) => boolean])[] = [
      ['state=done,failed', ({ state }) => state === 'done' || state === 'failed'],
      ['night=20260131..20260801', ({ night }) => night !== null && night >= '20260131' && night <= '20260801'],
      ['night=20260131,20260801', ({ night }) => night === '20260131' || night === '20260801'],
      [`proposal_id=${PROPOSAL},SOAR2026B-012`, ({ proposal_id, master_key }) => proposal_id !== null || master_key === 'b'],
    ];
    for (const [query, meets] of among) expect([query, ...(await list(`${query}&page_size=100`, 'staff')).results.map(({ id }) => id)]).toEqual([query, ...ids(meets)]);
    const [one, other, both] = (await Promise.all(['20260131', '20260801', '20260131,20260801..20260801'].map((night) => json<ReductionSummary>(api.fetch(`/api/reductions/summary/?night=${night}`, 'staff'))))).map(({ total }) => total);
    expect(both).toBe((one ?? 0) + (other ?? 0));
  });

  it.each(['night=bad', 'night=', 'night=20260801..20260101', 'state=lost', 'state='])('refuses %s in words', async (query) => {
    expect(await refusal(api.fetch(`/api/reductions/?${query}`, 'staff'))).toMatchObject({ status: 400, detail: expect.stringContaining(query.split('=')[0] ?? '') as string });
  });
});
