import { ContractError } from '../errors.js';
import { emptyFrame, MASK, sharedUint8, type Frame } from '../frame.js';
import { CleanPlane } from './clean-plane.js';
import { EVIDENCE, EVIDENCE_REACH, type Kernels, type RayScene, type RayThresholds } from '../kernels/kernels.js';
import { smoothLight } from './smooth-light.js';

/** Evidence is remembered in squares of this many pixels: only squares in reach of a changed pixel are looked at again. */
const SQUARE = 32;
/** Squares looked at in one go, along a row: longer runs share more of their margins. */
const RUN = 8;

/** When a pixel is a ray; the defaults are for long-slit spectra. */
export interface CosmicRayOptions {
  /** Significance of a ray's core, σ. */
  readonly sigclip?: number;
  /** Share of sigclip that suffices next to a core. */
  readonly sigfrac?: number;
  /** Least contrast between a ray and the fine structure of the image; raise it when stars or lines are undersampled. */
  readonly objlim?: number;
  readonly iterations?: number;
  readonly readNoiseElectron: number;
  /** Separable medians of 7, 7, 5, 9 as astroscrappy's default, or true ones of 5, 5, 3, 7 as in the paper. */
  readonly separableMedian?: boolean;
  /**
   * `spectrum`: what is a ray must be one with and without the light of sky lines and sources, as modeled by `smoothLight`. Or one of the two alone: a model of
   * the light to be subtracted, [ny × nx], electron; or `none`, the plain algorithm.
   */
  readonly light?: 'spectrum' | 'none' | Float32Array;
}

/** A frame without its rays. */
export interface CosmicRayResult {
  /** The frame with rays replaced and marked. */
  readonly frame: Frame;
  /** Pixels marked. */
  readonly count: number;
}

/**
 * Finds and replaces cosmic rays by Laplacian edge detection (van Dokkum 2001), on electrons with the read noise of the frame.
 *
 * On spectra the image is searched twice, as it is and with the light of sky lines and sources subtracted, of which only the noise remains (as in van Dokkum's
 * version for spectra); a pixel's evidence is what both have. Alone, the first takes the flanks of lines two pixels wide for rays, because its medians
 * flatten the noise of the lines; the second takes what the model misses, such as narrow absorption in a bright star.
 *
 * Per iteration, with the image cleaned so far: significance S' of the Laplacian of the subsampled image; candidates are S' > sigclip with a contrast S'/F > objlim
 * against the fine structure F; neighbors of candidates join with S' > sigclip, neighbors of those with S' > sigfrac · sigclip;
 * all found pixels become the mean of the sound pixels within 5 × 5. It ends when nothing new is found. Within two pixels (three for the separable medians) of the border there is no detection.
 *
 * Pixels masked on entry are never marked and never used: for the detection they carry the mean of their sound neighbors. So do the surroundings
 * of a saturated image (six saturated pixels within 5 × 5), whose flanks are as steep as rays.
 *
 * A replaced pixel carries COSMIC_RAY and INTERPOLATED; its variance predicts how far the true value may lie from the mean of its neighbors:
 * (1 + 1/n) times the larger of their scatter and their mean variance. With no sound pixel within 5 × 5 it is NaN with NO_DATA.
 *
 * @param frame Electron and electron², [ny × nx]; left unchanged.
 * @returns A new frame in the same units, and the number of pixels marked.
 * @throws {ContractError} if a threshold is not positive, sigfrac exceeds 1, or a model of the light has another size than the frame.
 *
 * The first look costs the whole frame; later ones only what lies in reach of pixels replaced.
 *
 * @see van Dokkum 2001, PASP 113, 1420 — https://doi.org/10.1086/323894
 */
