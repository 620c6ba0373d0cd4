import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './test-api.js';
import { matrixWorld, type MatrixWorld } from './test-matrix-world.js';

let api: TestApi;
let world: MatrixWorld;
beforeAll(async () => {
  api = await startTestApi();
  world = await matrixWorld(api);
});
afterAll(() => api.close());

const PAIRS = 101;
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function timed(path: string): Promise<number> {
  const since = performance.now();
  const answer = await api.fetch(path, 'pi');
  await answer.arrayBuffer();
  expect(answer.status).toBe(404);
  return performance.now() - since;
}

describe('what is not yours and what is not there', () => {
  it.each([
    ['a file', ({ calibrated }: MatrixWorld['mine']) => `/api/files/${calibrated}/`],
    ['a download', ({ calibrated }: MatrixWorld['mine']) => `/api/files/${calibrated}/download/`],
    ['a reduction', ({ reduction }: MatrixWorld['mine']) => `/api/reductions/${reduction}/`],
    ['a proposal', ({ soarId }: MatrixWorld['mine']) => `/api/proposals/${soarId}/`],
  ] as const)('take the same time: %s', async (_, path) => {
    const [theirs, absent]: [number[], number[]] = [[], []];
    // In turn, and each first as often as the other: whatever else the computer does happens to both.
    for (let i = 0; i < PAIRS; i++) {
      for (const foreign of i % 2 === 0 ? [true, false] : [false, true]) (foreign ? theirs : absent).push(await timed(path(foreign ? world.theirs : world.absent)));
    }
    const [a, b] = [median(theirs), median(absent)];
    console.info(`${a.toFixed(2)} ms for what is another's, ${b.toFixed(2)} ms for what is not there (medians of ${PAIRS})`);
    // Three times what a busy computer made of it: 4 to 8 %.
    expect(Math.abs(a - b)).toBeLessThan(0.25 * Math.min(a, b));
  }, 120_000);
});
