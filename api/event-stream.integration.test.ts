import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreEvent, User } from '#activities/store/models';
import { EventCursors } from './event-cursors.js';
import { PROPOSAL, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Twice what the sockets of both ends and the stream itself take at most: Linux lets one grow to 6 MB, the other to 4. */
const TOLD_BYTES = 24_000_000;
const EVENT_BYTES = 120_000;

/** A connection that is open, and of which nothing is read yet. */
async function connect(lastEventId?: string): Promise<IncomingMessage> {
  const headers = { authorization: `Token ${api.tokens.staff}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  const [response] = (await once(http.get(`${api.url}/api/events/`, { headers, agent: false }), 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  return response;
}

/** Ids in a stream, in order, read to the end of it or until the last one wanted. */
async function read(response: IncomingMessage, last: string): Promise<{ ids: string[]; ended: boolean }> {
  const ids: string[] = [];
  let rest = '';
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: (\S+)$/m.exec(block)?.[1];
      if (id !== undefined) ids.push(id);
    }
    if (ids.at(-1) === last) return { ids, ended: false };
  }
  return { ids, ended: true };
}

describe('a reader that falls behind', () => {
  it('is let go in good order, comes back with the last number it saw, and misses nothing', async () => {
    const idle = await connect();
    const payload = { fileName: 'x'.repeat(EVENT_BYTES), dataType: 0 as const, originalFileId: 1, provisional: false };
    for (let i = 0; i < TOLD_BYTES / EVENT_BYTES; i++) await StoreEvent.add(api.database, { kind: 'file', proposalId: PROPOSAL, payload });
    const cursors = await EventCursors.of(api.database);
    const { id: account } = await User.query(api.database).findOne({ username: 'staff' }).throwIfNotFound();
    const told = (await StoreEvent.query(api.database).select('id').orderBy('id')).map(({ id }) => cursors.seal(id, account));
    const last = told.at(-1) ?? '';

    const first = await read(idle, last);
    // Kept waiting for ever, the whole night would be in the memory of the server instead.
    expect(first.ended).toBe(true);
    expect(first.ids.length).toBeLessThan(told.length);

    const heard = [...first.ids];
    for (let visits = 0; heard.at(-1) !== last && visits < told.length; visits++) {
      const before = heard.length;
      heard.push(...(await read(await connect(heard.at(-1)), last)).ids);
      expect(heard.length).toBeGreaterThan(before);
    }
    expect(heard).toEqual(told);
  });
});
