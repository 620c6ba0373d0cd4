import { padded } from './bytes.js';
import type { Header } from './header.js';
import { readFits, type Hdu, type ImageHdu } from './read.js';
import { plainLoops, type WordLoops } from './word-loops.js';

/**
 * Ones'-complement arithmetic: a sum of 32 bit words in which a carry out of the top comes back in at the bottom. The two halves
 * are summed apart in doubles, exact for 2³⁷ words.
 */
export class WordSum {
  #high = 0;
  #low = 0;

  /** Adds sums of the upper and of the lower 16 bits of many words. */
  add(high: number, low: number): void {
    this.#high += high;
    this.#low += low;
  }

  /** The sum of the words as an unsigned integer of 32 bits. */
  get value(): number {
    let high = this.#high;
    let low = this.#low;
    while (high > 0xffff || low > 0xffff) {
      const carryHigh = Math.floor(high / 0x10000);
      const carryLow = Math.floor(low / 0x10000);
      high = (high % 0x10000) + carryLow;
      low = (low % 0x10000) + carryHigh;
    }
    return high * 0x10000 + low;
  }
}

/**
 * The DATASUM of bytes: their ones'-complement sum as big-endian 32 bit words; a rest of 1 to 3 bytes counts as if filled with zeros.
 * @see FITS 4.0 §4.4.2.7 and appendix J.
 */
export function dataSum(bytes: Uint8Array, loops: WordLoops = plainLoops): number {
  const sum = new WordSum();
  const whole = bytes.length - (bytes.length % 4);
  let { high, low } = loops.sumWords(bytes.subarray(0, whole));
  for (let i = whole; i < bytes.length; i++) {
    const place = i - whole;
    if (place < 2) high += bytes[i] << (8 - 8 * place);
    else low += bytes[i] << 8;
  }
  sum.add(high, low);
  return sum.value;
}

/** Ones'-complement sum of two sums, both unsigned 32 bit integers. */
export function addSums(a: number, b: number): number {
  const sum = a + b;
  return sum > 0xffffffff ? sum - 0xffffffff : sum;
}

/**
 * The 16 characters that stand in a CHECKSUM card so that the whole HDU sums to −0. Each byte of the complement is cut in four
 * that add up to it, offset by "0"; pairs that would be punctuation are moved apart; the string is turned by one, because a
 * card's string starts in column 12.
 * @param sum the ones'-complement sum of the HDU with CHECKSUM set to sixteen zeros.
 * @see FITS 4.0 appendix J.3.
 */
export function encodeChecksum(sum: number): string {
  const complement = ~sum >>> 0;
  const characters = new Array<number>(16);
  for (let i = 0; i < 4; i++) {
    const byte = (complement >>> (24 - 8 * i)) & 0xff;
    const quarter = Math.floor(byte / 4) + 48;
    const four = [quarter + (byte % 4), quarter, quarter, quarter];
    while (four.some(isPunctuation)) {
      for (const pair of [0, 2]) {
        if (!isPunctuation(four[pair]) && !isPunctuation(four[pair + 1])) continue;
        four[pair]++;
        four[pair + 1]--;
      }
    }
    for (let j = 0; j < 4; j++) characters[4 * j + i] = four[j];
  }
  return String.fromCharCode(characters[15], ...characters.slice(0, 15));
}

function isPunctuation(code: number): boolean {
  return (code >= 0x3a && code <= 0x40) || (code >= 0x5b && code <= 0x60);
}

/** Whether the two sums in the header of an HDU are those of its bytes. */
export interface ChecksumVerdict {
  /** Number of the HDU, from 0. */
  readonly hdu: number;
  /** True if right, false if wrong, undefined where the header has no such card. */
  readonly datasum: boolean | undefined;
  readonly checksum: boolean | undefined;
}

/**
 * Recomputes DATASUM and CHECKSUM of every HDU. A wrong sum is a verdict, not an error. One pass over the file.
 * @throws {FitsError} as readFits does.
 * @see FITS 4.0 §4.4.2.7 and appendix J
 */
export function verifyChecksums(bytes: Uint8Array): ChecksumVerdict[] {
  return readFits(bytes).hdus.map((hdu, index) => verifyHdu(bytes, hdu, index));
}

/** The same of one HDU of a file; where its header has neither card, nothing is summed. A DATASUM that is no number is none. */
export function verifyHdu(bytes: Uint8Array, hdu: Hdu, index: number, loops: WordLoops = plainLoops): ChecksumVerdict {
  if (hdu.kind === 'image' && hdu.packedHeader) return verifyCompressed(bytes, hdu, hdu.packedHeader, index, loops);
  return { hdu: index, ...sumsOf(bytes, hdu, hdu.header, loops) };
}

type Sums = Omit<ChecksumVerdict, 'hdu'>;

function sumsOf(bytes: Uint8Array, { headerOffset, dataOffset, dataLength }: Hdu, header: Header, loops: WordLoops): Sums {
  const declared = datasumOf(header);
  const hasChecksum = Boolean(header.text('CHECKSUM'));
  if (declared === undefined && !hasChecksum) return { datasum: undefined, checksum: undefined };
  const data = dataSum(bytes.subarray(dataOffset, dataOffset + padded(dataLength)), loops);
  const whole = hasChecksum ? addSums(dataSum(bytes.subarray(headerOffset, dataOffset)), data) : 0;
  return { datasum: declared === undefined ? undefined : declared === data, checksum: hasChecksum ? whole === 0xffffffff || whole === 0 : undefined };
}

/** DATASUM of a header; undefined where it is missing or no number (an older notation than that of the standard). */
export function datasumOf(header: Header): number | undefined {
  const declared = String(header.text('DATASUM') ?? header.number('DATASUM') ?? '').trim();
  return /^\d+$/.test(declared) ? Number(declared) : undefined;
}

/**
 * The sums in the header of the table are those of the table, or where a program left the cards of the image as they stood those of the image; the
 * restored header has those of the image (ZDATASUM).
 */
function verifyCompressed(bytes: Uint8Array, image: ImageHdu, table: Header, hdu: number, loops: WordLoops): ChecksumVerdict {
  const sums = sumsOf(bytes, image, table, loops);
  const own = datasumOf(image.header);
  if (own === undefined && sums.datasum !== false) return { hdu, ...sums };
  const unpacked = dataSum(image.dataUnit(), loops);
  if (own !== undefined && own !== unpacked) return { hdu, ...sums, datasum: false };
  if (sums.datasum === false && datasumOf(table) === unpacked) return { hdu, datasum: true, checksum: undefined };
  return { hdu, ...sums, datasum: sums.datasum ?? (own === undefined ? undefined : true) };
}
