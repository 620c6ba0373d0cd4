import { sharedFloat32, type Geometry } from '../frame.js';
import { EVIDENCE_REACH } from '../kernels/kernels.js';

/**
 * A frame with mirrors along its four sides: row −k shows row k, so a filter runs over the outermost rows as over any other. A ray in row 0 is
 * seen once, not twice, and light that changes slowly goes on as it was. Numbers are pixels of the larger grid, in row-major order.
 */
export class MirroredBorder {
  /** Columns and rows with the mirrors. */
  readonly nx: number;
  readonly ny: number;
  /** Pixels added on either side. */
  readonly width: number;
  readonly #inner: Geometry;

  /** @param width at most one less than the smaller side of the frame; by default what the evidence of a pixel depends on. */
  constructor(inner: Geometry, width: number = Math.min(EVIDENCE_REACH, inner.nx - 1, inner.ny - 1)) {
    this.#inner = inner;
    this.width = width;
    this.nx = inner.nx + 2 * width;
    this.ny = inner.ny + 2 * width;
  }

  /** A plane of the frame [inner ny × inner nx] with its mirrors, in the same unit. */
  around(plane: Float32Array): Float32Array {
    const { nx, ny } = this.#inner;
    const out = sharedFloat32(this.nx * this.ny);
    for (let y = 0; y < this.ny; y++) {
      const from = reflected(y - this.width, ny) * nx;
      const to = y * this.nx + this.width;
      out.set(plane.subarray(from, from + nx), to);
      for (let k = 1; k <= this.width; k++) {
        out[to - k] = plane[from + k];
        out[to + nx - 1 + k] = plane[from + nx - 1 - k];
      }
    }
    return out;
  }

  /** The pixel of the larger grid that shows a pixel of the frame, and back. */
  outer(p: number): number {
    const x = p % this.#inner.nx;
    return ((p - x) / this.#inner.nx + this.width) * this.nx + x + this.width;
  }

  inner(q: number): number {
    const x = q % this.nx;
    return ((q - x) / this.nx - this.width) * this.#inner.nx + x - this.width;
  }

  /** Calls `act` for the pixel that shows p of the frame and for all its mirror images. */
  images(p: number, act: (q: number) => void): void {
    const { nx, ny } = this.#inner;
    const x = p % nx;
    const y = (p - x) / nx;
    const { width } = this;
    for (const v of [y, y > 0 && y <= width ? -y : NaN, y < ny - 1 && y >= ny - 1 - width ? 2 * (ny - 1) - y : NaN]) {
      if (Number.isNaN(v)) continue;
      for (const u of [x, x > 0 && x <= width ? -x : NaN, x < nx - 1 && x >= nx - 1 - width ? 2 * (nx - 1) - x : NaN]) {
        if (!Number.isNaN(u)) act((v + width) * this.nx + u + width);
      }
    }
  }
}

function reflected(at: number, length: number): number {
  const positive = Math.abs(at);
  return positive < length ? positive : 2 * (length - 1) - positive;
}
