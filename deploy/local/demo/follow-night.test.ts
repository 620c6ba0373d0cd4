import { expect, test } from 'vitest';
import type { Level } from '#activities/domain/reduction';
import { RefusedRequest, type ApiClient, type EventView, type ReductionView } from './api-client.js';
import { followNight } from './follow-night.js';

const frame = (name: string) => ({ name, bytes: new Uint8Array(1) });

/** An API that knows two frames; its events come while the second is sent. */
function fakeApi(events: readonly EventView[], reductions: readonly Partial<ReductionView>[]): ApiClient {
  let sent: () => void;
  const all = new Promise<void>((resolve) => (sent = resolve));
  const api: Pick<ApiClient, 'upload' | 'events' | 'reductions'> = {
    upload: (name) => {
      if (name === 'broken.fits') return Promise.reject(new RefusedRequest(422, 'not a FITS file'));
      if (name === 'two.fits') setTimeout(sent, 20);
      return Promise.resolve({ file: { id: name === 'one.fits' ? 11 : 22, file_name: name, data_type: '0', original_file_id: 0, last_modified: '' }, created: true, timing: '', sent: 0 });
    },
    async *events(signal) {
      await all;
      yield* events;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    reductions: () => Promise.resolve(reductions as ReductionView[]),
  };
  return api as ApiClient;
}

test('events reach their frame: a product by its raw frame, a run by its file', { timeout: 20_000 }, async () => {
  const file = (id: number, originalFileId: number, fileName: string, dataType: Level): EventView => ({ id, kind: 'file', file_id: 100 + id, payload: { fileName, dataType, originalFileId, provisional: false } });
  const seen: string[] = [];
  const night = await followNight(
    fakeApi(
      [
        file(1, 11, 'cfzst_one.fits', 2),
        { id: 2, kind: 'master', file_id: 102, payload: { fileName: 'master_bias.fits', dataType: 1, originalFileId: 11, provisional: false } },
        file(3, 22, 'wecfzst_two.fits', 4),
        { id: 4, kind: 'reduction', file_id: 22, payload: { state: 'done', reason: 'lamp chosen', name: 'two.fits' } },
        { id: 5, kind: 'reduction', file_id: null, payload: { state: 'failed', reason: 'a master', name: 'master:bias' } },
      ],
      [
        { id: 1, file_id: 11, state: 'failed', reason: 'first try' },
        { id: 3, file_id: 11, state: 'waiting', reason: 'needs a lamp' },
        { id: 2, file_id: 22, state: 'done', reason: 'lamp chosen' },
        { id: 4, file_id: null, state: 'done', reason: '' },
      ],
    ),
    [frame('one.fits'), frame('broken.fits'), frame('two.fits')],
    { restWithinSecond: 15, signal: new AbortController().signal, onChange: ({ name, step, state }) => seen.push(`${name} ${step} ${state}`) },
  );
  expect(night.map(({ name, fileId, state, reason }) => [name, fileId, state, reason])).toEqual([
    ['one.fits', 11, 'waiting', 'needs a lamp'],
    ['broken.fits', undefined, 'refused', 'not a FITS file'],
    ['two.fits', 22, 'done', 'lamp chosen'],
  ]);
  expect(seen).toContain('one.fits cfzst_one.fits reducing');
  expect(seen).not.toContainEqual(expect.stringContaining('master_bias'));
  expect(night.map(({ calibratedFile }) => calibratedFile)).toEqual([undefined, undefined, 103]);
  expect(night.map(({ calibratedSecond }) => calibratedSecond === undefined)).toEqual([true, true, false]);
});
