import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process'; // eslint-disable-line no-restricted-syntax -- for the example, which is a program of its own
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#api/test-api';
import { storeProduct } from '#api/test-products';
import { calibratedProduct } from '#activities/products/test-products';
import { Reduction, StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { checkout } from '../local/settings/checkout.js';

const run = promisify(execFile);
const client = path.join(checkout, 'clients/typescript');

let api: TestApi;
let folder: string;
let frame: string;
beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(path.join(tmpdir(), 'goodman-typescript-client-'));
  frame = path.join(folder, '0123_ltt1020.fits');
  await writeFile(frame, rawFrame({ seed: 123 }));
  await run(process.execPath, [path.join(client, 'generate.mjs')]);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

/** The example as anybody runs it: Node, without a compiler. */
const example = (token: string) => run(process.execPath, [path.join(client, 'examples/frame.ts'), frame], { env: { PATH: env['PATH'], GOODMAN_URL: api.url, GOODMAN_TOKEN: token } });

/** What the workers would do: the frame gets a run that ends, and a calibrated spectrum. */
async function reduceOne(): Promise<void> {
  for (;;) {
    const file = await StoredFile.query(api.database).findOne({ dataType: 0 });
    if (file) {
      const { id } = await Reduction.open(api.database, { workflowId: `w${file.id}`, runId: 'r', fileId: file.id });
      await storeProduct({ raw: file.id, stores: api }, 'calibratedSpectra', calibratedProduct(1));
      await Reduction.query(api.database).findById(id).patch({ state: 'done', finished: new Date() });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the TypeScript client', () => {
  it('says in the words of the platform why it was refused', async () => {
    await expect(example('no-such-token')).rejects.toThrow(/Refused: This API token is not valid/);
  });

  it('sends a frame, waits for it and names its products', async () => {
    const [{ stdout }] = await Promise.all([example(api.tokens.pi), reduceOne()]);
    expect(stdout).toMatch(/^done .*\[ 'wecfzst_\w+\.fits' \]/);
  });

  it('is what its types say: the example and the client compile against the document', async () => {
    const { stdout } = await run(process.execPath, [path.join(checkout, 'node_modules/typescript/bin/tsc'), '-p', path.join(client, 'tsconfig.json'), '--noEmit'], { cwd: checkout });
    expect(stdout).toBe('');
  });
});
