import { readFileSync } from 'node:fs';
import { HelperThread } from '#activities/threads/kernel-threads';
import { rejectCosmicRays } from '#numeric/cosmic-rays/lacosmic';
import { emptyFrame, type Frame } from '#numeric/frame';
import type { CombineInput, Kernels } from '#numeric/kernels/kernels';
import { referenceKernels } from '#numeric/kernels/reference';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { createRandom } from '#numeric/math/random';

export interface KernelTiming {
  readonly name: string;
  /** Median of the runs in plain TypeScript (NaN: not run), in WebAssembly, and in WebAssembly with a helper thread, millisecond. */
  readonly referenceMs: number;
  readonly wasmMs: number;
  readonly wasmThreadsMs: number;
  /** Pixels of the result. */
  readonly megapixel: number;
}

/** Sky, noise and rays on a detector of nx × ny. */
export function simpleExposure(nx: number, ny: number, seed: number): Frame {
  const random = createRandom(seed);
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 });
  for (let p = 0; p < frame.flux.length; p++) {
    frame.flux[p] = 150 + 13 * random.normal();
    frame.variance[p] = 166;
  }
  for (let ray = 0; ray < 600; ray++) {
    const [x, y, length] = [8 + random.integer(nx - 20), 8 + random.integer(ny - 20), 1 + random.integer(6)];
    const electrons = 300 + 3000 * random.uniform();
    for (let k = 0; k < length; k++) {
      const p = (y + (k >> 1)) * nx + x + k;
      frame.flux[p] = (frame.flux[p] ?? 0) + electrons;
    }
  }
  return frame;
}

function medianMs(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return medianOf(times);
}

/** The middle one; NaN of none. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The compiled kernels, from the source and from dist/. */
export function kernelModule(): Uint8Array {
  return readFileSync(new URL(import.meta.url.endsWith('.ts') ? '../../../numeric/kernels/kernels.wasm' : '../../../../numeric/kernels/kernels.wasm', import.meta.url));
}

/** Times the heavy operations on frames as they come from the detector. The helper thread is started and warm before anything is timed. */
export async function benchKernels(): Promise<KernelTiming[]> {
  const bytes = kernelModule();
  const helper = new HelperThread(bytes);
  const wasm = createWasmKernels(bytes);
  const threads = createWasmKernels(bytes, helper);

  const small = simpleExposure(2071, 948, 1);
  const large = simpleExposure(4142, 1896, 2);
  const stack = Array.from({ length: 10 }, (_, i) => simpleExposure(2071, 948, 10 + i));
  const combination: CombineInput = {
    flux: stack.map((frame) => frame.flux),
    variance: stack.map((frame) => frame.variance),
    mask: stack.map((frame) => frame.mask),
    scale: new Float32Array(stack.length).fill(1),
    clipSigma: 4,
    method: 'mean',
  };
  const plane = { data: small.flux, nx: 2071, ny: 948 };
  const readNoiseElectron = 3.89;
  const cases: readonly { name: string; pixels: number; run: (kernels: Kernels) => unknown }[] = [
    { name: 'combine 10 frames of 2071 × 948', pixels: small.flux.length, run: (k) => k.combine(combination) },
    { name: 'median 5 × 5 of 2071 × 948', pixels: small.flux.length, run: (k) => k.medianFilter(plane, 5, 'square') },
    { name: 'cosmic rays in 2071 × 948', pixels: small.flux.length, run: (k) => rejectCosmicRays(small, { readNoiseElectron }, k) },
    { name: 'cosmic rays in 2071 × 948, square medians', pixels: small.flux.length, run: (k) => rejectCosmicRays(small, { readNoiseElectron, separableMedian: false }, k) },
    { name: 'cosmic rays in 4142 × 1896', pixels: large.flux.length, run: (k) => rejectCosmicRays(large, { readNoiseElectron }, k) },
  ];

  try {
    for (let warm = 0; warm < 20; warm++) {
      threads.medianFilter(plane, 3, 'square');
      await new Promise((resolve) => setTimeout(resolve, 50)); // lets the helper's start proceed
    }
    return cases.map(({ name, pixels, run }) => ({
      name,
      // Half a minute for the large frame would tell nothing that the small one does not.
      referenceMs: pixels > small.flux.length ? NaN : medianMs(1, () => run(referenceKernels)),
      wasmMs: medianMs(5, () => run(wasm)),
      wasmThreadsMs: medianMs(5, () => run(threads)),
      megapixel: pixels / 1e6,
    }));
  } finally {
    await helper.close();
  }
}
