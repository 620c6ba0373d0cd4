import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { compiledKernels } from '../../numeric/assembly/compiled.mjs';
import { sharedFloat32 } from '#numeric/frame';
import type { Plane } from '#numeric/kernels/kernels';
import { referenceKernels } from '#numeric/kernels/reference';
import { createRandom } from '#numeric/math/random';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { HelperThread } from './kernel-threads.js';

const bytes = await compiledKernels();

function plane(nx: number, ny: number): Plane {
  const random = createRandom(nx);
  const data = sharedFloat32(nx * ny);
  for (let p = 0; p < data.length; p++) data[p] = random.normal();
  return { data, nx, ny };
}

let helper: HelperThread;
afterEach(() => helper.close());

/** Runs small jobs until the helper has taken a tile, as it does once it has started. */
async function startHelper(patienceMillisecond?: number): Promise<void> {
  helper = new HelperThread(bytes, patienceMillisecond);
  const small = plane(64, 64);
  const out = sharedFloat32(64 * 64);
  const blocks = Int32Array.of(0, 64, 0, 32, 0, 64, 32, 64);
  for (let trial = 0; trial < 1000; trial++) {
    let here = 0;
    helper.forTiles('medianFilter', { plane: small, size: 3, shape: 'square', blocks, out }, 2, () => {
      here++;
      const until = performance.now() + 5; // leave time for the helper to come
      while (performance.now() < until);
    });
    if (here < 2) return;
    await sleep(20);
  }
  throw new Error('the helper never came');
}

describe('a helper thread', () => {
  it('shares the tiles, and nobody can tell from the result', async () => {
    await startHelper();
    const image = plane(1500, 700);
    const kernels = createWasmKernels(bytes, helper);
    expect(kernels.medianFilter(image, 5, 'square')).toEqual(referenceKernels.medianFilter(image, 5, 'square'));
  });

  it('is not waited for while it starts', () => {
    helper = new HelperThread(bytes);
    const image = plane(300, 200);
    const started = performance.now();
    expect(createWasmKernels(bytes, helper).medianFilter(image, 3, 'square')).toEqual(referenceKernels.medianFilter(image, 3, 'square'));
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('may die in the middle of a job: its owner does the rest', async () => {
    await startHelper(200);
    const image = plane(1500, 700);
    const expected = referenceKernels.medianFilter(image, 7, 'square');
    const local = createWasmKernels(bytes);
    let killed = false;
    const deadly = createWasmKernels(bytes, {
      forTiles(kernel, args, tiles, runHere) {
        helper.forTiles(kernel, args, tiles, (tile) => {
          if (!killed) void helper.worker?.terminate();
          killed = true;
          runHere(tile);
        });
      },
    });
    expect(deadly.medianFilter(image, 7, 'square')).toEqual(expected);
    expect(deadly.medianFilter(image, 7, 'square')).toEqual(local.medianFilter(image, 7, 'square'));
  });

  it('may fail at a tile: the owner meets the same error, or none', async () => {
    await startHelper();
    const done = new Set<number>();
    helper.forTiles('no such kernel', {}, 50, (tile) => done.add(tile));
    expect(done.size).toBe(50);
    expect(() =>
      helper.forTiles('no such kernel', {}, 3, () => {
        throw new Error('bad tile');
      }),
    ).toThrow('bad tile');
  });
});
