import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreEvent } from '#activities/store/models';
import type { AuditView, LogPage, Machines } from './controllers/logs.js';
import type { Page } from './paging.js';
import { json, jsonRequest, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const add = (state: 'failed' | 'waiting' | 'done' | 'reducing', proposalId: string, name: string) =>
    StoreEvent.add(api.database, { kind: 'reduction', fileId: null, reductionId: null, proposalId, night: '20261123', payload: { state, reason: state === 'done' ? '' : 'a reason.', name } });
  await add('done', PROPOSAL, '0001_a.fits');
  await add('reducing', PROPOSAL, '0002_b.fits');
  await add('waiting', PROPOSAL, '0002_b.fits');
  await add('failed', PROPOSAL, '0003_c.fits');
  await add('failed', 'SOAR2026B-099', '0004_secret.fits');
  await StoreEvent.add(api.database, { kind: 'master', fileId: null, reductionId: null, proposalId: null, night: '20261123', payload: { fileName: 'master_bias.fits', dataType: 1, originalFileId: 1, provisional: false } });
});
afterAll(() => api.close());

const messages = (query: string, who: Parameters<TestApi['fetch']>[1]) => json<LogPage>(api.fetch(`/api/logs/${query}`, who));

describe('the log', () => {
  it('says what happened to the frames of the caller, the newest first', async () => {
    expect(await refusal(api.fetch('/api/logs/'))).toMatchObject({ status: 401 });
    expect((await messages('', 'stranger')).results.map(({ message }) => message)).toEqual(['master_bias.fits is ready.']);
    const { results, before } = await messages('', 'pi');
    expect(results.map(({ level, message }) => `${level} ${message}`)).toEqual(['info master_bias.fits is ready.', 'error 0003_c.fits failed: a reason.', 'warning 0002_b.fits waits: a reason.', 'info 0001_a.fits is done.']);
    expect(before).toBeNull();
    expect((await messages('?level=error', 'staff')).results).toHaveLength(2);
    expect((await messages('?night=20200101', 'staff')).results).toEqual([]);
    expect((await messages('?night=20200101,20261101..20261130', 'staff')).results).toHaveLength(5);
    expect((await messages(`?proposal_id=${PROPOSAL},SOAR2026B-099&level=error`, 'staff')).results).toHaveLength(2);
    expect(await refusal(api.fetch('/api/logs/?night=yesterday', 'staff'))).toMatchObject({ status: 400, detail: expect.stringContaining('night') as string });
  });

  it('goes on where a page ended, for the same account only', async () => {
    const first = await messages('?limit=3', 'pi');
    expect((await messages(`?before=${first.before ?? ''}`, 'pi')).results.map(({ message }) => message)).toEqual(['0001_a.fits is done.']);
    expect(await refusal(api.fetch(`/api/logs/?before=${first.before ?? ''}`, 'staff'))).toMatchObject({ status: 400 });
  });

  it.each(['audit', 'machines'])('of the %s is for staff', async (what) => {
    expect(await refusal(api.fetch(`/api/logs/${what}/`, 'pi'))).toMatchObject({ status: 403 });
    expect((await api.fetch(`/api/logs/${what}/`, 'staff')).status).toBe(200);
  });

  it('takes what a page of the portal has to say', async () => {
    const report = jsonRequest('POST', { message: 'TypeError: x', page: '/night' });
    expect(await refusal(api.fetch('/api/logs/pages/', undefined, report))).toMatchObject({ status: 401 });
    expect((await api.fetch('/api/logs/pages/', 'pi', report)).status).toBe(204);
    const { api: server } = await json<Machines>(api.fetch('/api/logs/machines/', 'staff'));
    expect(server.pid).toBe(process.pid);
    expect(server.event_loop.at(-1)?.longest_ms).toBeGreaterThan(0);
    expect(await json<Page<AuditView>>(api.fetch('/api/logs/audit/?username=nobody', 'staff'))).toMatchObject({ count: 0, results: [] });
  });
});
