import { sharedFloat32, type Geometry } from '../frame.js';
import type { Plane } from '../kernels/kernels.js';
import { median } from '../math/statistics.js';
import type { MirroredBorder } from './mirrored-border.js';

const HALF = 2; // 5 × 5 pixels
const SAMPLE = 50_000;

/** Why a pixel's own value does not count. */
const SOUND = 0;
const MASKED = 1;
const REJECTED = 2;

/**
 * An image in which pixels that do not count stand for the mean of the sound ones around them, so that a filter can run over it: those masked
 * from the start, and those rejected one by one. Sound pixels keep their value always, so the order of rejections does not matter.
 */
export class CleanPlane {
  readonly plane: Plane;
  /** Pixels rejected so far. */
  readonly rejected: number[] = [];
  readonly #state: Uint8Array;
  readonly #masked: readonly number[];
  readonly #border: MirroredBorder | undefined;
  #bordered: Plane | undefined;
  readonly #level: number;

  private constructor(plane: Plane, state: Uint8Array, masked: readonly number[], border: MirroredBorder | undefined) {
    this.plane = plane;
    this.#state = state;
    this.#masked = masked;
    this.#border = border;
    this.#level = this.#typicalLevel();
    for (const p of masked) this.#fill(p);
  }

  /** A copy of an image; its masked pixels, and those that are no numbers, do not count. */
  static of({ nx, ny }: Geometry, flux: Float32Array, mask: Uint8Array, border?: MirroredBorder): CleanPlane {
    const data = sharedFloat32(flux.length);
    data.set(flux);
    const state = new Uint8Array(flux.length);
    const masked: number[] = [];
    for (let p = 0; p < flux.length; p++) {
      if (mask[p] === 0 && Number.isFinite(flux[p])) continue;
      state[p] = MASKED;
      masked.push(p);
    }
    return new CleanPlane({ data, nx, ny }, state, masked, border);
  }

  /** The image with its border, what a filter runs over; it follows every rejection. Without a border it is the plane. */
  get bordered(): Plane {
    if (!this.#border) return this.plane;
    this.#bordered ??= { data: this.#border.around(this.plane.data), nx: this.#border.nx, ny: this.#border.ny };
    return this.#bordered;
  }

  /** The same image less a model of the same size, before anything is rejected. */
  less(model: Float32Array): CleanPlane {
    const { data, nx, ny } = this.plane;
    const rest = sharedFloat32(data.length);
    for (let p = 0; p < rest.length; p++) rest[p] = data[p] - model[p];
    return new CleanPlane({ data: rest, nx, ny }, this.#state.slice(), this.#masked, this.#border);
  }

  isRejected(p: number): boolean {
    return this.#state[p] === REJECTED;
  }

  /** Rejects pixels and renews what stands in their place and beside them. Returns all pixels whose value may have changed. */
  reject(pixels: readonly number[]): number[] {
    for (const p of pixels) {
      this.#state[p] = REJECTED;
      this.rejected.push(p);
    }
    const touched = new Set<number>();
    for (const p of pixels) {
      this.#around(p, (q) => {
        if (this.#state[q] !== SOUND) touched.add(q);
      });
    }
    const changed = [...touched];
    for (const p of changed) this.#fill(p);
    return changed;
  }

  /**
   * Mean of the n sound pixels within 5 × 5, and the variance of a pixel predicted by it: (1 + 1/n) · max(their scatter, their mean variance). NaN without any.
   */
  interpolate(p: number, variance: Float32Array): { mean: number; variance: number } {
    const values: number[] = [];
    let variances = 0;
    this.#around(p, (q) => {
      if (this.#state[q] !== SOUND) return;
      values.push(this.plane.data[q]);
      variances += variance[q];
    });
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const scatter = n > 1 ? values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) : 0;
    return n > 0 ? { mean, variance: (1 + 1 / n) * Math.max(scatter, variances / n) } : { mean: NaN, variance: NaN };
  }

  #fill(p: number): void {
    let sum = 0;
    let n = 0;
    this.#around(p, (q) => {
      if (this.#state[q] !== SOUND) return;
      sum += this.plane.data[q];
      n++;
    });
    // Deep inside a hole no neighbor can tell; any finite value does, for nothing is detected there.
    const value = n > 0 ? sum / n : this.#level;
    this.plane.data[p] = value;
    const bordered = this.#bordered;
    if (bordered) this.#border?.images(p, (q) => (bordered.data[q] = value));
  }

  #typicalLevel(): number {
    const stride = Math.max(1, Math.floor(this.plane.data.length / SAMPLE) | 1);
    const { data } = this.plane;
    const sample = new Float64Array(Math.ceil(data.length / stride));
    let count = 0;
    for (let p = 0; p < data.length; p += stride) if (this.#state[p] === SOUND) sample[count++] = data[p];
    return count > 0 ? median(sample.subarray(0, count)) : 0;
  }

  #around(p: number, act: (q: number) => void): void {
    const { nx, ny } = this.plane;
    const x = p % nx;
    const y = (p - x) / nx;
    const x1 = Math.min(nx - 1, x + HALF);
    const y1 = Math.min(ny - 1, y + HALF);
    for (let v = Math.max(0, y - HALF); v <= y1; v++) {
      for (let u = Math.max(0, x - HALF); u <= x1; u++) act(v * nx + u);
    }
  }
}
