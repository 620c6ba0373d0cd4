import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ServiceTokens } from './service-accounts.js';

const LISTS = 200;
/** Downloads that are not read, streams that are not read, uploads that are not sent on. */
const STALLED = { downloads: 90, streams: 100, uploads: 110 } as const;
const HALVES = 400;
const BOMBS = 6;

export interface StallResult {
  readonly alone: readonly number[];
  readonly meanwhile: readonly number[];
}

interface Target {
  readonly url: string;
  readonly tokens: ServiceTokens;
}

/** How long another's list takes, alone and while one account holds three hundred sockets and neither reads nor sends. */
export async function benchStall({ url, tokens }: Target, download: number): Promise<StallResult> {
  const alone = await lists(url, tokens.observer);
  const heads = [
    ...Array.from({ length: STALLED.downloads }, () => head(tokens.hostile, 'GET', `/api/files/${download}/download/`)),
    ...Array.from({ length: STALLED.streams }, () => head(tokens.hostile, 'GET', '/api/events/')),
    ...Array.from({ length: STALLED.uploads }, () => `${head(tokens.hostile, 'POST', '/api/files/?name=0951_b.fits', { 'Content-Length': '4000000' })}SIMPLE`),
  ];
  const sockets = await Promise.all(heads.map((lines) => stalled(url, lines)));
  const meanwhile = await lists(url, tokens.observer);
  for (const socket of sockets) socket.destroy();
  return { alone, meanwhile };
}

/** The most memory that the API took, megabyte, when four hundred uploads stand half sent and six gzip bombs come in. */
export async function benchMemory({ url, tokens }: Target, pid: number, frame: Uint8Array): Promise<{ readonly before: number; readonly peak: number; readonly refused: number }> {
  const before = memoryMegabyte(pid, 'VmRSS');
  const start = Buffer.from(frame.subarray(0, 1_000_000));
  const halves = await Promise.all(
    Array.from({ length: HALVES }, async () => {
      const socket = await stalled(url, head(tokens.hostile, 'POST', '/api/files/?name=0960_half.fits', { 'Content-Length': '4000000' }));
      socket.write(start);
      return socket;
    }),
  );
  const bomb = Buffer.concat([gzipSync(Buffer.alloc(2 ** 30), { level: 9 }), Buffer.alloc(9_000_000)]);
  const answers = await Promise.all(
    Array.from({ length: BOMBS }, async () => {
      const form = new FormData();
      form.append('file', new Blob([bomb]), '0961_bomb.fits.gz');
      // A line that was cut is no answer: it is counted as a bomb that was not refused in words.
      const response = await fetch(`${url}/api/files/`, { method: 'POST', headers: { authorization: `Token ${tokens.telescope}` }, body: form }).catch(() => undefined);
      return response?.status;
    }),
  );
  for (const half of halves) half.destroy();
  return { before, peak: memoryMegabyte(pid, 'VmHWM'), refused: answers.filter((status) => status === 413).length };
}

async function lists(url: string, token: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < LISTS; i++) {
    const since = performance.now();
    const response = await fetch(`${url}/api/files/`, { headers: { authorization: `Token ${token}` } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`another's list was answered ${response.status}`);
    times.push(performance.now() - since);
    await sleep(20);
  }
  return times;
}

function head(token: string, method: string, path: string, more: Readonly<Record<string, string>> = {}): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Token ${token}`, ...Object.entries(more).map(([name, value]) => `${name}: ${value}`)];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A socket that says this much and then neither reads nor sends. */
function stalled(url: string, lines: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.pause();
      socket.write(lines, () => resolve(socket));
    });
    socket.once('error', reject);
    // One that the API let go is what it should do.
    socket.on('error', () => undefined);
  });
}

function memoryMegabyte(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;
}
