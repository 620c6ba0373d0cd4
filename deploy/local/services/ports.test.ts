import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, isFree, onFreePort, publicPort } from './ports.js';

const servers: Server[] = [];

/** Somebody else's program on a port. */
async function occupy(port = 0): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('ports', () => {
  it('see that one is taken', async () => {
    expect(await isFree(await occupy())).toBe(false);
  });

  it('refuse one asked for by name that another program uses', async () => {
    const wanted = await occupy();
    await expect(publicPort({ setting: 'PORT', wanted, remembered: undefined, usual: 8080, host: '127.0.0.1' })).rejects.toThrow(
      `PORT=${wanted}: another program already uses this port`,
    );
  });

  it('pass over a usual one that is taken, and keep the one of last time', async () => {
    const usual = await freePort();
    await occupy(usual);
    const wish = { setting: 'PORT', wanted: undefined, usual, host: '127.0.0.1' };
    const chosen = await publicPort({ ...wish, remembered: undefined });
    expect(chosen).toBeGreaterThan(usual);
    const remembered = await freePort();
    expect(await publicPort({ ...wish, remembered })).toBe(remembered);
  });

  it('are chosen again when another program was faster', async () => {
    const [lost, free] = [await freePort(), await freePort()];
    const choices = [lost, free];
    const start = async (port: number) => {
      // Between choice and use somebody takes the first one.
      if (port === lost) await occupy(lost);
      await occupy(port);
    };
    const choose = () => Promise.resolve(choices.shift() ?? 0);
    expect(await onFreePort(choose, start, { fixed: false, host: '127.0.0.1' })).toBe(free);
  });

  it('do not hide a failure that has nothing to do with them', async () => {
    const start = () => Promise.reject(new Error('the disk is full'));
    await expect(onFreePort(() => freePort(), start, { fixed: false, host: '127.0.0.1' })).rejects.toThrow('the disk is full');
  });

  it('never give the same one twice in a run', async () => {
    const taken = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const port = await freePort(taken);
      expect(taken.has(port)).toBe(false);
      taken.add(port);
    }
  });
});
