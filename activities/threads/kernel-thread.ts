import { parentPort, workerData } from 'node:worker_threads';
import { TileRunner, type TileArguments, type TileKernel } from '#numeric/kernels/tile-runner';
import { collectWhenLarge } from './collect-garbage.js';
import { Phase, Slot, type KernelJob } from './kernel-job.js';

const port = parentPort;
if (!port) throw new Error('kernel-thread.ts runs as a worker thread only');

const runner = new TileRunner(workerData as Uint8Array);

port.on('message', ({ kernel, args, tiles, control, done }: KernelJob) => {
  if (Atomics.compareExchange(control, Slot.PHASE, Phase.OFFERED, Phase.BEGUN) !== Phase.OFFERED) return;
  try {
    for (let tile = Atomics.add(control, Slot.NEXT, 1); tile < tiles; tile = Atomics.add(control, Slot.NEXT, 1)) {
      runner.run(kernel as TileKernel, args as TileArguments[TileKernel], tile);
      Atomics.store(done, tile, 1);
      Atomics.add(control, Slot.BEAT, 1);
    }
  } finally {
    // Also when a tile throws: the owner, which waits, does that tile again and meets the error itself.
    Atomics.store(control, Slot.PHASE, Phase.ENDED);
    Atomics.notify(control, Slot.PHASE);
    setImmediate(collectWhenLarge);
  }
});
