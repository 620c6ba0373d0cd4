import { ContractError } from './errors.js';

/**
 * Where a pixel grid sits on the detector, in unbinned detector pixels counted from zero.
 * Column 0 is the first light-sensitive column read in full-frame mode (FITS column 51 of an unbinned
 * 4142-column frame), so prescan columns are negative; row 0 is the first row read in full-frame mode.
 */
export interface Geometry {
  /** Columns (dispersion axis) and rows (spatial axis) of the grid, binned pixels. */
  readonly nx: number;
  readonly ny: number;
  /** Unbinned detector column and row of the lower-left edge of pixel (0, 0). */
  readonly x0: number;
  readonly y0: number;
  /** Binning along x (serial) and y (parallel), unbinned pixels per pixel. */
  readonly binX: number;
  readonly binY: number;
}

/** Counts of a read-out, adu: in 16 bits where all are whole numbers from 0 to 65535, half the memory of float32; the same numbers in either. */
export type Counts = Float32Array | Uint16Array;

/** Counts of a read-out, [ny × nx], row-major: `data[y * nx + x]`. Pixel centers are at integers, counted from zero. */
export interface Image {
  readonly geometry: Geometry;
  /** Of a read-out that is left where it is stored, read each time anew and good until those of another are asked for: see `inMemory`. */
  readonly data: Counts;
  /** The rows y0 ≤ y < y1 alone, good until the next call: of counts that are not in memory, read without the others. */
  readonly rows?: (y0: number, y1: number) => Counts;
}

/** A half-open rectangle of pixels of one grid: `x0 ≤ x < x1`, `y0 ≤ y < y1`. */
export interface Section {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Why a pixel must not be used. 0 means use it. */
export const MASK = {
  /** No measurement exists here: outside the detector, no pixel left in an aperture. */
  NO_DATA: 1,
  /** The raw count reached the converter's or the full well's limit. */
  SATURATED: 2,
  /** A detector defect. */
  BAD_PIXEL: 4,
  /** Hit by a cosmic ray. */
  COSMIC_RAY: 8,
  /** The flat field is too faint here to divide by. */
  LOW_FLAT: 16,
  /** The value was interpolated over rejected neighbors; usable for the eye, not for a fit. */
  INTERPOLATED: 32,
} as const;

/**
 * What the detector recorded: flux (electron), variance (electron²) and mask on one detector grid.
 * All three planes are [ny × nx], row-major. Variance is σ² and positive wherever the mask is 0.
 */
export interface Frame {
  readonly geometry: Geometry;
  readonly flux: Float32Array;
  readonly variance: Float32Array;
  readonly mask: Uint8Array;
}

/** A one-dimensional run of samples: flux (electron), variance (electron²), mask; all of length n. */
export interface Spectrum {
  readonly flux: Float64Array;
  readonly variance: Float64Array;
  readonly mask: Uint8Array;
}

/** A read-out whose counts are asked for now, and not again at every use. */
export function inMemory(image: Image): Image {
  return { geometry: image.geometry, data: image.data, ...(image.rows ? { rows: image.rows } : {}) };
}

/** A plane of zeros that worker threads share without copying. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

/** Counts of zero, up to 65535, that worker threads share without copying. */
export function sharedUint16(length: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(length * 2));
}

/** A mask of zeros that worker threads share without copying. */
export function sharedUint8(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** An empty frame of the given geometry: flux 0, variance 0, mask 0, in shared memory. */
export function emptyFrame(geometry: Geometry): Frame {
  const length = geometry.nx * geometry.ny;
  return { geometry, flux: sharedFloat32(length), variance: sharedFloat32(length), mask: sharedUint8(length) };
}

/** A geometry in words, for messages. */
export function describeGeometry(g: Geometry): string {
  return `${g.nx} × ${g.ny} pixels binned ${g.binX} × ${g.binY} at detector column ${g.x0}, row ${g.y0}`;
}

/**
 * Every operation on two grids calls this first.
 * @param what The operation, which begins the message.
 * @throws {ContractError} unless origin, binning and size are equal.
 */
export function assertSameGeometry(a: Geometry, b: Geometry, what: string): void {
  if (a.nx !== b.nx || a.ny !== b.ny || a.x0 !== b.x0 || a.y0 !== b.y0 || a.binX !== b.binX || a.binY !== b.binY) {
    throw new ContractError(`${what}: ${describeGeometry(a)} against ${describeGeometry(b)}`);
  }
}

/** The geometry of a section of a grid. @throws {ContractError} if the section leaves the grid or is empty. */
export function sectionGeometry(g: Geometry, s: Section): Geometry {
  if (s.x0 < 0 || s.y0 < 0 || s.x1 > g.nx || s.y1 > g.ny || s.x1 <= s.x0 || s.y1 <= s.y0) {
    throw new ContractError(`section x ${s.x0}–${s.x1}, y ${s.y0}–${s.y1} does not fit ${describeGeometry(g)}`);
  }
  return { nx: s.x1 - s.x0, ny: s.y1 - s.y0, x0: g.x0 + s.x0 * g.binX, y0: g.y0 + s.y0 * g.binY, binX: g.binX, binY: g.binY };
}

/**
 * The section of grid `from` that covers grid `to` exactly.
 * @throws {ContractError} if the binnings differ, the origins differ by a fraction of a pixel, or `to` leaves `from`.
 */
export function sectionCovering(from: Geometry, to: Geometry): Section {
  const x0 = (to.x0 - from.x0) / from.binX;
  const y0 = (to.y0 - from.y0) / from.binY;
  if (from.binX !== to.binX || from.binY !== to.binY || !Number.isInteger(x0) || !Number.isInteger(y0)) {
    throw new ContractError(`no section of ${describeGeometry(from)} is ${describeGeometry(to)}`);
  }
  const section = { x0, x1: x0 + to.nx, y0, y1: y0 + to.ny };
  sectionGeometry(from, section);
  return section;
}

function cropPlane<T extends Float32Array | Uint8Array>(source: T, target: T, nx: number, s: Section): void {
  const width = s.x1 - s.x0;
  for (let y = s.y0; y < s.y1; y++) {
    target.set(source.subarray(y * nx + s.x0, y * nx + s.x1), (y - s.y0) * width);
  }
}

/** A section of a frame: a copy, or the frame itself when the section is all of it (nothing changes a frame once it is made). @throws {ContractError} as `sectionGeometry`. */
export function cropFrame(frame: Frame, section: Section): Frame {
  if (section.x0 === 0 && section.y0 === 0 && section.x1 === frame.geometry.nx && section.y1 === frame.geometry.ny) return frame;
  const out = emptyFrame(sectionGeometry(frame.geometry, section));
  const { nx } = frame.geometry;
  cropPlane(frame.flux, out.flux, nx, section);
  cropPlane(frame.variance, out.variance, nx, section);
  cropPlane(frame.mask, out.mask, nx, section);
  return out;
}

/** The unbinned detector column of the center of binned column `x`: `x0 + b·x + (b − 1)/2`. */
export function detectorColumn(g: Geometry, x: number): number {
  return g.x0 + g.binX * x + (g.binX - 1) / 2;
}

/** The unbinned detector row of the center of binned row `y`. */
export function detectorRow(g: Geometry, y: number): number {
  return g.y0 + g.binY * y + (g.binY - 1) / 2;
}
