import { ContractError } from '../errors.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import { EVIDENCE, type Kernels, type RayScene, type RayThresholds } from '../kernels/kernels.js';
import { CleanPlane } from './clean-plane.js';
import { MirroredBorder } from './mirrored-border.js';
import { RayJudge } from './ray-judge.js';
import { RaySearch } from './ray-search.js';
import { smoothLight } from './smooth-light.js';

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
 * all found pixels become the mean of the sound pixels within 5 × 5. It ends when nothing new is found.
 *
 * On spectra three things differ from the paper (see `RayJudge`): the border is searched too, mirrored (the plain algorithm finds nothing within two or three pixels of it);
 * on a bright source, where the contrast is blind, a ray is what is narrower along the slit than any image; and what is found must stand above its surroundings by more than
 * noise does, where beside a ray also the blunt inside of a thick track is found.
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
  const plain = options.light === 'none' || options.light instanceof Float32Array;
  const border = new MirroredBorder(frame.geometry, plain ? 0 : undefined);
  const { planes, light } = searchedPlanes(frame, options.light ?? 'spectrum', border, kernels);
  const [plane] = planes;
  const thresholds: RayThresholds = { readNoise: readNoiseElectron, sigclip, sigfrac, objlim, medians: separableMedian ? 'separable' : 'square' };
  const barred = barredPixels(frame);
  const background = light && border.around(light);
  const scenes = planes.map(({ bordered }, i): RayScene => (background && i === 0 ? { ...bordered, background } : bordered));
  const judge = plain ? undefined : new RayJudge(scenes[0], { readNoiseElectron, sigclip });
  const search = new RaySearch({ scenes, margin: border.width, thresholds, isCore: (p) => judge?.standsAlone(p) ?? false }, kernels);

  for (let iteration = 0; iteration < iterations; iteration++) {
    const usable = (p: number): boolean => !barred(border.inner(p));
    const cores = search.cores.filter((p) => usable(p) && (judge?.isRay(p) ?? true));
    const has = (bit: number) => (p: number): boolean => (search.evidence(p) & bit) !== 0 && usable(p) && (judge?.belongs(p) ?? true);
    const grown = grow(grow(new Set(cores), border.nx, has(EVIDENCE.BRIGHT)), border.nx, has(EVIDENCE.FAINT));
    const rays = judge ? grow(grown, border.nx, (p) => usable(p) && judge.isCharged(p)) : grown;
    const found = [...rays].sort((a, b) => a - b).map((p) => border.inner(p)).filter((p) => !plane.isRejected(p));
    if (found.length === 0) break;
    const changed = planes.map((searched) => searched.reject(found));
    search.lookAgain(changed[0].map((p) => border.outer(p)));
  }
  return { frame: markRays(frame, plane, light), count: plane.rejected.length };
}

/** The images to be searched; the first has the light subtracted, if there is any. */
function searchedPlanes(
  frame: Frame,
  light: 'spectrum' | 'none' | Float32Array,
  border: MirroredBorder,
  kernels: Kernels,
): { planes: [CleanPlane, ...CleanPlane[]]; light?: Float32Array } {
  const plain = CleanPlane.of(frame.geometry, frame.flux, frame.mask, border);
  if (light === 'none') return { planes: [plain] };
  const model = light === 'spectrum' ? smoothLight(plain.plane, kernels) : light;
  if (model.length !== frame.flux.length) throw new ContractError(`cosmic rays: a model of ${model.length} pixels for ${frame.flux.length}`);
  const rest = plain.less(model);
  return { planes: light === 'spectrum' ? [rest, plain] : [rest], light: model };
}

/** Saturated pixels within 5 × 5 that make a saturated image. */
const SATURATED_IMAGE = 6;

/** Where no ray may be found: pixels that are masked already, and two pixels around saturated images. Told for the few pixels that are asked for. */
function barredPixels({ geometry: { nx, ny }, flux, mask }: Frame): (p: number) => boolean {
  const around = (p: number, is: (q: number) => boolean): number => {
    const x = p % nx;
    const y = (p - x) / nx;
    let count = 0;
    for (let v = Math.max(0, y - 2); v <= Math.min(ny - 1, y + 2); v++) {
      for (let u = Math.max(0, x - 2); u <= Math.min(nx - 1, x + 2); u++) if (is(v * nx + u)) count++;
    }
    return count;
  };
  const isSaturated = (q: number): boolean => (mask[q] & MASK.SATURATED) !== 0;
  const isOfImage = (q: number): boolean => isSaturated(q) && around(q, isSaturated) >= SATURATED_IMAGE;
  return (p) => mask[p] !== 0 || !Number.isFinite(flux[p]) || around(p, isOfImage) > 0;
}

/** Pixels and those of their eight neighbors that belong to them. */
function grow(pixels: ReadonlySet<number>, nx: number, belongs: (p: number) => boolean): Set<number> {
  const grown = new Set<number>(pixels);
  for (const p of pixels) {
    for (let dy = -nx; dy <= nx; dy += nx) {
      for (let q = p + dy - 1; q <= p + dy + 1; q++) if (!grown.has(q) && belongs(q)) grown.add(q);
    }
  }
  return grown;
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
