import type { WordLoops } from '../fits/word-loops.js';
import type { Counts, Frame, Section } from '../frame.js';

/**
 * The heavy operations on pixels. `reference.ts` is their definition in plain TypeScript; `wasm.ts` runs the same
 * arithmetic four pixels at a time and gives the same bits. Every step is rounded to float32 in both.
 */
export interface Kernels {
  /** What reading and writing a file does with every word of it. */
  readonly words: WordLoops;

  /** Counts of a section to electrons, their variance and mask: see `electronsOf`. The level is subtracted in float32, all else is float64 rounded once. */
  electrons(input: CountsInput): FramePlanes & { /** Pixels with MASK.SATURATED. */ readonly saturated: number };

  /** A frame less the section of a bias that lies on it: see `subtractBias` of the detector. */
  subtractBias(frame: Frame, bias: Frame, at: Section): FramePlanes;

  /** A frame over the section of a response that lies on it: see `divideFlat` of the detector. */
  divideFlat(frame: Frame, response: Frame, at: Section): FramePlanes;

  /** Of every column of a frame what its usable pixels are like. Values without a mask must not be NaN. */
  columnLevels(frame: FramePlanes, nx: number): ColumnLevels;

  /** The range of counts, how many are at or above `saturation`, and how many are no numbers; [∞, −∞] without a number. */
  countRange(counts: Counts, saturation: number): CountRange;

  /**
   * Combines n frames pixel by pixel. A value counts when its mask is 0 and it is finite. The usable values, each
   * multiplied by its frame's scale, are clipped at median ± clipSigma·σ until nothing changes (at most 5 rounds), where
   * σ² = max((1.4826·MAD)², the smallest variance among them): the floor keeps a MAD of few or quantized values, which is easily 0, from
   * rejecting good data. All planes have one length.
   */
  combine(input: CombineInput): Combined;

  /**
   * The same of frames that are still counts: each becomes electrons, less the section of a bias, as by `electrons` and `subtractBias`, on the way, so that no
   * calibrated frame is ever whole. Writes into `out`, which has a place for every pixel of the section, and returns the number of values without a mask.
   */
  combineCounts(stack: CountsStack, out: CombinedPlanes): number;

  /**
   * Median filter over a window of size × size (`square`; 3, 5, 7) or along rows and then along columns (`separable`; 5, 7, 9).
   * The border of (size − 1)/2 pixels is copied from the input. Values must not be NaN.
   */
  medianFilter(plane: Plane, size: MedianSize, shape: MedianShape): Float32Array;

  /**
   * Medians of runs of RUN_LENGTH pixels: along y, one per column and start row, [starts × nx]; or along x, one per row and start column,
   * [ny × starts]. Values must not be NaN.
   */
  runMedians(plane: Plane, axis: 'x' | 'y', starts: Int32Array): Float32Array;

  /**
   * The light that is smooth along y, and what of the rest is smooth along x: between medians of runs of RUN_LENGTH pixels, as the ladders have them. An axis
   * without a ladder adds nothing. [ny × nx], in the unit of the plane. Values must not be NaN.
   */
  smoothLight(plane: Plane, ladders: { readonly y?: Ladder; readonly x?: Ladder }): Float32Array;

  /**
   * One look of the Laplacian cosmic-ray detection (van Dokkum 2001, PASP 113, 1420) at the listed blocks of a plane:
   * writes EVIDENCE bits of every pixel of those blocks into `evidence`, leaves the others alone. A pixel's evidence
   * depends on the pixels within EVIDENCE_REACH rows and columns of it. Noise² = max(median of the plane + background, 1e-5) + readNoise². Values must not be NaN.
   */
  rayEvidence(scene: RayScene, thresholds: RayThresholds, blocks: Int32Array, evidence: Uint8Array): void;
}

/** [ny × nx], row-major. */
export interface Plane {
  readonly data: Float32Array;
  readonly nx: number;
  readonly ny: number;
}

/** Counts, [ny × nx], row-major, adu. */
export interface CountsPlane {
  readonly data: Counts;
  readonly nx: number;
  readonly ny: number;
}

/** The planes of a frame, in shared memory. */
export interface FramePlanes {
  readonly flux: Float32Array;
  readonly variance: Float32Array;
  readonly mask: Uint8Array;
}

/** Counts to become electrons. */
export interface CountsInput {
  readonly counts: CountsPlane;
  /** The part to become a frame. */
  readonly section: Section;
  /** Electron per adu. */
  readonly gain: number;
  /** Electron². */
  readonly readVariance: number;
  /** Counts at or above this are saturated, adu. */
  readonly saturation: number;
  /** Level of every row of `counts`, adu. */
  readonly level: Float32Array | undefined;
  /** 1 for every row of `counts` that was not read. */
  readonly unread: Uint8Array | undefined;
  /** Whether the electrons are photons, which have a variance of their own. */
  readonly light: boolean;
}

