import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { taskQueues } from '#activities/domain/workflow-contract';
import { StoreEvent } from '#activities/store/models';
import { checkWebhookUrl, isPublicAddress } from '#activities/store/webhook-address';
import { Webhook } from '#activities/store/webhook-records';
import { webhookActivities } from '#activities/webhooks/index';
import { bundleWorkflows } from '#workflows/bundle';
import { makeTestNamespace } from '#workflows/test-namespace';
import type { DeliveryView, NewWebhook, WebhookView } from './controllers/webhooks.js';
import type { Page } from './paging.js';
import { json, jsonRequest, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
let namespace: string;
let listener: Server;
let heard: { headers: IncomingHttpHeaders; body: string }[] = [];
let answers: number[] = [];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await Connection.connect({ address: inject('services').temporalAddress });
  namespace = await makeTestNamespace(connection);
  await connection.close();
  api = await startTestApi({ TEMPORAL_NAMESPACE: namespace });
  listener = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.statusCode = answers.shift() ?? 204;
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => listener.close(resolve));
  await api.close();
});

type Who = Parameters<TestApi['fetch']>[1];
const make = (who: Who, body: object) => api.fetch('/api/webhooks/', who, jsonRequest('POST', body));
const happen = (proposalId: string, name: string) => StoreEvent.add(api.database, { kind: 'reduction', fileId: null, reductionId: null, proposalId, night: '20261123', payload: { state: 'done', reason: '', name } });

describe('where messages may go', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('%s is on the open network', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each(['127.0.0.1', '10.0.0.8', '172.16.3.4', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '224.0.0.1', 'name'])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['http://example.org/', 'https://user:word@example.org/', 'https://127.0.0.1/', 'https://[::1]/', 'https://localhost/', 'https://2130706433/', 'https://0x7f.1/', 'ftp://example.org/', 'words'])('%s is refused', async (url) => {
    expect(() => checkWebhookUrl(url)).toThrow();
    expect(await refusal(make('pi', { url, kinds: ['file'] }))).toMatchObject({ status: 400 });
  });
});

describe('webhooks', () => {
  it('belong to who made them, and show their secret once', async () => {
    expect(await refusal(api.fetch('/api/webhooks/'))).toMatchObject({ status: 401 });
    expect(await refusal(make(undefined, { url: 'https://example.org/', kinds: ['file'] }))).toMatchObject({ status: 401 });
    expect(await refusal(make('pi', { url: 'https://example.org/', kinds: ['star'] }))).toMatchObject({ status: 400 });
    const made = await json<NewWebhook>(make('pi', { url: 'https://example.org/hook', kinds: ['file', 'file'] }));
    expect(made).toMatchObject({ url: 'https://example.org/hook', kinds: ['file'], stopped: null });
    expect(made.secret.length).toBeGreaterThan(40);
    expect(JSON.stringify(await json<WebhookView[]>(api.fetch('/api/webhooks/', 'pi')))).not.toContain(made.secret);
    expect(await json(api.fetch('/api/webhooks/', 'staff'))).toEqual([]);
    for (const method of ['DELETE', 'GET']) expect(await refusal(api.fetch(`/api/webhooks/${made.id}/${method === 'GET' ? 'deliveries/' : ''}`, 'staff', { method }))).toMatchObject({ status: 404 });
    expect((await api.fetch(`/api/webhooks/${made.id}/`, 'pi', { method: 'DELETE' })).status).toBe(204);
  });

  it('are told, signed, of what their owner may see, until the other side takes it', async () => {
    const made = await json<NewWebhook>(make('collaborator', { url: 'https://example.org/', kinds: ['reduction'] }));
    // What the API refuses to keep: a listener on this computer.
    await Webhook.query(api.database).findById(made.id).patch({ url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook` });
    heard = [];
    answers = [500];
    await happen(PROPOSAL, '0001_mine.fits');
    await happen('SOAR2026B-099', '0002_secret.fits');
    const connection = await NativeConnection.connect({ address: inject('services').temporalAddress });
    const worker = (taskQueue: string, rest: object) => Worker.create({ connection, namespace, taskQueue, ...rest });
    const workers = await Promise.all([worker(taskQueues.reductions, { workflowBundle: await bundleWorkflows() }), worker(taskQueues.records, { activities: webhookActivities({ database: api.database, privateToo: true }) })]);
    const deliveries = () => json<Page<DeliveryView>>(api.fetch(`/api/webhooks/${made.id}/deliveries/`, 'collaborator'));
    const done = vi.waitFor(async () => {
      expect((await deliveries()).results).toMatchObject([{ state: 'delivered', attempts: 2, answer: '204' }]);
    }, 60_000);
    await Promise.all(workers.map((each) => each.runUntil(done)));
    await connection.close();
    expect(heard).toHaveLength(2);
    const [first, second] = heard;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-goodman-delivery']).toBe(first?.headers['x-goodman-delivery']);
    expect(JSON.parse(second?.body ?? '')).toMatchObject({ kind: 'reduction', proposal_id: PROPOSAL, payload: { name: '0001_mine.fits' } });
    const [, second0 = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(second?.headers['x-goodman-signature'])) ?? [];
    expect(signature).toBe(createHmac('sha256', made.secret).update(`${second0}.${second?.body ?? ''}`).digest('hex'));
  });
});
