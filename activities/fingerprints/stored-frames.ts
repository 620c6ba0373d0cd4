import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cropFrame, emptyFrame, MASK, type Frame } from '#numeric/frame';
import { decodeRaw } from '../products/decode-raw.js';
import type { Products } from '../products/index.js';

type RawFrame = Products['rawFrame'];

/** About the bias level of the stored frames, adu. */
const LEVEL_ADU = 493;
/** About their read noise squared, electron². */
const READ_NOISE_SQUARED = 16;

/** The stored raw frames: `0001_bias`, `0006_flat_400m1`, `pair`, `arc_400m1`, … Reading and describing them counts as the step's work, as its key names raw bytes too. */
export function storedFrames(folder: string): (name: string) => RawFrame {
  return (name) => decodeRaw(readFileSync(path.join(folder, `${name}.fits.gz`)), `${name}.fits`);
}

/** A raw frame with some of its counts replaced; the number of pixel and count of each. */
export function withCounts(raw: RawFrame, change: (counts: Float32Array) => void): RawFrame {
  const data = Float32Array.from(raw.image.data);
  change(data);
  return { ...raw, image: { ...raw.image, data } };
}

/**
 * A frame as a step further on gets it, made from the counts by integer arithmetic instead of by the steps before: whole electrons (the gain
 * is taken as 1), the variance that belongs to them, saturated pixels marked. So a step before may change and this one's input stays.
 */
export function frameOf(raw: RawFrame): Products['frame'] {
  const { exposure, cards, provenance } = raw;
  const whole = emptyFrame(raw.image.geometry);
  raw.image.data.forEach((count, i) => {
    const electrons = Math.round(count) - LEVEL_ADU;
    whole.flux[i] = electrons;
    whole.variance[i] = READ_NOISE_SQUARED + Math.max(0, electrons);
    whole.mask[i] = count >= exposure.saturationAdu ? MASK.SATURATED : 0;
  });
  return { exposure, cards, provenance, frame: cropFrame(whole, exposure.lightSection) };
}

/** A frame divided by a power of two, which is exact. */
export function dividedBy(frame: Frame, powerOfTwo: number): Frame {
  return { ...frame, flux: frame.flux.map((value) => value / powerOfTwo), variance: frame.variance.map((value) => value / powerOfTwo ** 2) };
}
