import { ContractError } from '../errors.js';
import { assertSameGeometry, sectionCovering, sectionGeometry, sharedFloat32, type Counts, type Frame, type Geometry, type Section } from '../frame.js';
import type { CountsInput, Kernels } from '../kernels/kernels.js';
import { allocateCombined } from '../kernels/reference.js';
import { median } from '../math/statistics.js';
import { commonLevel, reportOf, scatterSample, strideFor, type CombineOptions, type CombineReport } from './combine.js';
import type { Electronics } from './electrons.js';

/** A raw frame whose rows are handed out as they are asked for, and how its counts become electrons. */
export interface CountsFrame {
  /** Of the whole read-out. */
  readonly geometry: Geometry;
  /** `levelAdu` and `unreadRows` are those of all its rows; the section, the same for all frames, is the part that is combined. */
  readonly electronics: Electronics & { readonly section: Section };
  /** Counts of the rows y0 ≤ y < y1, [rows × nx], adu; good until the next call. */
  readonly rows: (y0: number, y1: number) => Counts;
}

/** How counts are combined: as frames, less a bias that covers them. */
export interface CombineCountsOptions extends CombineOptions {
  readonly bias?: Frame;
  /** Levels of the frames, electron, as `countsLevel` has them, where the caller knows them already. */
  readonly levels?: readonly number[];
}

/** Counts of all frames that are in memory at once, at most: a third of the bound that a combination has altogether. */
const BAND_BYTES = 256 * 2 ** 20;
/** Rows asked for at once for a sample of them. */
const SAMPLED_AT_ONCE = 64;

/**
 * Combines read-outs of one kind, still counts: bias frames, or flats brought to a common level first. Per pixel, robustly: see `Kernels.combine`.
 * Pixels no frame can tell are NaN with MASK.NO_DATA and the bits all frames share. It goes in bands of rows: neither all read-outs nor a single
 * calibrated frame are ever in memory as a whole.
 *
 * The variance is Σσ²/count² of the values that survived, electron², for the median times the efficiency it loses. Clipping of good data at 3 σ and
 * more changes it by less than 3 %.
 *
 * Memory: the bands of counts, 256 MB at most, and the result, 11 bytes a pixel.
 * @param frames Any number; left unchanged. Above 1024 it goes thirty times slower.
 * @throws {ContractError} without frames, with frames of different geometry, for a clip below 1 σ, or if the bias does not cover the section.
 * @throws {FitError} `frames-unusable` if a frame to be scaled has no light.
 */
export function combineCounts(frames: readonly CountsFrame[], options: CombineCountsOptions, kernels: Kernels, bandBytes = BAND_BYTES): CombineReport {
  const [first] = frames;
  if (!first) throw new ContractError('combineCounts: no frames');
  const { section } = first.electronics;
  const geometry = sectionGeometry(first.geometry, section);
  for (const frame of frames) assertSameGeometry(geometry, sectionGeometry(frame.geometry, frame.electronics.section), 'combineCounts');
  const under = options.bias && sectionCovering(options.bias.geometry, geometry);
  const scale = options.scale === 'median' ? commonLevel(options.levels ?? frames.map((frame) => countsLevel(frame, options.bias, kernels))) : new Float32Array(frames.length).fill(1);
  const { nx, ny } = geometry;
  const out = allocateCombined(nx * ny);
  const sample = scatterSample(nx * ny);
  const rowBytes = frames.reduce((sum, frame) => sum + frame.geometry.nx * Float32Array.BYTES_PER_ELEMENT, 0);
  const step = Math.max(1, Math.floor(bandBytes / rowBytes));
  let unmasked = 0;
  for (let y = 0; y < ny; y += step) {
    const end = Math.min(ny, y + step);
    const part = <T extends Float32Array | Uint16Array | Uint8Array>(plane: T): T => plane.subarray(y * nx, end * nx) as T;
    unmasked += kernels.combineCounts(
      {
        frames: frames.map((frame) => bandOf(frame, section.y0 + y, section.y0 + end)),
        ...(options.bias && under ? { bias: { frame: options.bias, at: { ...under, y0: under.y0 + y, y1: under.y0 + end } } } : {}),
        scale,
        clipSigma: options.clipSigma,
        method: options.method,
        sample: { ...sample, first: y * nx },
      },
      { flux: part(out.flux), variance: part(out.variance), used: part(out.used), mask: part(out.mask) },
    );
  }
  return reportOf(geometry, { ...out, unmasked }, { method: options.method, scale, sample });
}

