import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mentionsIn } from '#activities/store/comment-records';
import { rawFrame } from '#activities/store/test-frames';
import type { CommentView } from './controllers/comment-view.js';
import type { FileView } from './controllers/file-view.js';
import type { NotificationView } from './controllers/notifications.js';
import type { Page } from './paging.js';
import { json, jsonRequest, multipart, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
let file: FileView;
beforeAll(async () => {
  api = await startTestApi();
  file = await json<FileView>(api.fetch('/api/files/', 'pi', multipart('0100_star.fits', rawFrame({ seed: randomInt(2 ** 31) }))));
});
afterAll(() => api.close());

type Who = Parameters<TestApi['fetch']>[1];
const send = (path: string, who: Who, body: unknown, method = 'POST') => api.fetch(path, who, jsonRequest(method, body));
const say = (who: Who, body: unknown) => send(`/api/files/${file.id}/comments/`, who, body);
const unread = async (who: Who) => (await json<Page<NotificationView>>(api.fetch('/api/notifications/?unread=true', who))).results;

describe('names in a comment', () => {
  it.each([
    ['@pi look', ['pi']],
    ['ask @first.last, and (@other-one)', ['first.last', 'other-one']],
    ['mail@example.org is none, @@x neither', []],
    ['twice @pi @pi.', ['pi']],
  ])('%s', (text, names) => {
    expect(mentionsIn(text)).toEqual(names);
  });
});

describe('comments on a file', () => {
  it('are for those who may see it', async () => {
    for (const who of ['stranger', undefined] as const) {
      expect((await refusal(api.fetch(`/api/files/${file.id}/comments/`, who))).status).toBe(who ? 404 : 401);
      expect((await refusal(say(who, { text: 'hello' }))).status).toBe(who ? 404 : 401);
    }
    const answer = await say('collaborator', { text: ' Is the line at 5007 real? ', anchor: { kind: 'wavelengths', from: 5000, to: 5015 } });
    expect(answer.status).toBe(201);
    expect(await json<CommentView>(Promise.resolve(answer))).toMatchObject({ text: 'Is the line at 5007 real?', author: { username: 'collaborator' }, anchor: { kind: 'wavelengths', from: 5000, to: 5015 }, mine: true });
    expect(await json<CommentView[]>(api.fetch(`/api/files/${file.id}/comments/`, 'pi'))).toMatchObject([{ text: 'Is the line at 5007 real?', mine: false }]);
  });

  it.each([
    ['no words', { text: '   ' }],
    ['a range turned around', { text: 'x', anchor: { kind: 'wavelengths', from: 2, to: 1 } }],
    ['a box turned around', { text: 'x', anchor: { kind: 'box', x0: 5, y0: 0, x1: 1, y1: 3 } }],
    ['an anchor of no kind', { text: 'x', anchor: { kind: 'star' } }],
    ['an answer to nothing', { text: 'x', parent_id: 999_999 }],
    ['a word too many', { text: 'x'.repeat(4001) }],
  ])('refuses %s', async (_, body) => {
    expect(await refusal(say('pi', body))).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('tell those who are named, answered or sent the frame, once each, and nobody else', async () => {
    await send('/api/notifications/read/', 'pi', {});
    const first = await json<CommentView>(say('collaborator', { text: 'Hello @pi and @stranger and @staff' }));
    expect(await unread('pi')).toMatchObject([{ kind: 'mention', file_name: '0100_star.fits', comment: { id: first.id } }]);
    expect(await unread('stranger')).toEqual([]);
    expect(await unread('staff')).toHaveLength(1);
    const answer = await json<CommentView>(say('pi', { text: 'It is.', parent_id: first.id }));
    expect(await unread('collaborator')).toMatchObject([{ kind: 'reply', comment: { id: answer.id } }]);
    // An answer to an answer joins the thread.
    expect(await json<CommentView>(say('staff', { text: 'Agreed', parent_id: answer.id }))).toMatchObject({ parent_id: first.id });
    expect(await json(send('/api/notifications/read/', 'collaborator', {}))).toEqual({ unread: 0 });
    expect(await unread('collaborator')).toEqual([]);
  });

  it('are changed by their author, and taken back by the author or staff', async () => {
    const comment = await json<CommentView>(say('collaborator', { text: 'Mistake' }));
    const at = `/api/comments/${comment.id}/`;
    expect(await refusal(send(at, 'stranger', { text: 'y' }, 'PATCH'))).toMatchObject({ status: 404 });
    expect(await refusal(send(at, 'pi', { text: 'y' }, 'PATCH'))).toMatchObject({ status: 403 });
    expect(await json<CommentView>(send(at, 'collaborator', { text: 'Better' }, 'PATCH'))).toMatchObject({ text: 'Better', edited: expect.any(String) as unknown });
    expect(await refusal(api.fetch(at, 'pi', { method: 'DELETE' }))).toMatchObject({ status: 403 });
    expect(await json<CommentView>(api.fetch(at, 'staff', { method: 'DELETE' }))).toMatchObject({ text: '', deleted: true });
    expect(await refusal(send(at, 'collaborator', { text: 'again' }, 'PATCH'))).toMatchObject({ status: 409 });
    expect(await refusal(api.fetch('/api/comments/999999/', 'pi', { method: 'DELETE' }))).toMatchObject({ status: 404 });
  });
});
