import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { FitsError } from '#numeric/fits/errors';
import { isGzip, readFits, type FitsFile, type ImageHdu } from '#numeric/fits/read';
import { sharedFloat32 } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { LARGEST_UNPACKED_BYTES } from '../domain/upload-limits.js';
import type { Products } from './index.js';
import { describeExposure } from '../instruments/goodman/describe-exposure.js';

/**
 * A raw file as an exposure and its counts, float32 in shared memory. The counts are the first image of the file that has pixels.
 * @throws {ReductionError} `not-fits`, or as `describeExposure`.
 */
export function decodeRaw(bytes: Uint8Array, name: string): Products['rawFrame'] {
  const file = readAsFits(bytes, name);
  const [primary] = file.hdus;
  if (primary?.kind !== 'image' || primary.shape.length === 0) {
    throw new ReductionError('not-fits', `${name} holds no pixels in its first part; a raw Goodman frame has its image there.`, { exposure: name });
  }
  const exposure = describeExposure(primary.header, name);
  return {
    exposure,
    cards: primary.header.cards,
    provenance: { steps: [] },
    image: { geometry: exposure.geometry, data: counts(primary) },
    checksum: createHash('sha256').update(bytes).digest('hex'),
  };
}

function counts(hdu: ImageHdu): Float32Array {
  const pixels = hdu.shape.reduce((product, axis) => product * axis, 1);
  return hdu.float32(sharedFloat32(pixels));
}

function readAsFits(bytes: Uint8Array, name: string): FitsFile {
  try {
    return readFits(isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: LARGEST_UNPACKED_BYTES }) : bytes);
  } catch (error) {
    if (error instanceof FitsError) throw new ReductionError('not-fits', `${name} cannot be read as FITS: ${error.message}`, { exposure: name, offset: error.offset }, { cause: error });
    if (error instanceof Error && 'code' in error) throw new ReductionError('not-fits', `${name} is a damaged or oversized gzip file: ${error.message}.`, { exposure: name }, { cause: error });
    throw error;
  }
}
