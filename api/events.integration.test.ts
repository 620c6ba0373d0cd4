import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiToken, StoreEvent } from '#activities/store/models';
import { hashOfKey } from '#activities/store/tokens';
import { rawFrame } from '#activities/store/test-frames';
import { multipart, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface Heard {
  readonly id: string;
  readonly kind: string;
  readonly payload: Record<string, unknown>;
}

/** Listens as a page would, until stopped. */
async function listen(who: Parameters<TestApi['fetch']>[1], headers: Record<string, string> = {}, filters = ''): Promise<{ heard: Heard[]; text: () => string; stop: () => Promise<void>; ended: () => boolean }> {
  const controller = new AbortController();
  const response = await api.fetch(`/api/events/${filters}`, who, { headers, signal: controller.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const heard: Heard[] = [];
  let text = '';
  let over = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      const piece = decoder.decode(chunk, { stream: true });
      text += piece;
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) heard.push(JSON.parse(data) as Heard);
      }
    }
    over = true;
  })().catch(() => undefined);
  return {
    heard,
    text: () => text,
    ended: () => over,
    stop: async () => {
      controller.abort();
      await reading;
    },
  };
}

const soon = { timeout: 10_000, interval: 20 };

/** What an event says of a file. */
const about = (fileName: string, dataType: 0 | 1 = 0) => ({ fileName, dataType, originalFileId: 1, provisional: false });

