import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboxEntry } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import type { ChangedSettings, ProposalSettings, SettingsHistory } from './controllers/proposal-settings.js';
import { json, jsonRequest, multipart, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const at = `/api/proposals/${PROPOSAL}/settings/`;
type Who = Parameters<TestApi['fetch']>[1];
const send = (path: string, who: Who, body: unknown, method: 'PUT' | 'POST' = 'PUT') => api.fetch(path, who, jsonRequest(method, body));
const put = (who: Who, body: unknown) => send(at, who, body);

describe('the settings of a proposal', () => {
  it('are seen by its people, and changed by its PI and staff', async () => {
    expect(await refusal(api.fetch(at))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(at, 'stranger'))).toMatchObject({ status: 404 });
    expect(await json<ProposalSettings>(api.fetch(at, 'collaborator'))).toMatchObject({ version: 0, author: null, may_change: false, settings: { minimum_number_of_bias: 10 } });
    expect(await refusal(put('stranger', { settings: {} }))).toMatchObject({ status: 404 });
    expect(await refusal(put('collaborator', { settings: { ignore_bias: true } }))).toMatchObject({ status: 403 });
    expect(await json<ChangedSettings>(put('pi', { settings: { minimum_number_of_bias: 5 } }))).toMatchObject({ version: 1, author: 'pi', may_change: true, reducing_again: 0, settings: { minimum_number_of_bias: 5, minimum_number_of_flats: 10 } });
    expect(await json<ChangedSettings>(put('staff', { settings: { ignore_flats: true }, version: 1 }))).toMatchObject({ version: 2, settings: { minimum_number_of_bias: 5, ignore_flats: true } });
  });

  it.each([
    ['a number beyond its bounds', { settings: { minimum_number_of_bias: 0 } }, 422],
    ['a setting that is none', { settings: { minimum_bias: 3 } }, 422],
    ['a word that is no choice', { settings: { cosmic_ray_rejection: 'magic' } }, 422],
    ['a version that was overtaken', { settings: { ignore_bias: true }, version: 0 }, 409],
    ['frames of no kind', { settings: {}, apply: 'some' }, 400],
  ])('refuses %s, and nothing changes', async (_, body, status) => {
    const { version } = await json<ProposalSettings>(api.fetch(at, 'pi'));
    expect(await refusal(put('pi', body))).toMatchObject({ status });
    expect(await json<ProposalSettings>(api.fetch(at, 'pi'))).toMatchObject({ version });
  });

  it('keep their history, and any version can be made current again', async () => {
    await put('pi', { settings: { ignore_bias: true } });
    const history = await json<SettingsHistory[]>(api.fetch(`${at}history/`, 'collaborator'));
    expect(history[0]).toMatchObject({ author: 'pi', changes: [{ name: 'ignore_bias', from: false, to: true }] });
    const newest = history[0]?.version ?? 0;
    expect(await refusal(send(`${at}history/99/restore/`, 'pi', {}, 'POST'))).toMatchObject({ status: 404 });
    expect(await refusal(send(`${at}history/1/restore/`, 'collaborator', {}, 'POST'))).toMatchObject({ status: 403 });
    expect(await json<ChangedSettings>(send(`${at}history/1/restore/`, 'pi', {}, 'POST'))).toMatchObject({ version: newest + 1, settings: { minimum_number_of_bias: 5, ignore_bias: false, ignore_flats: false } });
    // The same once more is no new version.
    expect(await json<ChangedSettings>(put('pi', { settings: { minimum_number_of_bias: 5 } }))).toMatchObject({ version: newest + 1 });
  });

  it('reach the frames that are there only when asked', async () => {
    for (const name of ['0100_a.fits', '0101_b.fits']) await api.fetch('/api/files/', 'pi', multipart(name, rawFrame({ seed: randomInt(2 ** 31) })));
    await OutboxEntry.query(api.database).delete();
    expect(await json(api.fetch(`${at}reach/`, 'collaborator'))).toEqual({ tonight: 2, all: 2 });
    expect(await json<ChangedSettings>(put('pi', { settings: { extraction_width: 3 }, apply: 'tonight' }))).toMatchObject({ reducing_again: 2 });
    const promised = await OutboxEntry.query(api.database);
    expect(promised.map(({ workflowStart }) => 'wake' in workflowStart && workflowStart.wake)).toEqual([true, true]);
  });
});
