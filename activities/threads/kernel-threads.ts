import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Kernels, Parallel } from '#numeric/kernels/kernels';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { threadEntry } from './pool.js';
import { Phase, Slot, type KernelJob } from './kernel-job.js';

/** A helper that has not finished a tile for so long is taken for dead: a tile takes about 10 ms, but a busy machine may let it sleep. */
const PATIENCE_MILLISECOND = 5000;

/**
 * One helper thread that shares the tiles of a job with the thread that owns it. The owner blocks while a job runs, as its caller
 * expects of a function, so all talk goes through shared memory: both take tiles by an atomic counter and tick off what they have done.
 *
 * Whatever happens to the helper, the owner ends with every tile done: it never waits for a helper that has not begun, and redoes what a helper took
 * and did not finish. A helper that only slept writes the same values again, which does no harm.
 */
export class HelperThread implements Parallel {
  readonly #bytes: Uint8Array;
  readonly #patience: number;
  #worker: Worker | undefined;
  #lost = false;

  constructor(bytes: Uint8Array, patienceMillisecond = PATIENCE_MILLISECOND) {
    this.#bytes = bytes;
    this.#patience = patienceMillisecond;
  }

  /** The helper, started with the first job. */
  get worker(): Worker | undefined {
    return this.#worker;
  }

  forTiles(kernel: string, args: unknown, tiles: number, runHere: (tile: number) => void): void {
    const control = new Int32Array(new SharedArrayBuffer(Slot.COUNT * Int32Array.BYTES_PER_ELEMENT));
    const done = new Uint8Array(new SharedArrayBuffer(tiles));
    const job: KernelJob = { kernel, args, tiles, control, done };
    this.#post(job);
    try {
      for (let tile = Atomics.add(control, Slot.NEXT, 1); tile < tiles; tile = Atomics.add(control, Slot.NEXT, 1)) {
        runHere(tile);
        done[tile] = 1;
      }
    } finally {
      // Whether we finish or throw, the helper must not start, or go on, behind our back.
      Atomics.store(control, Slot.NEXT, tiles);
      if (Atomics.compareExchange(control, Slot.PHASE, Phase.OFFERED, Phase.WITHDRAWN) === Phase.BEGUN) this.#awaitHelper(control);
    }
    for (let tile = 0; tile < tiles; tile++) if (Atomics.load(done, tile) === 0) runHere(tile);
  }

  /** Ends the helper; without it the next job starts a new one. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #post(job: KernelJob): void {
    if (this.#lost) return;
    if (!this.#worker) {
      const { url, execArgv } = threadEntry('kernel-thread', import.meta.url);
      const worker = new Worker(url, { execArgv, workerData: this.#bytes });
      worker.unref();
      const forget = (): void => {
        if (this.#worker === worker) this.#worker = undefined;
      };
      worker.on('error', forget);
      worker.on('exit', forget);
      this.#worker = worker;
    }
    this.#worker.postMessage(job);
  }

  #awaitHelper(control: Int32Array): void {
    for (;;) {
      const beat = Atomics.load(control, Slot.BEAT);
      if (Atomics.load(control, Slot.PHASE) !== Phase.BEGUN) return;
      const outcome = Atomics.wait(control, Slot.PHASE, Phase.BEGUN, this.#patience);
      if (outcome !== 'timed-out') return;
      if (Atomics.load(control, Slot.BEAT) === beat) break;
    }
    // Its owner is blocked here, so no event can tell why. From now on this thread works alone.
    this.#lost = true;
    void this.close();
  }
}

/** The compiled kernels lie beside their source; `dist/` holds no copy. */
function kernelBytes(): Uint8Array {
  const places = ['../../numeric/kernels/kernels.wasm', '../../../numeric/kernels/kernels.wasm'].map((place) => new URL(place, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error('numeric/kernels/kernels.wasm is not built yet: run `node numeric/assembly/build.mjs`');
  return readFileSync(found);
}

let kernels: Kernels | undefined;

/** The WebAssembly kernels of the calling thread, with a helper thread of its own. Must not be called in the thread that serves the event loop of a process: it blocks. */
export function kernelsForThisThread(): Kernels {
  if (!kernels) {
    const bytes = kernelBytes();
    kernels = createWasmKernels(bytes, new HelperThread(bytes));
  }
  return kernels;
}
