import type { Kernels } from './kernels.js';
import type { Frame } from '../frame.js';
import { allocateColumnLevels, columnLevelsReference } from './column-reference.js';
import { columnsPerTile } from './column-tiles.js';
import { COMBINE_BYTES } from './combine-tiles.js';
import { pixelTiles, RANGE_PIXELS } from './pixel-tiles.js';
import { allocateElectrons, allocatePair, assertPlane } from './reference.js';
import type { TileArguments, TileKernel } from './tile-runner.js';

/** Runs all tiles of a kernel, in other threads too if all the given arrays are shared. */
export type RunTiles = <K extends TileKernel>(kernel: K, args: TileArguments[K], tiles: number, arrays: readonly ArrayBufferView[]) => void;

/** The kernels that look at one pixel at a time, in WebAssembly. */
export function wasmPixelKernels(run: RunTiles): Pick<Kernels, 'electrons' | 'subtractBias' | 'divideFlat' | 'countRange' | 'columnLevels'> {
  return {
    electrons(input) {
      const { flux, variance, mask } = allocateElectrons(input);
      const saturated = sharedInt32(pixelTiles(input.section));
      run('electrons', { ...input, out: { flux, variance, mask }, saturated }, saturated.length, [input.counts.data]);
      return { flux, variance, mask, saturated: saturated.reduce((sum, count) => sum + count, 0) };
    },

    subtractBias(frame, bias, at) {
      const { flux, variance, mask } = allocatePair(frame, bias, at);
      run('subtractBias', { frame, other: bias, at, out: { flux, variance, mask } }, pixelTiles(at), [...planesOf(frame), ...planesOf(bias)]);
      return { flux, variance, mask };
    },

    divideFlat(frame, response, at) {
      const { flux, variance, mask } = allocatePair(frame, response, at);
      run('divideFlat', { frame, other: response, at, out: { flux, variance, mask } }, pixelTiles(at), [...planesOf(frame), ...planesOf(response)]);
      return { flux, variance, mask };
    },

    columnLevels(frame, nx) {
      const ny = frame.flux.length / nx;
      assertPlane({ data: frame.flux, nx, ny }, 'columnLevels');
      const columns = columnsPerTile(ny, COMBINE_BYTES);
      if (columns === 0) return columnLevelsReference(frame, nx);
      const out = allocateColumnLevels(nx);
      run('columnLevels', { frame: { flux: frame.flux, variance: frame.variance, mask: frame.mask }, nx, ny, columns, out }, Math.ceil(nx / columns), planesOf(frame));
      return out;
    },

    countRange(counts, saturation) {
      const tiles = Math.ceil(counts.length / RANGE_PIXELS);
      const out = new Float64Array(new SharedArrayBuffer(tiles * 4 * Float64Array.BYTES_PER_ELEMENT));
      run('countRange', { counts, saturation, out }, tiles, [counts]);
      let [minimum, maximum, saturated, noNumber] = [Infinity, -Infinity, 0, 0];
      for (let at = 0; at < out.length; at += 4) {
        minimum = Math.min(minimum, out[at]);
        maximum = Math.max(maximum, out[at + 1]);
        saturated += out[at + 2];
        noNumber += out[at + 3];
      }
      return { minimum, maximum, saturated, noNumber };
    },
  };
}

/** Numbers, one a tile, that every thread writes to. */
export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}

/** The arrays of a frame. */
export const planesOf = ({ flux, variance, mask }: Pick<Frame, 'flux' | 'variance' | 'mask'>): ArrayBufferView[] => [flux, variance, mask];