/** Rows y0 … y1 of a raw frame as what the kernels take. */
function bandOf({ geometry: { nx }, electronics, rows }: CountsFrame, y0: number, y1: number): CountsInput {
  const { section, levelAdu, unreadRows } = electronics;
  return {
    ...rulesOf(electronics),
    counts: { data: rows(y0, y1), nx, ny: y1 - y0 },
    section: { x0: section.x0, x1: section.x1, y0: 0, y1: y1 - y0 },
    level: levelAdu?.subarray(y0, y1),
    unread: unreadRows?.subarray(y0, y1),
  };
}

function rulesOf({ gainElectronPerAdu, readNoiseElectron, saturationAdu, light = true }: Electronics): Pick<CountsInput, 'gain' | 'readVariance' | 'saturation' | 'light'> {
  return { gain: gainElectronPerAdu, readVariance: readNoiseElectron * readNoiseElectron, saturation: saturationAdu, light };
}

/**
 * Level of the frame that counts make, less a bias: the median of a sample of its usable pixels, electron. Only the sample becomes electrons: row for row
 * it is put side by side in a narrow plane.
 * @throws {ContractError} if the bias does not cover the section.
 */
export function countsLevel({ geometry, electronics, rows }: CountsFrame, bias: Frame | undefined, kernels: Kernels): number {
  const { section, levelAdu, unreadRows } = electronics;
  const lit = sectionGeometry(geometry, section);
  const stride = strideFor(lit.nx * lit.ny);
  const nx = Math.ceil(lit.nx / stride);
  const narrow = { x0: 0, x1: nx, y0: 0, y1: lit.ny };
  const size = { ...lit, nx };
  let [bandFirst, band]: [number, Counts] = [NaN, new Uint16Array()];
  const counts = sampled(nx, lit.ny, stride, lit.nx, NaN, (y, x) => {
    const k = y % SAMPLED_AT_ONCE;
    // A row has pixels of the sample or none; the first that has asks for its band.
    if (bandFirst !== y - k) {
      bandFirst = y - k;
      band = rows(section.y0 + bandFirst, section.y0 + Math.min(lit.ny, bandFirst + SAMPLED_AT_ONCE));
    }
    return band[k * geometry.nx + section.x0 + x];
  });
  const light = kernels.electrons({
    ...rulesOf(electronics),
    counts: { data: counts, nx, ny: lit.ny },
    section: narrow,
    level: levelAdu?.subarray(section.y0, section.y1),
    unread: unreadRows?.subarray(section.y0, section.y1),
  });
  let planes: Pick<Frame, 'flux' | 'mask'> = light;
  if (bias) {
    const { x0, y0 } = sectionCovering(bias.geometry, lit);
    const of = (plane: Float32Array | Uint8Array) => sampled(nx, lit.ny, stride, lit.nx, 0, (y, x) => plane[(y0 + y) * bias.geometry.nx + x0 + x]);
    planes = kernels.subtractBias({ geometry: size, ...light }, { geometry: size, flux: of(bias.flux), variance: of(bias.variance), mask: Uint8Array.from(of(bias.mask)) }, narrow);
  }
  return median(Float64Array.from(planes.flux.filter((_, p) => planes.mask[p] === 0)));
}

/** Every stride-th pixel of a frame `width` pixels wide, those of a row in a row, and `spare` in what is left of it. */
function sampled(nx: number, ny: number, stride: number, width: number, spare: number, at: (y: number, x: number) => number): Float32Array {
  const out = sharedFloat32(nx * ny).fill(spare);
  for (let y = 0; y < ny; y++) {
    let k = y * nx;
    for (let p = Math.ceil((y * width) / stride) * stride; p < (y + 1) * width; p += stride) out[k++] = at(y, p - y * width);
  }
  return out;
}