export function rejectCosmicRays(frame: Frame, options: CosmicRayOptions, kernels: Kernels): CosmicRayResult {
  const { sigclip = 4.5, sigfrac = 0.3, objlim = 5, iterations = 4, readNoiseElectron, separableMedian = true } = options;
  if (!(sigclip > 0 && sigfrac > 0 && sigfrac <= 1 && objlim > 0)) throw new ContractError(`cosmic rays: sigclip ${sigclip}, sigfrac ${sigfrac}, objlim ${objlim}`);
  const { planes, light } = searchedPlanes(frame, options.light ?? 'spectrum', kernels);
  const [plane] = planes;
  const thresholds: RayThresholds = { readNoise: readNoiseElectron, sigclip, sigfrac, objlim, medians: separableMedian ? 'separable' : 'square' };
  const barred = barredPixels(frame);
  const scenes = planes.map(({ plane: searched }, i): RayScene => (light && i === 0 ? { ...searched, background: light } : searched));
  const search = new RaySearch(scenes, thresholds, kernels);

  for (let iteration = 0; iteration < iterations; iteration++) {
    const found = growRays(search.cores, search.evidence, barred, frame.geometry.nx).filter((p) => !plane.isRejected(p));
    if (found.length === 0) break;
    const changed = planes.map((searched) => searched.reject(found));
    search.lookAgain(changed[0]);
  }
  return { frame: markRays(frame, plane, light), count: plane.rejected.length };
}

/** The images to be searched; the first has the light subtracted, if there is any. */
function searchedPlanes(frame: Frame, light: 'spectrum' | 'none' | Float32Array, kernels: Kernels): { planes: [CleanPlane, ...CleanPlane[]]; light?: Float32Array } {
  const plain = new CleanPlane(frame.geometry, frame.flux, frame.mask);
  if (light === 'none') return { planes: [plain] };
  const model = light === 'spectrum' ? smoothLight(plain.plane, kernels) : light;
  if (model.length !== frame.flux.length) throw new ContractError(`cosmic rays: a model of ${model.length} pixels for ${frame.flux.length}`);
  const rest = new CleanPlane(frame.geometry, frame.flux, frame.mask);
  rest.subtract(model);
  return { planes: light === 'spectrum' ? [rest, plain] : [rest], light: model };
}

/** Where no ray may be found: pixels that are masked already, and two pixels around saturated images. */
function barredPixels(frame: Frame): Uint8Array {
  const { nx, ny } = frame.geometry;
  const barred = frame.mask.slice();
  const around = (p: number, act: (q: number) => void): void => {
    const x = p % nx;
    const y = (p - x) / nx;
    for (let v = Math.max(0, y - 2); v <= Math.min(ny - 1, y + 2); v++) {
      for (let u = Math.max(0, x - 2); u <= Math.min(nx - 1, x + 2); u++) act(v * nx + u);
    }
  };
  for (let p = 0; p < barred.length; p++) {
    if (!Number.isFinite(frame.flux[p])) barred[p] |= MASK.NO_DATA;
    if ((frame.mask[p] & MASK.SATURATED) === 0) continue;
    let saturated = 0;
    around(p, (q) => (saturated += frame.mask[q] & MASK.SATURATED ? 1 : 0));
    if (saturated >= 6) around(p, (q) => (barred[q] |= MASK.SATURATED));
  }
  return barred;
}

/** Cores, their bright neighbors, and the faint neighbors of both; pixel indices in ascending order. */
function growRays(cores: readonly number[], evidence: Uint8Array, barred: Uint8Array, nx: number): number[] {
  const neighborsWith = (pixels: Iterable<number>, bit: number): Set<number> => {
    const grown = new Set<number>();
    for (const p of pixels) {
      // Never beyond the border: evidence is zero in the outermost pixels, so a core has all its neighbors.
      for (let dy = -nx; dy <= nx; dy += nx) {
        for (let q = p + dy - 1; q <= p + dy + 1; q++) if (evidence[q] & bit && barred[q] === 0) grown.add(q);
      }
    }
    return grown;
  };
  const bright = neighborsWith(cores.filter((p) => barred[p] === 0), EVIDENCE.BRIGHT);
  return [...neighborsWith(bright, EVIDENCE.FAINT)].sort((a, b) => a - b);
}

/** The evidence of every pixel, common to all scenes, of an image that changes a little between looks. */
class RaySearch {
  readonly evidence: Uint8Array;
  readonly #scenes: readonly RayScene[];
  readonly #evidences: readonly Uint8Array[];
  readonly #nx: number;
  readonly #ny: number;
  readonly #thresholds: RayThresholds;
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #rows: number;
  /** Cores by square. */
  readonly #cores: number[][];

