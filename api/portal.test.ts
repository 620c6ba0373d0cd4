import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePortal } from './portal.js';

describe('the pages of the portal', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-'));
  let server: Server;
  const ask = (where: string, init?: RequestInit) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, init);

  beforeAll(async () => {
    writeFileSync(path.join(folder, 'index.html'), '<!doctype html><base href="/"><script src="main-ABCD1234.js"></script>');
    for (const named of ['main-ABCD1234.js', 'chunk-AeT_5mQq.js']) writeFileSync(path.join(folder, named), 'go();');
    writeFileSync(path.join(folder, 'first-theme.js'), 'dark();');
    const app = new Koa();
    app.use(async (ctx, next) => {
      (ctx.state as { context: unknown }).context = { settings: { PUBLIC_URL: 'https://soar.example.org/gsp/' } };
      ctx.set('Cache-Control', 'no-store');
      await next();
    });
    app.use(servePortal(folder));
    app.use((ctx) => void (ctx.body = `api ${ctx.path}`));
    const handle = app.callback();
    server = createServer((request, response) => void handle(request, response)).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('leave the API alone, and every write', async () => {
    expect(await (await ask('/api/files/')).text()).toBe('api /api/files/');
    expect(await (await ask('/api')).text()).toBe('api /api');
    expect(await (await ask('/night', { method: 'POST' })).text()).toBe('api /night');
    // Only the whole word is the API's.
    expect(await (await ask('/apiary')).text()).toContain('<base');
  });

  it('find their way by themselves, under the prefix of a proxy, and are asked for again each time', async () => {
    for (const where of ['/', '/night', '/data/82?level=4']) {
      const answer = await ask(where);
      expect(answer.headers.get('content-type')).toMatch('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('<base href="/gsp/">');
    }
  });

  it('keep what is named after its content for a year, and nothing else', async () => {
    for (const named of ['/main-ABCD1234.js', '/chunk-AeT_5mQq.js']) expect((await ask(named)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await ask('/first-theme.js')).headers.get('cache-control')).toBe('no-cache');
  });

  it('allow no program and no style that is not a file of ours', async () => {
    const policy = (await ask('/night')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toMatch(/(script|style)-src[^;]*(https?:|\*|data:|blob:)/);
  });

  it('give nothing beside the folder', async () => {
    for (const where of ['/../portal.ts', '/%2e%2e/portal.ts', '/missing.js', '/.env.js']) expect(await (await ask(where)).text()).not.toMatch(/servePortal|<base/);
  });
});
