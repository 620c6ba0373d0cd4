import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Problem } from '../settings/problem.js';

/** Is nobody listening there? Also false when the address is not ours to listen on. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Below the ports the system hands out to outgoing connections (from 32768 on Linux), so none is taken between choice and use. */
const RANGE = { from: 20_000, to: 32_000 } as const;

/** A free port for a service only this platform talks to. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Problem(`No free port was found between ${RANGE.from} and ${RANGE.to} on this machine.`);
}

export interface PublicPort {
  /** The setting's name, for the sentence when it is taken. */
  readonly setting: string;
  /** The port a person asked for: this one or none. */
  readonly wanted: number | undefined;
  /** The port of the last run: bookmarks keep working. */
  readonly remembered: number | undefined;
  readonly usual: number;
  readonly host: string;
}

/** A port people type: the one asked for, else the one of last time, else the usual one or the next free after it. */
export async function publicPort({ setting, wanted, remembered, usual, host }: PublicPort, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (wanted !== undefined) {
    if (!taken.has(wanted) && (await isFree(wanted, host))) return wanted;
    throw new Problem(`${setting}=${wanted}: another program already uses this port on ${host}; choose another or leave ${setting} out.`);
  }
  const candidates = [...(remembered === undefined ? [] : [remembered]), ...Array.from({ length: 50 }, (_, i) => usual + i)];
  for (const port of candidates) if (!taken.has(port) && (await isFree(port, host))) return port;
  throw new Problem(`No free port was found from ${usual} to ${usual + 49} on ${host}; give one in ${setting}.`);
}

/**
 * Starts something on a port that was free a moment ago; when another program was faster, on the next choice. A port a person asked
 * for is not exchanged.
 */
export async function onFreePort(
  choose: () => Promise<number>,
  start: (port: number) => Promise<void>,
  { fixed, host }: { readonly fixed: boolean; readonly host: string },
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = await choose();
    try {
      await start(port);
      return port;
    } catch (error) {
      // Still free: it failed for another reason.
      if (fixed || attempt === 3 || (await isFree(port, host))) throw error;
    }
  }
}
