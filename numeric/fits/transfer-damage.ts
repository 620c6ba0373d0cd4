import { BLOCK, startsWith } from './bytes.js';
import { FitsError } from './errors.js';
import type { ImageHdu } from './image.js';

/** So many bytes other than padding behind an image are no trailer that somebody added: a frame that went through a text mode gains one in 256. */
const FOREIGN_BYTES = 1000;
/** A text mode adds a byte a line end; more than this part of the image is something else that stands behind it. */
const MOST_ADDED = 0.1;
/** An image of fewer bytes may well have none with its highest bit set. */
const ENOUGH_BYTES = 2880;
/** Nor may one of few values. */
const ENOUGH_VALUES = 16;

const CR = 13;
const LF = 10;

/**
 * Refuses a file of one image that a transfer in text mode has damaged: line ends of two bytes for one shift every pixel behind them, a line of
 * seven bits takes the highest bit off every byte. Both leave a file that reads without complaint.
 * @param end first byte behind the last HDU.
 * @throws {FitsError} if the file was damaged so.
 */
export function refuseTextTransfer(bytes: Uint8Array, image: ImageHdu, end: number): void {
  const advice = 'transferred in text mode? Transfer it again, in binary mode';
  const rest = bytes.length - end;
  if (rest > 0 && bytes.length % BLOCK !== 0 && !startsWith(bytes, end, 'SIMPLE')) {
    let foreign = 0;
    for (let i = end; i < bytes.length; i++) if (bytes[i] !== 0 && bytes[i] !== 32) foreign++;
    if ((foreign >= FOREIGN_BYTES && rest < MOST_ADDED * image.dataLength) || lineEnds(bytes, image.dataOffset) === rest) {
      throw new FitsError(`There are ${rest} bytes too many behind the image: ${advice}`, end);
    }
  }
  if (image.bitpix === 16 && image.header.number('BZERO') === 32768 && image.compression === undefined && isSevenBit(bytes, image)) {
    throw new FitsError(`No byte of the pixels has its highest bit set: ${advice}`, image.dataOffset);
  }
}

/** How many line ends of two bytes there are; −1 if both a line feed and a return stand alone somewhere, as no text mode would have left them. */
function lineEnds(bytes: Uint8Array, from: number): number {
  let pairs = 0;
  let feeds = 0;
  let returns = 0;
  for (let i = from; i < bytes.length; i++) {
    if (bytes[i] === CR) returns++;
    if (bytes[i] !== LF) continue;
    feeds++;
    if (bytes[i - 1] === CR) pairs++;
  }
  return pairs === feeds || pairs === returns ? pairs : -1;
}

/** Unsigned counts below half the range all have the highest bit of their stored value set; one pixel with it ends the search. */
function isSevenBit(bytes: Uint8Array, { dataOffset, dataLength }: ImageHdu): boolean {
  if (dataLength < ENOUGH_BYTES) return false;
  const seen = new Set<number>();
  for (let i = dataOffset; i < dataOffset + dataLength; i++) {
    if (bytes[i] > 127) return false;
    if (seen.size <= ENOUGH_VALUES) seen.add(bytes[i]);
  }
  return seen.size > ENOUGH_VALUES;
}
