import { sharedFloat32, sharedUint16 } from '../frame.js';
import { ContractError } from '../errors.js';
import { combineReference } from './combine-reference.js';
import { rayEvidenceReference } from './ray-reference.js';
import { medianFilterReference, runMediansReference } from './median-reference.js';
import { BLOCK_STRIDE, RUN_LENGTH, type Combined, type CombineInput, type Kernels, type MedianShape, type Plane, type RayScene } from './kernels.js';

/** What `used` can count; a hundred times what a night has. */
const MOST_FRAMES = 65_535;

/** @throws {ContractError} unless all planes have one length and every frame has its planes and its scale. */
export function assertCombineInput(input: CombineInput): number {
  const { flux, variance, mask, scale } = input;
  const length = flux[0]?.length;
  if (length === undefined) throw new ContractError('combine: no frames');
  if (!(input.clipSigma >= 1)) throw new ContractError(`combine: clipSigma ${input.clipSigma}, at least 1`);
  if (variance.length !== flux.length || mask.length !== flux.length || scale.length !== flux.length) {
    throw new ContractError(`combine: ${flux.length} flux, ${variance.length} variance, ${mask.length} mask planes, ${scale.length} scales`);
  }
  if (flux.length > MOST_FRAMES) throw new ContractError(`combine: ${flux.length} frames, at most ${MOST_FRAMES}`);
  for (const plane of [...flux, ...variance, ...mask]) {
    if (plane.length !== length) throw new ContractError(`combine: planes of ${length} and ${plane.length} pixels`);
  }
  return length;
}

/** Room for a combination of planes of `length` pixels, all zero, in shared memory. */
export function allocateCombined(length: number): Combined {
  return { flux: sharedFloat32(length), variance: sharedFloat32(length), used: sharedUint16(length) };
}

/** A plane has nx · ny pixels. @throws {ContractError} if not. */
export function assertPlane({ data, nx, ny }: Plane, what: string): void {
  if (data.length !== nx * ny) throw new ContractError(`${what}: ${data.length} pixels are not ${nx} × ${ny}`);
}

/** A median has a size that its shape is compiled for. @throws {ContractError} if not. */
export function assertMedianSize(size: number, shape: MedianShape): void {
  const sizes = shape === 'square' ? [3, 5, 7] : [5, 7, 9];
  if (!sizes.includes(size)) throw new ContractError(`medianFilter: ${shape} of size ${size}; there is ${sizes.join(', ')}`);
}

/** Runs lie within the plane. @throws {ContractError} if one does not. */
export function assertRuns(plane: Plane, axis: 'x' | 'y', starts: Int32Array): void {
  assertPlane(plane, 'runMedians');
  const length = axis === 'x' ? plane.nx : plane.ny;
  const stray = starts.find((start) => start < 0 || start + RUN_LENGTH > length);
  if (stray !== undefined) throw new ContractError(`runMedians: ${RUN_LENGTH} pixels from ${stray} on, of ${length}`);
}

/** Blocks and planes of a look for rays belong together. @throws {ContractError} if a block leaves the plane or is empty, or the evidence has another size than the plane. */
export function assertBlocks(plane: RayScene, blocks: Int32Array, evidence: Uint8Array): void {
  assertPlane(plane, 'rayEvidence');
  for (const other of [evidence, plane.background ?? evidence]) {
    if (other.length !== plane.data.length) throw new ContractError(`rayEvidence: ${other.length} for ${plane.data.length} pixels`);
  }
  if (blocks.length % BLOCK_STRIDE !== 0) throw new ContractError(`rayEvidence: ${blocks.length} numbers are no blocks`);
  for (let b = 0; b < blocks.length; b += BLOCK_STRIDE) {
    const [x0, x1, y0, y1] = blocks.subarray(b, b + BLOCK_STRIDE);
    if (x0 < 0 || y0 < 0 || x1 > plane.nx || y1 > plane.ny || x0 >= x1 || y0 >= y1) {
      throw new ContractError(`rayEvidence: block x ${x0}–${x1}, y ${y0}–${y1} of a plane of ${plane.nx} × ${plane.ny}`);
    }
  }
}

/** The definition of every kernel in plain TypeScript: slow, short, and what `wasm.ts` must equal bit for bit. */
export const referenceKernels: Kernels = {
  combine(input) {
    const out = allocateCombined(assertCombineInput(input));
    combineReference(input, out);
    return out;
  },

  medianFilter(plane, size, shape) {
    assertPlane(plane, 'medianFilter');
    assertMedianSize(size, shape);
    return medianFilterReference(plane, size, shape);
  },

  runMedians(plane, axis, starts) {
    assertRuns(plane, axis, starts);
    return runMediansReference(plane, axis, starts);
  },

  rayEvidence(plane, thresholds, blocks, evidence) {
    assertBlocks(plane, blocks, evidence);
    rayEvidenceReference(plane, thresholds, blocks, evidence);
  },
};
