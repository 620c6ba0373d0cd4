import { createHash } from 'node:crypto';
import type { ImageHdu } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import { sharedFloat32, sharedUint16, type Counts } from '#numeric/frame';
import type { ExposureKind } from '../domain/exposure.js';
import { LARGEST_UNPACKED_BYTES } from '../domain/upload-limits.js';
import { describeAs } from '../instruments/goodman/describe-as.js';
import type { Products } from './index.js';
import { readRawFile } from './raw-file.js';

/**
 * A raw file, packed or not, as an exposure and its counts, in shared memory: in 16 bits as cameras write them, float32 for all else. What is odd about the file stands among the warnings of the
 * exposure, and goes with it to record, products and summary. `as` is what somebody says that it is, `loops` are faster than the plain ones, with the same result.
 * @throws {ReductionError} `not-fits` as `readRawFile`, or as `describeAs`.
 */
export function decodeRaw(sent: Uint8Array, name: string, as?: ExposureKind, loops?: WordLoops): Products['rawFrame'] {
  const { described, hdu } = describeRaw(sent, name, as, loops);
  return { ...described, image: { geometry: described.exposure.geometry, data: counts(hdu, loops) } };
}

/** What `decodeRaw` tells of a raw file besides its counts, where those stand, and whether the file was packed. @throws {ReductionError} as `decodeRaw`. */
export function describeRaw(sent: Uint8Array, name: string, as?: ExposureKind, loops?: WordLoops): { readonly described: Omit<Products['rawFrame'], 'image'>; readonly hdu: ImageHdu; readonly packed: boolean } {
  const { bytes, image: hdu, warnings } = readRawFile(sent, name, LARGEST_UNPACKED_BYTES, loops);
  const exposure = describeAs(hdu.header, name, as);
  return {
    described: {
      exposure: { ...exposure, warnings: [...warnings, ...exposure.warnings] },
      cards: hdu.header.cards,
      provenance: { steps: [] },
      checksum: createHash('sha256').update(bytes).digest('hex'),
    },
    hdu,
    packed: bytes !== sent,
  };
}

/** The counts of an image, in shared memory. */
export function counts(hdu: ImageHdu, loops: WordLoops | undefined): Counts {
  const pixels = hdu.shape.reduce((product, axis) => product * axis, 1);
  return hdu.isUint16 ? hdu.uint16(sharedUint16(pixels), loops) : hdu.float32(sharedFloat32(pixels), loops);
}
