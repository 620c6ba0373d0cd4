import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawFrame } from '#activities/store/test-frames';
import { StoredFile } from '#activities/store/models';
import { ObjectStore } from '#activities/store/objects';
import { testS3Settings } from '#activities/store/test-stores';
import type { FileView } from './controllers/file-view.js';
import type { OpenApiDocument, Parameter } from './operations.js';
import { json, multipart, refusal, startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
let file: FileView;
beforeAll(async () => {
  api = await startTestApi({ REQUESTS_PER_MINUTE: '1000000' });
  file = await json<FileView>(api.fetch('/api/files/', 'staff', multipart('0900_there.fits', rawFrame({ seed: randomInt(2 ** 31) }))));
});
afterAll(() => api.close());

const document = JSON.parse(readFileSync(new URL('./generated/openapi.json', import.meta.url), 'utf8')) as OpenApiDocument;

/** As they stand in an address, after the sign "=" or between two slashes. */
const hostile = [
  '%00', 'a%00b', '%ED%A0%80', '%FF%FE', '%', '%zz', '%F0%9F%92%A9', '%0d%0aX-Evil:1', '..%2f..%2fetc%2fpasswd', "'%3b drop table files--".replaceAll(' ', '%20'), '%25%27%5F',
  '9223372036854775807', '9223372036854775808', '18446744073709551616', '99999999999999999999', '1000000000000000000', '-9223372036854775809', '9007199254740993', '-1', '0', '1e309', '1e18', 'NaN',
  'Infinity', '0x10', '1.5', '', 'true', 'null', 'undefined', '[]', '{}', '%5B%5D%3D1', '__proto__', 'constructor', 'a'.repeat(4000), '%E2%80%AE', '$%7B7*7%7D',
]; // prettier-ignore

const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })));

/** A request line as it stands: fetch would correct what is to be wrong. */
function raw(method: string, path: string, { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {}): Promise<number> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const socket = connectTcp(Number(port), hostname);
    let answer = '';
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
    socket.on('error', reject).on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      // The head is answer enough.
      if (answer.includes('\r\n\r\n')) socket.destroy();
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}

const asStaff = () => ({ authorization: `Token ${api.tokens.staff}` });

