import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process'; // eslint-disable-line no-restricted-syntax -- given to this test alone
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#api/test-api';
import { storeProduct } from '#api/test-products';
import { calibratedProduct } from '#activities/products/test-products';
import { Reduction, StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { checkout } from '../local/settings/checkout.js';

/** A Python with `clients/python[spectra]`: `npm run golden python-client` makes one. */
const python = env['CLIENT_PYTHON'];

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(path.join(tmpdir(), 'goodman-python-client-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[], token: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(python ?? '', args, { cwd: folder, env: { PATH: env['PATH'], HOME: env['HOME'], GOODMAN_URL: api.url, GOODMAN_TOKEN: token }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** What the workers would do: each new frame gets a reduction that ends, and a calibrated spectrum. */
async function reduceEach(stop: AbortSignal): Promise<void> {
  const done = new Set<number>();
  while (!stop.aborted) {
    for (const { id } of await StoredFile.query(api.database).where({ dataType: 0 })) {
      if (done.has(id)) continue;
      done.add(id);
      const { id: run } = await Reduction.open(api.database, { workflowId: `w${id}`, runId: 'r', fileId: id, state: 'reducing' });
      await storeProduct({ raw: id, stores: api }, 'calibratedSpectra', calibratedProduct(1));
      await Reduction.query(api.database).findById(run).patch({ state: 'done', finished: new Date() });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.skipIf(python === undefined)('the Python client (npm run golden python-client)', () => {
  const example = path.join(checkout, 'clients/python/examples/night.py');

  it('says in the words of the platform why it was refused', async () => {
    const frames = path.join(folder, 'refused');
    await mkdir(frames);
    await writeFile(path.join(frames, '0001_a.fits'), rawFrame({ seed: 1, shape: [200, 100] }));
    const { code, output } = await run([example, frames], api.tokens.stranger);
    expect(code).toBe(1);
    expect(output).toContain('goodman_live.platform.Refused: Your account belongs to no proposal, so it can add no frame. Ask the PI to make you a collaborator.');
  });

  it('sends a folder, waits, and opens the spectra; twice it doubles nothing', async () => {
    const frames = path.join(folder, 'night');
    await mkdir(frames);
    for (const i of [1, 2, 3]) await writeFile(path.join(frames, `000${i}_star.fits`), rawFrame({ seed: i + 10, shape: [200, 100] }));
    await writeFile(path.join(frames, 'notes.txt'), 'clouds');
    const stop = new AbortController();
    const workers = reduceEach(stop.signal);
    const first = await run([example, frames], api.tokens.pi);
    expect(first.code, first.output).toBe(0);
    expect(first.output).toMatch(/reduced: 100%/);
    expect(first.output.match(/\.fits \[.*\] \S*Angstrom/g), first.output).toHaveLength(3);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const again = await run([example, frames], api.tokens.pi);
    expect(again.code, again.output).toBe(0);
    stop.abort();
    await workers;
    expect(await StoredFile.query(api.database).where({ dataType: 0 }).resultSize()).toBe(3);
  });
});
