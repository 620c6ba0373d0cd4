import { createHash } from 'node:crypto';
import type { ImageHdu } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import { sharedFloat32 } from '#numeric/frame';
import type { ExposureKind } from '../domain/exposure.js';
import { LARGEST_UNPACKED_BYTES } from '../domain/upload-limits.js';
import { describeAs } from '../instruments/goodman/describe-as.js';
import type { Products } from './index.js';
import { readRawFile } from './raw-file.js';

/**
 * A raw file, packed or not, as an exposure and its counts, float32 in shared memory. What is odd about the file stands among the warnings of the
 * exposure, and goes with it to record, products and summary. `as` is what somebody says that it is, `loops` are faster than the plain ones, with the same result.
 * @throws {ReductionError} `not-fits` as `readRawFile`, or as `describeAs`.
 */
export function decodeRaw(sent: Uint8Array, name: string, as?: ExposureKind, loops?: WordLoops): Products['rawFrame'] {
  const { bytes, image, warnings } = readRawFile(sent, name, LARGEST_UNPACKED_BYTES, loops);
  const exposure = describeAs(image.header, name, as);
  return {
    exposure: { ...exposure, warnings: [...warnings, ...exposure.warnings] },
    cards: image.header.cards,
    provenance: { steps: [] },
    image: { geometry: exposure.geometry, data: counts(image, loops) },
    checksum: createHash('sha256').update(bytes).digest('hex'),
  };
}

function counts(hdu: ImageHdu, loops: WordLoops | undefined): Float32Array {
  const pixels = hdu.shape.reduce((product, axis) => product * axis, 1);
  return hdu.float32(sharedFloat32(pixels), loops);
}
