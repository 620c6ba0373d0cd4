import http, { type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRecord } from '#activities/store/audit-record';
import { Proposal } from '#activities/store/models';
import { startTestApi, type TestApi } from './test-api.js';

/** The tests are the proxy: they come from 127.0.0.1. */
let behind: TestApi;
let open: TestApi;
beforeAll(async () => {
  [behind, open] = await Promise.all([startTestApi({ TRUSTED_PROXIES: '127.0.0.1, 10.8.0.0/16' }), startTestApi()]);
  for (const api of [behind, open]) for (const id of ['SOAR2026B-201', 'SOAR2026B-202']) await Proposal.ensure(api.database, id);
});
afterAll(() => Promise.all([behind.close(), open.close()]));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown> & { next?: string | null };
}

/** fetch writes Host itself. */
function ask(api: TestApi, path: string, headers: Record<string, string>, method = 'GET', sent?: object): Promise<Answer> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, method, headers: { authorization: `Token ${api.tokens.staff}`, ...(sent ? { 'content-type': 'application/json' } : {}), ...headers } }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString())).on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) as Answer['body'] });
      });
    });
    request.on('error', reject).end(sent && JSON.stringify(sent));
  });
}

const over = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'data.example.org' };
const list = '/api/proposals/?page_size=1';

describe('links in answers', () => {
  it('begin with what a trusted proxy was called', async () => {
    expect((await ask(behind, list, over)).body.next).toMatch(/^https:\/\/data\.example\.org\/api\/proposals\/\?page_size=1&page=2$/);
  });
  it('through two proxies with what the outer was called', async () => {
    const two = { 'x-forwarded-for': '198.51.100.7, 10.8.3.4', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'data.example.org, inner' };
    expect((await ask(behind, list, two)).body.next).toMatch(/^https:\/\/data\.example\.org\//);
  });
  it('never with what anybody else says', async () => {
    expect((await ask(open, list, { ...over, host: 'evil.example' })).body.next).toMatch(`${open.url}/`);
  });
});

describe('HSTS', () => {
  it('is sent over TLS, and nowhere else', async () => {
    expect((await ask(behind, list, over)).headers['strict-transport-security']).toBe('max-age=31536000');
    expect((await ask(behind, list, { ...over, 'x-forwarded-proto': 'http' })).headers['strict-transport-security']).toBeUndefined();
    expect((await ask(open, list, over)).headers['strict-transport-security']).toBeUndefined();
  });
  it('and on refusals, pages and what is not there', async () => {
    for (const path of ['/api/files/999999/', '/api/nothing/', '/api/files/?page=x']) {
      const { status, headers } = await ask(behind, path, over);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
    }
  });
  it('follows PUBLIC_URL, whatever a proxy says', async () => {
    const api = await startTestApi({ PUBLIC_URL: 'https://data.example.org' });
    try {
      const { port } = new URL(api.local);
      const { headers } = await fetch(`http://127.0.0.1:${port}/api/live/`);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    } finally {
      await api.close();
    }
  });
});

describe('the address of a caller', () => {
  const audited = async (api: TestApi, headers: Record<string, string>) => {
    await ask(api, '/api/users/me/', headers, 'PATCH', { first_name: `Ana${Math.random()}`.slice(0, 12) });
    return (await AuditRecord.query(api.database).orderBy('id', 'desc').first().throwIfNotFound()).address;
  };
  it('is what a trusted proxy saw, in the audit too', async () => {
    expect(await audited(behind, over)).toBe('198.51.100.7');
    expect(await audited(behind, { 'x-forwarded-for': '6.6.6.6, 2001:db8::7' })).toBe('2001:db8::7');
    expect(await audited(behind, { 'x-forwarded-for': '198.51.100.7, 10.8.3.4' })).toBe('198.51.100.7');
  });
  it('is where it comes from, whatever it says, when nobody is trusted', async () => {
    expect(await audited(open, over)).toBe('127.0.0.1');
  });
  it('has its own limit for wrong tokens: who writes another address does not escape it', async () => {
    const wrong = async (from: string) => (await ask(behind, list, { authorization: `Token ${'0'.repeat(40)}`, 'x-forwarded-for': from })).status;
    for (let i = 0; i < 30; i++) expect(await wrong(`${i}.6.6.6, 198.51.100.99`)).toBe(401);
    expect(await wrong('77.6.6.6, 198.51.100.99')).toBe(429);
    expect(await wrong('198.51.100.98')).toBe(401);
  });
});
