import { sharedFloat32 } from '../frame.js';
import { combineReference } from './combine-reference.js';
import { combineTile, countsTiles, MAX_FRAMES } from './combine-tiles.js';
import { allocateCombined, assertBlocks, assertCombineInput, assertCountsStack, assertLadders, assertMedianSize, assertPlane, assertRuns, combineCountsReference } from './reference.js';
import { BLOCK_STRIDE, type Kernels, type Parallel } from './kernels.js';
import { RUN_COLUMNS, RUN_ROWS, TileRunner, type TileArguments, type TileKernel } from './tile-runner.js';
import { planesOf, sharedInt32, wasmPixelKernels, type RunTiles } from './wasm-pixels.js';

/** Pixels of a plane handled in one go: 16 to 25 thousand, so that all intermediate images stay in a core's cache. */
const TILE_COLUMNS = 256;
const TILE_ROWS = 96;

/**
 * The kernels in WebAssembly, tile by tile: each thread has its own small memory and copies tiles in and out, frames stay where they are.
 * With `parallel`, tiles are shared with other threads as long as all arrays are in shared memory. Equal to `referenceKernels` in every bit.
 *
 * @param bytes The module built from numeric/assembly/.
 * @returns Kernels that throw what the reference throws. More than MAX_FRAMES frames are combined by the reference itself, which is slower.
 */
export function createWasmKernels(bytes: Uint8Array, parallel?: Parallel): Kernels {
  const runner = new TileRunner(bytes);

  function run<K extends TileKernel>(kernel: K, args: TileArguments[K], tiles: number, arrays: readonly ArrayBufferView[]): void {
    const runHere = (tile: number): void => runner.run(kernel, args, tile);
    if (parallel && tiles > 1 && arrays.every((array) => array.buffer instanceof SharedArrayBuffer)) {
      parallel.forTiles(kernel, args, tiles, runHere);
    } else {
      for (let tile = 0; tile < tiles; tile++) runHere(tile);
    }
  }

  const runMedians: Kernels['runMedians'] = (plane, axis, starts) => {
    assertRuns(plane, axis, starts);
    const { nx, ny, data } = plane;
    const out = sharedFloat32(starts.length * (axis === 'y' ? nx : ny));
    const tiles = axis === 'y' ? starts.length * Math.ceil(nx / RUN_COLUMNS) : Math.ceil(ny / RUN_ROWS);
    if (starts.length > 0) run('runMedians', { plane, axis, starts: Int32Array.from(starts), out }, tiles, [data]);
    return out;
  };

  return {
    words: runner.words,

    ...wasmPixelKernels(run),

    ...combinations(run),

    medianFilter(plane, size, shape) {
      assertPlane(plane, 'medianFilter');
      assertMedianSize(size, shape);
      const out = sharedFloat32(plane.data.length);
      const blocks = tilesOf(Int32Array.of(0, plane.nx, 0, plane.ny));
      run('medianFilter', { plane, size, shape, blocks, out }, blocks.length / BLOCK_STRIDE, [plane.data]);
      return out;
    },

    runMedians,

    smoothLight(plane, { y, x }) {
      assertLadders(plane, { ...(y ? { y } : {}), ...(x ? { x } : {}) });
      const medians = y && runMedians(plane, 'y', y.starts);
      const out = sharedFloat32(plane.data.length);
      run('smoothRows', { plane, y, medians, x, out }, Math.ceil(plane.ny / RUN_ROWS), [plane.data]);
      return out;
    },

    rayEvidence(plane, thresholds, blocks, evidence) {
      assertBlocks(plane, blocks, evidence);
      const tiles = tilesOf(blocks);
      run('rayEvidence', { plane, thresholds, blocks: tiles, evidence }, tiles.length / BLOCK_STRIDE, [plane.data, evidence, plane.background ?? evidence]);
    },
  };
}

/** The kernels that combine frames. */
function combinations(run: RunTiles): Pick<Kernels, 'combine' | 'combineCounts'> {
  return {
    combine(input) {
      const length = assertCombineInput(input);
      const { flux, variance, used, mask } = allocateCombined(length);
      const out = { flux, variance, used, mask };
      if (input.flux.length > MAX_FRAMES) return { ...out, unmasked: combineReference(input, out) };
      const unmasked = sharedInt32(Math.ceil(length / combineTile(input.flux.length)));
      const scale = Float32Array.from(input.scale);
      run('combine', { ...input, scale, out, unmasked }, unmasked.length, [...input.flux, ...input.variance, ...input.mask]);
      return { ...out, unmasked: unmasked.reduce((sum, count) => sum + count, 0) };
    },

    combineCounts(stack, out) {
      assertCountsStack(stack, out);
      if (stack.frames.length > MAX_FRAMES) return combineCountsReference(stack, out);
      const unmasked = sharedInt32(countsTiles(stack).tiles);
      const scale = Float32Array.from(stack.scale);
      const counts = stack.frames.map((frame) => frame.counts.data);
      run('combineCounts', { ...stack, scale, out, unmasked }, unmasked.length, [...counts, ...planesOf(out), ...(stack.bias ? planesOf(stack.bias.frame) : [])]);
      return unmasked.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Cuts blocks to the size of tiles. */
function tilesOf(blocks: Int32Array): Int32Array {
  const tiles: number[] = [];
  for (let b = 0; b < blocks.length; b += BLOCK_STRIDE) {
    const [x0, x1, y0, y1] = blocks.subarray(b, b + BLOCK_STRIDE);
    for (let y = y0; y < y1; y += TILE_ROWS) {
      for (let x = x0; x < x1; x += TILE_COLUMNS) tiles.push(x, Math.min(x + TILE_COLUMNS, x1), y, Math.min(y + TILE_ROWS, y1));
    }
  }
  const shared = new Int32Array(new SharedArrayBuffer(tiles.length * Int32Array.BYTES_PER_ELEMENT));
  shared.set(tiles);
  return shared;
}