describe('events', () => {
  it('are not for who is not signed in', async () => {
    expect((await api.fetch('/api/events/')).status).toBe(401);
  });

  it('tell of a new file at once, and of nothing that is not yours', async () => {
    const [pi, stranger] = [await listen('pi'), await listen('stranger')];
    const answer = await api.fetch('/api/files/', 'pi', multipart('0001_event.fits', rawFrame({ seed: randomInt(2 ** 31) })));
    const { id } = (await answer.json()) as { id: number };
    await vi.waitFor(() => {
      expect(pi.heard).toMatchObject([{ kind: 'file', file_id: id, proposal_id: PROPOSAL, night: '20261123', payload: { fileName: '0001_event.fits', dataType: 0 } }]);
    }, soon);
    await StoreEvent.add(api.database, { kind: 'master', proposalId: null, payload: about('master_bias.fits', 1) });
    await vi.waitFor(() => {
      expect(stranger.heard).toMatchObject([{ kind: 'master', payload: { fileName: 'master_bias.fits' } }]);
    }, soon);
    expect(stranger.text()).not.toMatch(PROPOSAL);
    await Promise.all([pi.stop(), stranger.stop()]);
  });

  it('begin after the last one that was heard, without a gap or a repetition', async () => {
    const first = await listen('staff');
    for (let i = 0; i < 5; i++) await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about(String(i)) });
    await vi.waitFor(() => {
      expect(first.heard).toHaveLength(5);
    }, soon);
    await first.stop();
    for (let i = 5; i < 600; i++) await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about(String(i)) });
    const second = await listen('staff', { 'last-event-id': String(first.heard[2]?.id) });
    await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about('600') });
    await vi.waitFor(() => {
      expect(second.heard).toHaveLength(598);
    }, soon);
    expect(second.heard.map(({ payload }) => payload['fileName'])).toEqual(Array.from({ length: 598 }, (_, i) => String(i + 3)));
    await second.stop();
    const fromTheStart = await listen('staff', { 'last-event-id': '0' });
    await vi.waitFor(() => {
      expect(fromTheStart.heard.length).toBeGreaterThanOrEqual(601);
    }, soon);
    await fromTheStart.stop();
  });

  it.each(['?kind=star', '?night=tonight', '?night=20260102..20260101', '?nigth=20260101'])('are refused with a filter that makes no sense (%s)', async (filters) => {
    expect(await refusal(api.fetch(`/api/events/${filters}`, 'pi'))).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('are of a proposal, a night and a kind where these are asked for, those before and those to come; a filter shows nobody more', async () => {
    const first = await listen('staff');
    const tell = async (name: string) => {
      for (const [kind, proposalId, night] of [['file', PROPOSAL, '20260801'], ['file', PROPOSAL, '20260802'], ['file', PROPOSAL, '20260810'], ['file', 'SOAR2026B-900', '20260802'], ['file', PROPOSAL, null], ['master', null, '20260802']] as const) {
        await StoreEvent.add(api.database, { kind, proposalId, night, payload: about(`${name} ${kind} ${proposalId} ${night}`) });
      }
    };
    await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about('begin') });
    await vi.waitFor(() => {
      expect(first.heard).toHaveLength(1);
    }, soon);
    const begin = first.heard[0]?.id ?? '';
    await tell('before');
    const wanted: readonly (readonly [string, readonly string[]])[] = [
      ['?night=20260802', [`file ${PROPOSAL} 20260802`, 'file SOAR2026B-900 20260802', 'master null 20260802']],
      [`?proposal_id=${PROPOSAL}&night=20260802..20260831`, [`file ${PROPOSAL} 20260802`, `file ${PROPOSAL} 20260810`]],
      ['?kind=master,comment', ['master null 20260802']],
      ['?night=20260801,20260810..', [`file ${PROPOSAL} 20260801`, `file ${PROPOSAL} 20260810`]],
      [`?proposal_id=${PROPOSAL}&kind=file&night=..20260801`, [`file ${PROPOSAL} 20260801`]],
    ];
    const listeners = await Promise.all(wanted.map(async ([filters, names]) => ({ names, ...(await listen('staff', { 'last-event-id': begin }, filters)) })));
    const foreign = await listen('stranger', {}, `?proposal_id=${PROPOSAL}`);
    await tell('after');
    for (const { names, heard, stop } of listeners) {
      const told = [...names.map((name) => `before ${name}`), ...names.map((name) => `after ${name}`)];
      await vi.waitFor(() => {
        expect(heard).toHaveLength(told.length);
      }, soon);
      expect(heard.map(({ payload }) => payload['fileName'])).toEqual(told);
      await stop();
    }
    expect(foreign.heard).toEqual([]);
    await Promise.all([foreign.stop(), first.stop()]);
  });

  it('have ids that count nothing, and that nobody else can use; an empty one is none', async () => {
    const first = await listen('staff');
    for (const name of ['one', 'two']) await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about(name) });
    await vi.waitFor(() => {
      expect(first.heard).toHaveLength(2);
    }, soon);
    await first.stop();
    const id = first.heard[0]?.id ?? '';
    expect(id).toMatch(/^[\w-]{22}$/);
    for (const [who, cursor, status] of [['pi', id, 400], ['staff', '17', 400], ['staff', id, 200], ['staff', '', 200]] as const) {
      const controller = new AbortController();
      const answer = await api.fetch('/api/events/', who, { headers: { 'last-event-id': cursor }, signal: controller.signal });
      expect([cursor, answer.status]).toEqual([cursor, status]);
      controller.abort();
    }
    const empty = await listen('staff', { 'last-event-id': '' });
    await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about('three') });
    await vi.waitFor(() => {
      expect(empty.heard.map(({ payload }) => payload['fileName'])).toEqual(['three']);
    }, soon);
    await empty.stop();
  });

  it('end at once for who lost the token', { timeout: 40_000 }, async () => {
    const { heard, stop, ended } = await listen('collaborator');
    await ApiToken.query(api.database).where({ tokenHash: hashOfKey(api.tokens.collaborator) }).patch({ revoked: new Date() });
    // Sooner than the beat that asks again.
    await vi.waitFor(() => {
      expect(ended()).toBe(true);
    }, soon);
    await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload: about('secret.fits') });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heard).toEqual([]);
    expect((await api.fetch('/api/files/', 'collaborator')).status).toBe(401);
    await stop();
  });
});