describe.each(operations)('$method $path', ({ method, path, operation }) => {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in !== 'header');
  const filled = (parameter: Parameter | undefined, value: string) => {
    const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (parameter?.in === 'path' && parameter.name === name ? value : String(file.id)));
    return parameter?.in === 'query' ? `${inPath}?${parameter.name}=${value}` : inPath;
  };

  it('answers every hostile parameter without a mistake of ours, with a token and without', async () => {
    const extra: Parameter = { name: 'an_unknown_one', in: 'query', schema: {} };
    for (const parameter of [...parameters, extra]) {
      for (const value of hostile) {
        for (const headers of [asStaff(), {}]) {
          const status = await raw(method, filled(parameter, value), { headers });
          expect(status, `${method} ${filled(parameter, value).slice(0, 200)}`).toBeGreaterThanOrEqual(200);
          expect(status, `${method} ${filled(parameter, value).slice(0, 200)}`).toBeLessThan(500);
        }
      }
    }
  }, 120_000);

  it('refuses a parameter it does not know, and one that is given twice', async () => {
    expect(await raw(method, `${filled(undefined, '')}?an_unknown_one=1`, { headers: asStaff() })).toBe(400);
    // Of a list, each time is one more of it.
    const query = parameters.find((parameter) => parameter.in === 'query' && parameter.schema.type !== 'array');
    if (query) expect(await raw(method, `${filled(undefined, '')}?${query.name}=1&${query.name}=2`, { headers: asStaff() })).toBe(400);
  });

  it('answers every hostile body without a mistake of ours', async () => {
    const bodies: [string, Record<string, string>][] = [
      ['['.repeat(400_000), { 'content-type': 'application/json' }],
      ['{"settings":'.repeat(60_000), { 'content-type': 'application/json' }],
      [`{"file_id":1,"settings":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, { 'content-type': 'application/json' }],
      ['{"file_id":"\\u0000"}', { 'content-type': 'application/json' }],
      ['{"file_id":"\\ud800"}', { 'content-type': 'application/json' }],
      ['{"__proto__":{"x":1},"constructor":1}', { 'content-type': 'application/json' }],
      ['{"file_ids":[1e400,9223372036854775808,-1,null,{}]}', { 'content-type': 'application/json' }],
      ['{"file_id":99999999999999999999}', { 'content-type': 'application/json' }],
      ['null', { 'content-type': 'application/json' }],
      ['\xff\xfe', { 'content-type': 'application/json; charset=utf-16' }],
      ['x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
      ['x', { 'content-type': 'application/json', 'content-encoding': 'br, deflate, nonsense' }],
      ['x', { 'content-type': 'multipart/form-data; boundary=x', 'content-encoding': 'gzip' }],
      ['x', { 'content-type': '////' }],
    ];
    for (const [body, more] of bodies) {
      for (const who of [asStaff(), {}]) {
        const headers = { ...who, ...more, 'content-length': String(Buffer.byteLength(body)) };
        const status = await raw(method, filled(undefined, ''), { headers, body });
        expect(status, `${method} ${path} ${JSON.stringify(more)} ${body.slice(0, 60)}`).toBeGreaterThanOrEqual(200);
        expect(status, `${method} ${path} ${JSON.stringify(more)} ${body.slice(0, 60)}`).toBeLessThan(500);
      }
    }
  }, 120_000);

  it('says which methods its address takes, and means it', async () => {
    const options = await fetch(api.url + filled(undefined, ''), { method: 'OPTIONS' });
    const allowed = (options.headers.get('allow') ?? '').split(', ');
    const documented = Object.keys(document.paths[path] ?? {}).map((each) => each.toUpperCase());
    expect(allowed).toEqual([...documented, ...(documented.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort());
    const other = ['PUT', 'PATCH', 'DELETE', 'POST', 'GET'].find((each) => !allowed.includes(each)) ?? '';
    expect(await raw(other, filled(undefined, ''), { headers: asStaff() })).toBe(405);
  });
});

describe('an address that is none', () => {
  it.each(['/%00', '/api/%00', '/api/files/%', '/api/nothing/here', '/api/docs/nope.js', '/api/docs/..%2fpackage.json', '/api/docs/%00.js', '/api//', '/api//files/', '/api/files/1/2/3/'])('%s is refused', async (path) => {
    for (const headers of [asStaff(), {}, { 'content-encoding': 'gzip', 'content-type': 'application/json', 'content-length': '1' }] as Record<string, string>[]) {
      const status = await raw('POST', path, { headers, body: 'content-length' in headers ? 'x' : '' });
      expect([400, 404, 405]).toContain(status);
    }
    expect([400, 404]).toContain(await raw('GET', path));
  });
});

describe('a body that is cut off', () => {
  const boundary = { 'content-type': 'multipart/form-data; boundary=B' };
  it.each([
    ['in a part that is not the file', '--B\r\nContent-Disposition: form-data; name="x"; filename="y"\r\n\r\nabc'],
    ['in the file', '--B\r\nContent-Disposition: form-data; name="file"; filename="0901_a.fits"\r\n\r\nabc'],
    ['in the second file', '--B\r\nContent-Disposition: form-data; name="file"; filename="0901_a.fits"\r\n\r\nabc\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\nabc'],
    ['in a header', '--B\r\nContent-Disposition: form-da'],
  ])('%s is refused, and the next request is answered', async (_where, body) => {
    expect(await raw('POST', '/api/files/', { headers: { ...asStaff(), ...boundary, 'content-length': String(body.length) }, body })).toBe(400);
    // The caller goes in the middle of it.
    const { hostname, port } = new URL(api.url);
    await new Promise((resolve) => {
      const socket = connectTcp(Number(port), hostname, () => {
        const lines = Object.entries({ ...asStaff(), ...boundary, 'content-length': '100000' }).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`POST /api/files/ HTTP/1.1\r\nHost: x\r\n${lines.join('')}\r\n${body}`, () => setTimeout(() => socket.destroy(), 50));
      });
      socket.on('close', resolve).on('error', () => undefined);
    });
    expect((await api.fetch('/api/files/', 'staff')).status).toBe(200);
  });

  it('two files in one request are refused, not one of them lost', async () => {
    const form = new FormData();
    for (const name of ['0902_a.fits', '0903_b.fits']) form.append('file', new Blob([rawFrame({ seed: randomInt(2 ** 31) })]), name);
    const { status, detail } = await refusal(api.fetch('/api/files/', 'staff', { method: 'POST', body: form }));
    expect([status, detail]).toEqual([400, 'The request has two fields "file": send each frame in a request of its own.']);
    expect(await StoredFile.query(api.database).whereIn('fileName', ['0902_a.fits', '0903_b.fits']).resultSize()).toBe(0);
  });

  it('of JSON is called what it is', async () => {
    const body = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect(await refusal(api.fetch('/api/files/?name=0904_a.fits', 'staff', body))).toMatchObject({ status: 415, code: 'unsupported-media' });
  });
});

describe('a header that nothing can hold', () => {
  const objects = new ObjectStore(testS3Settings());
  /** Puts bytes into a card where the writer of the test would not. */
  const damaged = (keyword: string, from: string, to: string) => {
    const bytes = rawFrame({ seed: randomInt(2 ** 31) });
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, 2880 * 3);
    const card = text.indexOf(`${keyword.padEnd(8)}=`);
    const at = text.indexOf(from, card);
    expect(at - card).toBeLessThan(80);
    text.write(to, at, 'latin1');
    return bytes;
  };
  it.each([
    ['a NUL in OBJECT', 'OBJECT', 'NGC', 'N\0C'],
    ['a NUL in PROPID', 'PROPID', 'SOAR', 'SO\0R'],
    ['the year 0', 'DATE-OBS', '2026', '0000'],
  ])('%s leaves either a row or nothing, never an object alone', async (what, keyword, from, to) => {
    const answer = await api.fetch('/api/files/', 'staff', multipart(`0910_${keyword}.fits`, damaged(keyword, from, to)));
    expect(answer.status, what).toBe(201);
    const row = (await answer.json()) as FileView;
    expect(await objects.exists('raw', row.checksum)).toBe(true);
    expect(JSON.stringify(row)).not.toMatch('\\u0000');
    expect((await api.fetch(`/api/files/header/?id=${row.id}`, 'staff')).status).toBe(200);
  });
});
