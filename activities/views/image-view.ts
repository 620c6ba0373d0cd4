import { readFits, type FitsFile, type ImageHdu } from '#numeric/fits/read';
import { MASK, sharedFloat32, sharedUint8, type Geometry } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { decodeRecord } from '../products/fits/record.js';
import { imageHdu } from '../products/fits/named-hdu.js';
import { maskPyramid, pyramid, rowMeans, valueCounts, type ScaledPlane } from '#numeric/display/pyramid';
import { stretchLimits, type StretchLimits } from '#numeric/display/stretch';

/** A two-dimensional product as a viewer wants it; planes in shared memory. */
export interface ImageView {
  readonly width: number;
  readonly height: number;
  /** Where it lies on the detector; undefined where the header does not tell. */
  readonly geometry: Geometry | undefined;
  /** Electron per raw pixel: what an extraction has to know besides the planes. Undefined of raw frames and masters. */
  readonly readNoiseElectron: number | undefined;
  /** Of the values: `adu` of a raw frame, `electron` of what was made from it. */
  readonly unit: string;
  readonly hasVariance: boolean;
  readonly levels: readonly ScaledPlane[];
  readonly mask: readonly ScaledPlane<Uint8Array>[];
  readonly limits: StretchLimits;
  /** Pixels with each bit of the mask, by its name. */
  readonly masked: Readonly<Record<string, number>>;
  /** Mean along each row of the pixels to be used: the profile along the slit. NaN where there is none. */
  readonly profile: Float64Array;
}

/** The variances of a product at the same scales. */
export interface VarianceView {
  readonly levels: readonly ScaledPlane[];
  readonly limits: StretchLimits;
}

/** What the row of a file knows and its bytes do not say. */
export interface ImageHints {
  readonly name: string;
  /** Of a raw frame; products carry their own. */
  readonly geometry?: Geometry | undefined;
  /** Counts at or above this are saturated, adu. */
  readonly saturationAdu?: number | undefined;
}

/**
 * Reads a raw, reduced or master frame for display. The coarse scales of a product leave out what its mask says; nothing of a raw frame was judged yet,
 * so there all counts are averaged, and its mask marks saturated pixels and blanks.
 * @throws {ReductionError} `request-invalid` where the file holds no image of two axes, what cannot be read was refused when it came.
 */
export function viewImage(bytes: Uint8Array, hints: ImageHints): ImageView {
  const file = readFits(bytes);
  const image = mainImage(file, hints.name);
  const [width = 0, height = 0] = image.shape;
  const data = image.float32(sharedFloat32(width * height));
  const isProduct = hasHdu(file, 'MASK');
  const mask = isProduct ? storedMask(file, width * height) : countMask(data, hints.saturationAdu);
  const judged = isProduct ? mask : undefined;
  const plane = { width, height, data };
  const record = hasHdu(file, 'RECORD') ? recordOf(file) : hints;
  return {
    width,
    height,
    geometry: record.geometry,
    readNoiseElectron: 'exposure' in record && hasHdu(file, 'UNCERT') ? record.exposure?.readNoiseElectron : undefined,
    unit: image.header.text('BUNIT')?.trim().toLowerCase() ?? 'adu',
    hasVariance: hasHdu(file, 'UNCERT'),
    levels: pyramid(plane, judged),
    mask: maskPyramid({ width, height, data: mask }),
    limits: stretchLimits(plane, judged),
    masked: bitCounts(mask),
    profile: rowMeans(plane, judged),
  };
}

/** @throws {ReductionError} `request-invalid` for a file without variances. */
export function viewVariance(bytes: Uint8Array, { name }: Pick<ImageHints, 'name'>): VarianceView {
  const file = readFits(bytes);
  if (!hasHdu(file, 'UNCERT')) throw new ReductionError('request-invalid', `${name} has no variances: they begin with the reduced frame.`);
  const image = imageHdu(file, 'UNCERT');
  const [width = 0, height = 0] = image.shape;
  const plane = { width, height, data: image.float32(sharedFloat32(width * height)) };
  const mask = storedMask(file, width * height);
  return { levels: pyramid(plane, mask, 'variance'), limits: stretchLimits(plane, mask) };
}

/** Bytes that a view keeps in memory. */
export function bytesOfView(view: ImageView | VarianceView): number {
  const planes = [...view.levels, ...('mask' in view ? view.mask : [])];
  return planes.reduce((sum, { data }) => sum + data.byteLength, 1024);
}

function mainImage({ hdus: [first] }: FitsFile, name: string): ImageHdu {
  const shape = first?.kind === 'image' ? first.shape : [];
  if (first?.kind === 'image' && shape.length >= 2 && shape.slice(2).every((axis) => axis === 1)) return first;
  const axes = shape.length === 1 ? 'is a spectrum of one axis' : `has ${shape.length} axes`;
  throw new ReductionError('request-invalid', `${name} ${axes}, not an image of two: ask for its spectrum, or for the image of the frame it was extracted from.`, { axes: shape.length });
}

const hasHdu = (file: FitsFile, name: string) => file.hdus.some((hdu) => hdu.name === name);

interface FrameRecord {
  readonly geometry?: Geometry;
  readonly exposure?: { readonly readNoiseElectron?: number };
}

function recordOf(file: FitsFile): FrameRecord {
  return decodeRecord(imageHdu(file, 'RECORD').physical() as Uint8Array) as FrameRecord;
}

function storedMask(file: FitsFile, pixels: number): Uint8Array {
  const mask = sharedUint8(pixels);
  mask.set(imageHdu(file, 'MASK').physical() as Uint8Array);
  return mask;
}

function countMask(counts: Float32Array, saturation = Infinity): Uint8Array {
  const mask = sharedUint8(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? NaN;
    if (count >= saturation) mask[i] = MASK.SATURATED;
    else if (Number.isNaN(count)) mask[i] = MASK.NO_DATA;
  }
  return mask;
}

function bitCounts(mask: Uint8Array): Record<string, number> {
  const byValue = valueCounts(mask);
  return Object.fromEntries(Object.entries(MASK).map(([name, bit]) => [name, byValue.reduce((sum, count, value) => sum + ((value & bit) !== 0 ? count : 0), 0)]));
}
