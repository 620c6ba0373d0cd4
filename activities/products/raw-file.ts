import { verifyHdu } from '#numeric/fits/checksum';
import { FitsError, type FitsWarning } from '#numeric/fits/errors';
import { readFits, unpackFile, type FitsFile, type ImageHdu } from '#numeric/fits/read';
import { unpackImage } from '#numeric/fits/unpack-image';
import type { WordLoops } from '#numeric/fits/word-loops';
import { ReductionError } from '../domain/errors.js';
import { LARGEST_UNPACKED_BYTES } from '../domain/upload-limits.js';

/** A raw frame's file, read. */
export interface RawFile {
  /** The file without any packing: what its checksum is of, and what is kept. */
  readonly bytes: Uint8Array;
  /** Its image, the first part of the file. */
  readonly image: ImageHdu;
  /** What is odd about the file and could be read all the same, in sentences. */
  readonly warnings: readonly string[];
}

/** A file as it was before it was packed, if it was. */
export interface UnpackedFile {
  readonly bytes: Uint8Array;
  readonly warnings: readonly string[];
}

/** More kinds of trouble than this tell an observer nothing. */
const MOST_WARNINGS = 20;
/** Cards that one sentence names. */
const MOST_NAMED = 4;

/**
 * Reads the file of a raw frame however it is packed: gzip, bzip2, Unix compress, tile compression. The same frame packed in another way is the
 * same bytes here. Its pixels are proved against DATASUM where it has one.
 * @param limit bytes it may take unpacked.
 * @throws {ReductionError} `not-fits`: not FITS, damaged, cut short, larger than the limit when unpacked, without an image in its first part, or its pixels are not those of its DATASUM.
 */
export function readRawFile(sent: Uint8Array, name: string, limit = LARGEST_UNPACKED_BYTES, loops?: WordLoops): RawFile {
  return saidOf(name, () => {
    const { bytes: whole, warnings } = unpackFile(sent, limit);
    const bytes = unpackImage(whole, limit);
    const file = readFits(bytes);
    const image = imageOf(file, name);
    return { bytes, image, warnings: [...warnings, ...sentences(file.warnings), ...sumWarnings(bytes, file, name, loops)] };
  });
}

/**
 * Takes off the outer packing alone: that of the file, or where there is none that of the image.
 * @param size bytes it takes: room for them is made at once.
 * @throws {ReductionError} `not-fits`: damaged, cut short, or larger.
 */
export function unpackOnce(sent: Uint8Array, name: string, size: number): UnpackedFile {
  return saidOf(name, () => {
    const file = unpackFile(sent, size, size);
    return file.bytes === sent ? { bytes: unpackImage(sent, size), warnings: [] } : file;
  });
}

/** Does the work; what is wrong with the bytes is said of this file. */
function saidOf<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    const facts = { exposure: name, offset: error.offset, ...(error.card === undefined ? {} : { card: error.card }) };
    throw new ReductionError('not-fits', `${name} cannot be read as FITS: ${error.message}.`, facts, { cause: error });
  }
}

function imageOf({ hdus }: FitsFile, name: string): ImageHdu {
  const [primary] = hdus;
  if (primary?.kind === 'image' && primary.shape.length > 0) return primary;
  const broken = hdus.find((hdu) => hdu.kind === 'other' && hdu.problem !== undefined);
  const problem = broken?.kind === 'other' ? broken.problem : undefined;
  if (problem !== undefined) throw new ReductionError('not-fits', `${name} cannot be read as FITS: ${problem}.`, { exposure: name });
  if (!hdus.some((hdu) => hdu.kind === 'image' && hdu.shape.length >= 2)) throw new ReductionError('not-fits', `${name} is FITS, but holds no image.`, { exposure: name });
  throw new ReductionError('not-fits', `${name} holds no pixels in its first part; a raw Goodman frame has its image there.`, { exposure: name });
}

/** A wrong DATASUM of the image is an error, since nobody can tell which pixels are wrong; every other wrong sum is worth a word. */
function sumWarnings(bytes: Uint8Array, { hdus }: FitsFile, name: string, loops: WordLoops | undefined): string[] {
  return hdus.flatMap((hdu, index) => {
    if (hdu.kind === 'other' && hdu.problem !== undefined) return []; // said already, in better words
    const { datasum, checksum } = verifyHdu(bytes, hdu, index, loops);
    const where = index === 0 ? '' : ` of extension ${index}`;
    if (datasum === false && index === 0) {
      throw new ReductionError('not-fits', `DATASUM of ${name} does not fit: the pixels are not those that were written. Transfer the file again.`, { exposure: name });
    }
    if (datasum === false) return [`DATASUM${where} does not fit: its data are not those that were written.`];
    if (checksum === false && datasum === true) return [`CHECKSUM${where} does not fit, DATASUM does: the header was changed after it was written.`];
    return checksum === false ? [`CHECKSUM${where} does not fit: header or data are not those that were written.`] : [];
  });
}

/** One sentence for each kind of trouble, with the cards it was found in. */
function sentences(warnings: readonly FitsWarning[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const { message, card } of warnings) {
    const cards = kinds.get(message) ?? [];
    const keyword = card === undefined ? undefined : (/^[\x21-\x7e]+/.exec(card.slice(0, 8))?.[0] ?? 'a card without a keyword');
    if (keyword !== undefined && !cards.includes(keyword) && !message.startsWith(`${keyword} `)) cards.push(keyword);
    kinds.set(message, cards);
  }
  const all = [...kinds].map(([message, cards]) => {
    if (cards.length === 0) return message;
    const more = cards.length > MOST_NAMED ? ` and ${cards.length - MOST_NAMED} more` : '';
    return `${message.replace(/\.$/, '')} (${cards.slice(0, MOST_NAMED).join(', ')}${more}).`;
  });
  return all.length <= MOST_WARNINGS ? all : [...all.slice(0, MOST_WARNINGS), `There are ${all.length - MOST_WARNINGS} further kinds of trouble with the header.`];
}