/** Of every column the median of the pixels without a mask (NaN without any), the sum of their variances, and their number. */
export interface ColumnLevels {
  readonly medians: Float64Array;
  readonly variances: Float64Array;
  readonly pixels: Uint32Array;
}

/** See `Kernels.countRange`. */
export interface CountRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly saturated: number;
  readonly noNumber: number;
}

/** What is combined: one plane a frame of each kind, all of one length; any unit, the variances in its square. */
export interface CombineInput extends CombineRules {
  readonly flux: readonly Float32Array[];
  readonly variance: readonly Float32Array[];
  readonly mask: readonly Uint8Array[];
}

/** What is combined, as counts: sections of one size. */
export interface CountsStack extends CombineRules {
  readonly frames: readonly CountsInput[];
  readonly bias?: { readonly frame: Frame; readonly at: Section };
}

/** How frames are combined. */
export interface CombineRules {
  /** One factor per frame; variances are multiplied by its square. */
  readonly scale: Float32Array;
  /** At least 1, so that the median always survives. */
  readonly clipSigma: number;
  /** The mean, or the median (even number: mean of the middle two), of the values that survive. */
  readonly method: 'mean' | 'median';
  /** Where the scatter between the frames is measured, if it is. */
  readonly sample?: ScatterSample;
}

/** Every `step`-th pixel of a whole of which the first pixel at hand is number `first`. */
export interface ScatterSample {
  readonly step: number;
  readonly first: number;
  /** Of sample k the reduced χ² of its values, over that which half of all stacks exceed by chance; NaN for fewer than two values. In shared memory. */
  readonly ratios: Float64Array;
}

/** The combination, one value a pixel, in the unit of the input and its square. */
export interface Combined extends CombinedPlanes {
  /** Values without a mask, of all frames and pixels. */
  readonly unmasked: number;
}

/** See `Combined`. */
export interface CombinedPlanes {
  /** NaN where no value was usable. */
  readonly flux: Float32Array;
  /** Variance of the mean of the survivors, Σσ²/count², whatever the method; NaN where no value was usable. */
  readonly variance: Float32Array;
  /** Number of values that survived. */
  readonly used: Uint16Array;
  /** 0; NO_DATA and the bits that all frames share where no value was usable. */
  readonly mask: Uint8Array;
}

/** Runs along an axis, and for every position on it the two runs around it: value = runs[low] + share · (runs[high] − runs[low]). */
export interface Ladder {
  readonly starts: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float32Array;
}

/** Pixels of a run of `runMedians`. */
export const RUN_LENGTH = 25;

/** A true median over a square, or the faster median along rows and then along columns. */
export type MedianShape = 'square' | 'separable';
/** Side of a median's window, pixels. */
export type MedianSize = 3 | 5 | 7 | 9;

/** What rays are searched in. */
export interface RayScene extends Plane {
  /** Smooth light already subtracted from the plane, which the noise still knows of; same unit and size. */
  readonly background?: Float32Array;
}

/** What makes a ray; see `rejectCosmicRays`. */
export interface RayThresholds {
  /** Read noise, in the unit of the plane (electron). */
  readonly readNoise: number;
  /** Significance a ray's core needs, and the share of it that suffices beside a core. */
  readonly sigclip: number;
  readonly sigfrac: number;
  /** Least contrast between the Laplacian and the fine structure of the image. */
  readonly objlim: number;
  /** Shape of the medians: separable 7, 7, 5, 9 or square 5, 5, 3, 7 (noise, Laplacian, fine structure, its background). */
  readonly medians: MedianShape;
}

/** What speaks for a ray in a pixel, as bits. */
export const EVIDENCE = {
  /** Laplacian significance above sigclip · sigfrac. */
  FAINT: 1,
  /** Laplacian significance above sigclip. */
  BRIGHT: 2,
  /** BRIGHT, and sharper than the image can be: a ray. */
  CORE: 4,
} as const;

/** Separable: half of 7 for the median of S, half of 7 for the noise inside S; or half of 5 and of 9 for the fine structure. */
export const EVIDENCE_REACH = 6;

/** Blocks are rows of four numbers: x0, x1, y0, y1, half-open. */
export const BLOCK_STRIDE = 4;

/** Runs tiles of a kernel in this thread and in others. */
export interface Parallel {
  /**
   * Every tile 0 … tiles − 1 is run at least once, here by `runHere` or in another thread by the tile runner of `wasm.ts`;
   * returns when all are done. A tile writes only its own output, so running one twice does no harm.
   * All arrays within `args` are backed by shared memory.
   */
  forTiles(kernel: string, args: unknown, tiles: number, runHere: (tile: number) => void): void;
}
