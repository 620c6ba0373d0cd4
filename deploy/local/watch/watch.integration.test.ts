import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { PROPOSAL, startTestApi, type TestApi } from '#api/test-api';
import { StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { testS3Settings } from '#activities/store/test-stores';
import { freePort } from '../services/ports.js';
import { checkout } from '../settings/checkout.js';
import { localSettings } from '../settings/settings.js';

let folder: string;
let data: string;
let api: TestApi;
const running: ChildProcess[] = [];
beforeEach(async () => {
  [folder, data] = [await mkdtemp(path.join(tmpdir(), 'goodman-watch-')), await mkdtemp(path.join(tmpdir(), 'goodman-watch-data-'))];
  api = await startTestApi();
});
afterEach(async () => {
  for (const child of running.splice(0)) await killed(child);
  await api.close();
  for (const each of [folder, data]) await rm(each, { recursive: true, force: true });
});

const frame = (seed: number) => rawFrame({ seed, shape: [200, 100] });
const put = (name: string, seed: number) => writeFile(path.join(folder, name), frame(seed));
const rows = () => StoredFile.query(api.database).where({ dataType: 0 }).orderBy('fileName');
const names = async () => (await rows()).map(({ fileName }) => fileName);

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  child.kill('SIGKILL');
  return ended;
}

function start(script: string, args: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--conditions=gp-src', '--import', import.meta.resolve('tsx'), path.join(checkout, script), ...args], { cwd: checkout, env: { ...localSettings().environment, TSX_TSCONFIG_PATH: path.join(checkout, 'api/tsconfig.json'), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => output, ended };
}
const watch = (url: string, ...more: string[]) => start('deploy/local/watch/watch.ts', [folder, '--url', url, '--seconds', '0.2', ...more], { GOODMAN_TOKEN: api.tokens.staff, DATA_DIR: data });

describe('npm run watch', () => {
  it('needs a token, and says how to give it', async () => {
    const { ended, output } = start('deploy/local/watch/watch.ts', [folder, '--url', api.url], { DATA_DIR: data, GOODMAN_TOKEN: '' });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/^error: An API token is needed: in GOODMAN_TOKEN/m);
  });

  it('sends each frame once it has stopped growing, and tells what is refused', async () => {
    await put('0001_a.fits', 1);
    await writeFile(path.join(folder, '0002_bad.fits'), 'no FITS');
    await writeFile(path.join(folder, 'notes.txt'), 'clouds');
    const whole = frame(3);
    await writeFile(path.join(folder, '0003_slow.fits'), whole.subarray(0, 10_000));
    const { output } = watch(api.url);
    for (let at = 10_000; at < whole.length; at += 5_000) {
      await appendFile(path.join(folder, '0003_slow.fits'), whole.subarray(at, at + 5_000));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await expect.poll(output, { timeout: 30_000 }).toMatch(/0003_slow\.fits {2}sent, file \d+/);
    expect(output()).toMatch(/0001_a\.fits {2}sent, file \d+/);
    expect(output()).toMatch(/0002_bad\.fits {2}REFUSED, not tried again until the file changes: .*422/);
    expect(output().match(/REFUSED/g)).toHaveLength(1);
    expect((await rows()).map(({ fileName, sizeBytes, proposalId }) => [fileName, Number(sizeBytes) > 0, proposalId])).toEqual([['0001_a.fits', true, PROPOSAL], ['0003_slow.fits', true, PROPOSAL]]);
  });

  it('loses and doubles nothing when it is killed in the middle, with and without its memory', async () => {
    const all = Array.from({ length: 12 }, (_, i) => `01${String(i).padStart(2, '0')}_b.fits`);
    for (const [i, name] of all.entries()) await put(name, 100 + i);
    const first = watch(api.url);
    await expect.poll(names, { timeout: 60_000, interval: 10 }).not.toHaveLength(0);
    await killed(first.child);
    const second = watch(api.url, '--once');
    expect(await second.ended).toBe(0);
    expect(await names()).toEqual(all);
    const third = watch(api.url, '--once');
    expect(await third.ended).toBe(0);
    expect(third.output()).not.toMatch(/_b\.fits/);
    await rm(path.join(data, 'watch'), { recursive: true });
    const fourth = watch(api.url, '--once');
    expect(await fourth.ended).toBe(0);
    expect(fourth.output().match(/was there already/g)).toHaveLength(12);
    expect(await names()).toEqual(all);
  });

  it('waits for a platform that is killed and comes back', async () => {
    const port = String(await freePort());
    const environment = { ...testS3Settings(), DATABASE_URL: api.settings.DATABASE_URL, TEMPORAL_ADDRESS: inject('services').temporalAddress, PORT: port };
    const serve = async () => {
      const server = start('api/server.ts', [], environment);
      await expect.poll(server.output, { timeout: 60_000 }).toMatch('"ready":true');
      return server.child;
    };
    const server = await serve();
    const all = Array.from({ length: 10 }, (_, i) => `02${String(i).padStart(2, '0')}_c.fits`);
    for (const [i, name] of all.entries()) await put(name, 200 + i);
    const { output } = watch(`http://127.0.0.1:${port}`);
    await expect.poll(names, { timeout: 60_000, interval: 10 }).not.toHaveLength(0);
    await killed(server);
    await put('0299_c.fits', 299);
    await expect.poll(output, { timeout: 30_000 }).toMatch(/not sent yet: .+/);
    await serve();
    await expect.poll(names, { timeout: 60_000 }).toEqual([...all, '0299_c.fits']);
    await expect.poll(output, { timeout: 30_000 }).toMatch(/0299_c\.fits {2}(sent|was there already)/);
    const [memory = ''] = await readdir(path.join(data, 'watch'));
    const kept = JSON.parse(await readFile(path.join(data, 'watch', memory), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(kept).sort()).toEqual([...all, '0299_c.fits']);
  });
});
