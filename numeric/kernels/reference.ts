import { plainLoops } from '../fits/word-loops.js';
import { emptyFrame, sectionGeometry, sharedFloat32, sharedUint16, sharedUint8, type Frame, type Geometry, type Section } from '../frame.js';
import { ContractError } from '../errors.js';
import { columnLevelsReference } from './column-reference.js';
import { combineReference } from './combine-reference.js';
import { countRangeReference, divideReference, electronsReference, subtractReference } from './pixel-reference.js';
import { rayEvidenceReference } from './ray-reference.js';
import { medianFilterReference, runMediansReference } from './median-reference.js';
import { smoothLightReference } from './smooth-reference.js';
import { BLOCK_STRIDE, RUN_LENGTH, type CombinedPlanes, type CombineInput, type CountsInput, type CountsPlane, type CountsStack, type FramePlanes, type Kernels, type Ladder, type MedianShape, type Plane, type RayScene } from './kernels.js';

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
export function allocateCombined(length: number): CombinedPlanes {
  return { flux: sharedFloat32(length), variance: sharedFloat32(length), used: sharedUint16(length), mask: sharedUint8(length) };
}

/** @throws {ContractError} unless all sections have one size, which is that of the room for them and of the bias, and every frame has its scale. */
export function assertCountsStack({ frames, bias, scale, clipSigma }: CountsStack, out: CombinedPlanes): void {
  const [first] = frames;
  if (!first) throw new ContractError('combine: no frames');
  if (!(clipSigma >= 1)) throw new ContractError(`combine: clipSigma ${clipSigma}, at least 1`);
  if (scale.length !== frames.length || frames.length > MOST_FRAMES) throw new ContractError(`combine: ${frames.length} frames, ${scale.length} scales`);
  const { nx, ny } = sizeOf(first.section);
  for (const { counts, section, level, unread } of frames) {
    assertCounts({ counts, section, level, unread });
    if (sizeOf(section).nx !== nx || sizeOf(section).ny !== ny) throw new ContractError('combine: sections of different sizes');
  }
  for (const plane of [out.flux, out.variance, out.used, out.mask]) if (plane.length !== nx * ny) throw new ContractError(`combine: room for ${plane.length} of ${nx * ny} pixels`);
  if (!bias) return;
  const under = sectionGeometry(bias.frame.geometry, bias.at);
  if (under.nx !== nx || under.ny !== ny) throw new ContractError(`combine: a bias of ${under.nx} × ${under.ny} under ${nx} × ${ny} pixels`);
}

const sizeOf = ({ x0, x1, y0, y1 }: Section): { readonly nx: number; readonly ny: number } => ({ nx: x1 - x0, ny: y1 - y0 });

/** Kernel `combineCounts` by the other kernels; see `Kernels.combineCounts`. Every frame is whole for it. */
export function combineCountsReference({ frames, bias, ...rules }: CountsStack, out: CombinedPlanes): number {
  const corrected = frames.map((input): FramePlanes => {
    const electrons = referenceKernels.electrons(input);
    const frame = { geometry: { ...sizeOf(input.section), x0: 0, y0: 0, binX: 1, binY: 1 }, ...electrons };
    return bias ? referenceKernels.subtractBias(frame, bias.frame, bias.at) : electrons;
  });
  const [flux, variance, mask] = [corrected.map((frame) => frame.flux), corrected.map((frame) => frame.variance), corrected.map((frame) => frame.mask)];
  return combineReference({ flux, variance, mask, ...rules }, out);
}

/** Room for the electrons of counts, all zero. @throws {ContractError} unless the section lies on the plane, with a level for each of its rows. */
export function allocateElectrons(input: CountsInput): FramePlanes {
  return emptyFrame(assertCounts(input));
}

/** @throws {ContractError} as `allocateElectrons`. */
function assertCounts({ counts, section, level, unread }: Pick<CountsInput, 'counts' | 'section' | 'level' | 'unread'>): Geometry {
  assertPlane(counts, 'electrons');
  const { nx, ny } = counts;
  for (const rows of [level, unread]) if (rows && rows.length !== ny) throw new ContractError(`electrons: ${rows.length} numbers for ${ny} rows`);
  return sectionGeometry({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 }, section);
}

/** Room for what comes of a frame and a section of another, all zero. @throws {ContractError} unless the section lies on the other and is as large as the frame. */
export function allocatePair(frame: Frame, other: Frame, at: Section): FramePlanes {
  const { nx, ny } = sectionGeometry(other.geometry, at);
  if (nx !== frame.geometry.nx || ny !== frame.geometry.ny) throw new ContractError(`a section of ${nx} × ${ny} for a frame of ${frame.geometry.nx} × ${frame.geometry.ny}`);
  return emptyFrame(frame.geometry);
}

/** A plane has nx · ny pixels. @throws {ContractError} if not. */
export function assertPlane({ data, nx, ny }: Plane | CountsPlane, what: string): void {
  if (data.length !== nx * ny || !Number.isInteger(ny)) throw new ContractError(`${what}: ${data.length} pixels are not ${nx} × ${ny}`);
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

/** Ladders have a place on their runs for every row or column of the plane. @throws {ContractError} if not. */
export function assertLadders(plane: Plane, { y, x }: { readonly y?: Ladder; readonly x?: Ladder }): void {
  assertPlane(plane, 'smoothLight');
  for (const [axis, ladder, length] of [['y', y, plane.ny], ['x', x, plane.nx]] as const) {
    if (!ladder) continue;
    assertRuns(plane, axis, ladder.starts);
    if ([ladder.low, ladder.high, ladder.share].some((each) => each.length !== length)) throw new ContractError(`smoothLight: a ladder of ${ladder.low.length} for ${length} pixels`);
  }
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
  words: plainLoops,

  electrons(input) {
    const { flux, variance, mask } = allocateElectrons(input);
    const saturated = electronsReference(input, { flux, variance, mask });
    return { flux, variance, mask, saturated };
  },

  subtractBias(frame, bias, at) {
    const out = allocatePair(frame, bias, at);
    subtractReference(frame, bias, at, out);
    return out;
  },

  divideFlat(frame, response, at) {
    const out = allocatePair(frame, response, at);
    divideReference(frame, response, at, out);
    return out;
  },

  countRange: countRangeReference,

  columnLevels(frame, nx) {
    assertPlane({ data: frame.flux, nx, ny: frame.flux.length / nx }, 'columnLevels');
    return columnLevelsReference(frame, nx);
  },

  combine(input) {
    const out = allocateCombined(assertCombineInput(input));
    const unmasked = combineReference(input, out);
    return { ...out, unmasked };
  },

  combineCounts(stack, out) {
    assertCountsStack(stack, out);
    return combineCountsReference(stack, out);
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

  smoothLight(plane, ladders) {
    assertLadders(plane, ladders);
    return smoothLightReference(plane, ladders);
  },

  rayEvidence(plane, thresholds, blocks, evidence) {
    assertBlocks(plane, blocks, evidence);
    rayEvidenceReference(plane, thresholds, blocks, evidence);
  },
};
