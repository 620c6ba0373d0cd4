import { createHash, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import { AuditRecord } from '#activities/store/audit-record';
import { OutboxEntry, StoreEvent, User } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { freshDatabaseUrl } from '#activities/store/test-stores';
import { EventCursors } from './event-cursors.js';
import { Cut } from './test-cut.js';
import { jsonRequest, multipart, startTestApi, type TestApi } from './test-api.js';
import type { FileView } from './controllers/file-view.js';

let api: TestApi;
let lines: Record<'database' | 'store' | 'temporal', Cut>;
beforeAll(async () => {
  const { services } = { services: inject('services') };
  lines = { database: await Cut.to(services.databaseUrl), store: await Cut.to(services.s3.endpoint), temporal: await Cut.to(services.temporalAddress) };
  const databaseUrl = new URL(freshDatabaseUrl());
  databaseUrl.host = lines.database.address;
  api = await startTestApi({ DATABASE_URL: databaseUrl.href, S3_ENDPOINT: `http://${lines.store.address}`, TEMPORAL_ADDRESS: lines.temporal.address });
});
afterAll(async () => {
  await api.close();
  await Promise.all(Object.values(lines).map((line) => line.cut()));
});

let seed = randomInt(2 ** 31);
const upload = (name: string, bytes: Uint8Array) => api.fetch('/api/files/', 'staff', multipart(name, bytes));
const soon = { timeout: 20_000, interval: 200 };

describe.each(['database', 'store'] as const)('while the %s is away', (which) => {
  it('an upload is refused with 503 and what to do; afterwards it works, by itself', async () => {
    const bytes = rawFrame({ seed: seed++ });
    expect((await upload(`${which}_before.fits`, rawFrame({ seed: seed++ }))).status).toBe(201);
    await lines[which].cut();
    const refused = await upload(`${which}_away.fits`, bytes);
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('retry-after')]).toEqual([503, 'application/problem+json', '2']);
    expect(await refused.json()).toMatchObject({ code: 'store-unavailable', retry: true });
    const status = (await (await api.fetch('/api/')).json()) as { healthy: boolean; services: Record<string, { healthy: boolean }> };
    expect([status.healthy, status.services[which]?.healthy]).toEqual([false, false]);
    await lines[which].mend();
    await vi.waitFor(async () => {
      expect((await upload(`${which}_away.fits`, bytes)).status).toBe(201);
    }, soon);
  });
});

describe('while Temporal is away', () => {
  it('uploads are taken, and their reductions start when it is back', async () => {
    await lines.temporal.cut();
    const bytes = rawFrame({ seed: seed++ });
    const answer = await upload('temporal_away.fits', bytes);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as FileView;
    expect((await OutboxEntry.query(api.database).where({ fileId: id }))[0]?.startedAt).toBeNull();
    const again = jsonRequest('POST', { file_id: id });
    expect((await api.fetch('/api/files/reduce/', 'staff', again)).status).toBe(503);
    // Told or not: who asked for it is on record, written before Temporal is asked.
    const asked = ['reduce', 'overrides.remove', 'try'];
    expect((await api.fetch(`/api/files/${id}/overrides/`, 'staff', { method: 'DELETE' })).status).toBe(503);
    expect((await api.fetch(`/api/files/${id}/try/`, 'staff', jsonRequest('POST', { settings: {} }))).status).toBe(503);
    expect(await AuditRecord.query(api.database).whereIn('action', asked).orderBy('id').select('action', 'username')).toMatchObject(asked.map((action) => ({ action, username: 'staff' })));
    await lines.temporal.mend();
    await vi.waitFor(async () => {
      expect((await OutboxEntry.query(api.database).where({ fileId: id }))[0]?.startedAt).toBeInstanceOf(Date);
    }, { timeout: 40_000, interval: 500 });
    const connection = await Connection.connect({ address: inject('services').temporalAddress });
    const workflowId = `frame:temporal_away.fits:${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
    const started = await new Client({ connection }).workflow.getHandle(workflowId).describe();
    await connection.close();
    expect([started.type, started.taskQueue]).toEqual(['reduceFrame', 'reductions']);
    expect(started.searchAttributes).toMatchObject({ Proposal: ['SOAR2026B-011'], Night: ['20261123'], ObsType: ['SPECTRUM'], State: ['reducing'] });
  }, 90_000);
});

describe('the event stream', () => {
  it('misses nothing when the database goes away in between', async () => {
    const heard: string[] = [];
    const reader = new AbortController();
    const response = await api.fetch('/api/events/', 'staff', { signal: reader.signal });
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        for (const [, id] of decoder.decode(chunk, { stream: true }).matchAll(/^id: (\S+)$/gm)) heard.push(String(id));
      }
    })().catch(() => undefined);
    const wanted: string[] = [];
    const cursors = await EventCursors.of(api.database);
    const { id: account } = await User.query(api.database).findOne({ username: 'staff' }).throwIfNotFound();
    const happen = async (proposalId: string) => {
      await StoreEvent.add(api.database, { kind: 'file', proposalId, payload: { fileName: 'a.fits', dataType: 0, originalFileId: 1, provisional: false } });
      wanted.push(cursors.seal(((await StoreEvent.query(api.database).max('id as last').first()) as unknown as { last: number }).last, account));
    };
    await happen('before');
    await vi.waitFor(() => {
      expect(heard).toEqual(wanted);
    }, soon);
    await lines.database.cut();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await lines.database.mend();
    await vi.waitFor(() => happen('after'), soon);
    await vi.waitFor(() => {
      expect(heard).toEqual(wanted);
    }, soon);
    reader.abort();
    await reading;
  });
});
