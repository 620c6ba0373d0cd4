import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { finished } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawFrame } from '#activities/store/test-frames';
import { lastWords } from './last-words.js';
import { startTestApi, type TestApi } from './test-api.js';

/** Over the limit of 16 MB, and more than the buffers between two sockets hold. */
const LARGE = Buffer.alloc(24_000_000);

let api: TestApi;
let idle: Promise<string>;
beforeAll(async () => {
  api = await startTestApi({ STALL_SECONDS: '2' });
  idle = comesBack(8000);
});
afterAll(() => api.close());

interface Sent {
  readonly path?: string;
  readonly who?: keyof TestApi['tokens'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Writes all that it has to say before it reads a word, as most programs do; gives the status it then reads, 0 when the line was cut. */
function speaksFirst(connection: 'close' | 'keep-alive', { path = '/api/files/?name=0971_large.fits', who, headers = {}, body }: Sent): Promise<number> {
  const { hostname, port } = new URL(api.url);
  const lines = { 'Host': 'x', 'Connection': connection, ...(who ? { Authorization: `Token ${api.tokens[who]}` } : {}), ...('Transfer-Encoding' in headers ? {} : { 'Content-Length': String(body.length) }), ...headers };
  return new Promise((resolve) => {
    let answer = '';
    const socket = connectTcp(Number(port), hostname, () => {
      socket.pause();
      socket.write(`POST ${path} HTTP/1.1\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      if ('Transfer-Encoding' in headers) socket.write(`${body.length.toString(16)}\r\n`);
      socket.write(body, () => socket.write('Transfer-Encoding' in headers ? '\r\n0\r\n\r\n' : '', () => setTimeout(() => socket.resume(), 300)));
    });
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined).on('close', () => {
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0));
    });
  });
}

/** Asks, is silent, and asks again on the same line. */
function comesBack(afterMs: number): Promise<string> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve) => {
    let heard = '';
    const ask = () => socket.write('GET /api/live/ HTTP/1.1\r\nHost: x\r\n\r\n');
    const socket = connectTcp(Number(port), hostname, ask);
    socket.on('data', (data) => (heard += data.toString('latin1'))).on('error', () => undefined).on('close', () => {
      resolve(heard);
    });
    setTimeout(() => {
      ask();
      setTimeout(() => socket.destroy(), 500);
    }, afterMs);
  });
}

function inForm(name: string, bytes: Uint8Array): Sent {
  const body = Buffer.concat([Buffer.from(`--B\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), bytes, Buffer.from('\r\n--B--\r\n')]);
  return { path: '/api/files/', headers: { 'Content-Type': 'multipart/form-data; boundary=B' }, body };
}

const foreign = () => rawFrame({ seed: randomInt(2 ** 31) });
const bomb = () => Buffer.concat([gzipSync(Buffer.alloc(2 ** 27), { level: 9 }), Buffer.alloc(9_000_000)]);

describe.each(['close', 'keep-alive'] as const)('a sender that reads only when it has said all, on a line to %s', (connection) => {
  it.each<[string, number, () => Sent]>([
    ['nobody', 401, () => ({ body: LARGE })],
    ['too long by its own words', 413, () => ({ who: 'staff', body: LARGE })],
    ['too long without saying so', 413, () => ({ who: 'staff', headers: { 'Transfer-Encoding': 'chunked' }, body: LARGE })],
    ['too long in a form', 413, () => ({ who: 'staff', ...inForm('0972_large.fits', Buffer.alloc(16_800_000)) })],
    ['a gzip bomb', 413, () => ({ who: 'staff', ...inForm('0973_bomb.fits.gz', bomb()) })],
    ['of another proposal', 403, () => ({ who: 'stranger', path: '/api/files/?name=0974_foreign.fits', body: foreign() })],
    ['twice in a form', 400, () => ({ who: 'staff', ...inForm('0975_a.fits', Buffer.concat([foreign(), Buffer.from('\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="b.fits"\r\n\r\n'), foreign()])) })],
    ['a JSON without end', 413, () => ({ who: 'staff', path: '/api/files/reduce/', headers: { 'Content-Type': 'application/json' }, body: LARGE })],
    ['of a type that is none', 415, () => ({ who: 'staff', headers: { 'Content-Type': 'text/html' }, body: LARGE.subarray(0, 12_000_000) })],
    ['to nowhere', 404, () => ({ who: 'staff', path: '/api/nowhere/', body: LARGE })],
  ])('%s: reads %i', async (_what, status, sent) => {
    expect(await speaksFirst(connection, sent())).toBe(status);
  }, 30_000);
});

describe('a sender that asks before it sends', () => {
  /** What it hears before and after it was told to go on; its body only then. */
  function asksFirst(who: keyof TestApi['tokens'] | undefined, bytes: Uint8Array, declared = bytes.length): Promise<{ heard: string; sent: boolean }> {
    const { hostname, port } = new URL(api.url);
    return new Promise((resolve) => {
      let heard = '';
      let sent = false;
      const socket = connectTcp(Number(port), hostname, () => {
        const token = who === undefined ? '' : `Authorization: Token ${api.tokens[who]}\r\n`;
        socket.write(`POST /api/files/?name=0977_asked_${who}.fits HTTP/1.1\r\nHost: x\r\n${token}Expect: 100-continue\r\nContent-Length: ${declared}\r\n\r\n`);
      });
      socket.on('data', (data) => {
        heard += data.toString('latin1');
        if (!sent && heard.startsWith('HTTP/1.1 100')) {
          sent = true;
          socket.write(bytes);
        }
        if (/HTTP\/1\.1 [2-5]\d\d[\s\S]*\r\n\r\n/.test(heard.replace(/^HTTP\/1\.1 100[^\r]*\r\n\r\n/, ''))) setTimeout(() => socket.destroy(), 200);
      });
      socket.on('error', () => undefined).on('close', () => {
        resolve({ heard, sent });
      });
    });
  }

  it.each<[string, keyof TestApi['tokens'] | undefined, number | undefined, RegExp]>([
    ['nobody', undefined, undefined, /^HTTP\/1\.1 401 /],
    ['somebody without a proposal', 'stranger', undefined, /^HTTP\/1\.1 403 /],
    ['too long a frame', 'staff', 300_000_000, /^HTTP\/1\.1 413 /],
  ])('is refused before a byte of its body: %s', async (_what, who, declared, status) => {
    const { heard, sent } = await asksFirst(who, foreign(), declared);
    expect(sent).toBe(false);
    expect(heard).toMatch(status);
    expect(heard).toMatch(/connection: close/i);
  });

  it('is told to go on, once, and answered', async () => {
    const { heard, sent } = await asksFirst('staff', foreign());
    expect(sent).toBe(true);
    expect(heard.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 201']);
  });
});

describe('a sender that listens while it sends', () => {
  it('hears at once that it is refused, and the next request is answered', async () => {
    for (const body of [LARGE, new Blob([LARGE]).stream()]) {
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
      expect((await api.fetch('/api/files/?name=0976_large.fits', 'staff', init)).status).toBe(413);
    }
    expect((await api.fetch('/api/files/', 'staff')).status).toBe(200);
  });
});

describe('what a refused sender goes on saying', () => {
  it('is read into nothing up to a bound, then the line is cut', async () => {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      const words = lastWords(request, 'no', 3_000_000);
      response.writeHead(413, { 'Content-Length': 2 });
      if (typeof words !== 'string') words.pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connectTcp((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n');
    let sent = 0;
    const more = () => {
      while (!socket.destroyed && socket.write(LARGE.subarray(0, 100_000))) sent += 100_000;
    };
    socket.on('drain', more);
    more();
    await new Promise<void>((resolve) => finished(socket, () => { resolve(); }));
    // What the buffers of two sockets hold comes on top.
    expect(sent).toBeLessThan(30_000_000);
    expect(requests[0]?.destroyed).toBe(true);
    server.close();
  }, 20_000);
});

describe('a line between two requests', () => {
  it('stays open longer than a caller that stalls is borne with, and than a pool keeps it', async () => {
    const heard = await idle;
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(heard).toMatch(/keep-alive: timeout=75/i);
  }, 20_000);
});