  constructor(scenes: readonly RayScene[], thresholds: RayThresholds, kernels: Kernels) {
    const { nx, ny, data } = scenes[0];
    this.#scenes = scenes;
    this.#nx = nx;
    this.#ny = ny;
    this.#evidences = scenes.map(() => sharedUint8(data.length));
    this.#thresholds = thresholds;
    this.#kernels = kernels;
    this.evidence = scenes.length === 1 ? this.#evidences[0] : new Uint8Array(data.length);
    this.#columns = Math.ceil(nx / SQUARE);
    this.#rows = Math.ceil(ny / SQUARE);
    this.#cores = Array.from({ length: this.#columns * this.#rows }, () => []);
    this.#look(new Uint8Array(this.#cores.length).fill(1));
  }

  get cores(): number[] {
    return this.#cores.flat();
  }

  /** Renews the evidence that depends on the given pixels. */
  lookAgain(changed: readonly number[]): void {
    const nx = this.#nx;
    const stale = new Uint8Array(this.#cores.length);
    const squareOf = (at: number, limit: number): number => Math.min(Math.max(0, Math.floor(at / SQUARE)), limit - 1);
    for (const p of changed) {
      const x = p % nx;
      const y = (p - x) / nx;
      for (let row = squareOf(y - EVIDENCE_REACH, this.#rows); row <= squareOf(y + EVIDENCE_REACH, this.#rows); row++) {
        const from = squareOf(x - EVIDENCE_REACH, this.#columns);
        stale.fill(1, row * this.#columns + from, row * this.#columns + squareOf(x + EVIDENCE_REACH, this.#columns) + 1);
      }
    }
    this.#look(stale);
  }

  #look(stale: Uint8Array): void {
    const [nx, ny] = [this.#nx, this.#ny];
    const blocks: number[] = [];
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        if (!stale[row * this.#columns + column]) continue;
        const from = column;
        while (column + 1 < this.#columns && column + 1 - from < RUN && stale[row * this.#columns + column + 1]) column++;
        blocks.push(from * SQUARE, Math.min((column + 1) * SQUARE, nx), row * SQUARE, Math.min((row + 1) * SQUARE, ny));
      }
    }
    const shared = new Int32Array(new SharedArrayBuffer(blocks.length * 4));
    shared.set(blocks);
    this.#scenes.forEach((scene, i) => this.#kernels.rayEvidence(scene, this.#thresholds, shared, this.#evidences[i]));
    for (let square = 0; square < stale.length; square++) if (stale[square]) this.#cores[square] = this.#commonCores(square);
  }

  #commonCores(square: number): number[] {
    const [nx, ny] = [this.#nx, this.#ny];
    const column = square % this.#columns;
    const x0 = column * SQUARE;
    const y0 = ((square - column) / this.#columns) * SQUARE;
    const cores: number[] = [];
    const [first, second] = this.#evidences;
    for (let y = y0; y < Math.min(y0 + SQUARE, ny); y++) {
      for (let p = y * nx + x0; p < y * nx + Math.min(x0 + SQUARE, nx); p++) {
        if (second) this.evidence[p] = first[p] & second[p];
        if (this.evidence[p] & EVIDENCE.CORE) cores.push(p);
      }
    }
    return cores;
  }
}

function markRays(frame: Frame, plane: CleanPlane, light: Float32Array | undefined): Frame {
  const out = emptyFrame(frame.geometry);
  out.flux.set(frame.flux);
  out.variance.set(frame.variance);
  out.mask.set(frame.mask);
  for (const p of plane.rejected) {
    const { mean, variance } = plane.interpolate(p, frame.variance);
    out.flux[p] = light ? mean + light[p] : mean;
    out.variance[p] = variance;
    out.mask[p] |= MASK.COSMIC_RAY | (Number.isNaN(mean) ? MASK.NO_DATA : MASK.INTERPOLATED);
  }
  return out;
}
