import { FitsError } from '../errors.js';

/** What a word of the list means, by its upper four bits; the lower twelve are its number. */
const Word = { ZEROS: 0, SET_HIGH: 1, RAISE: 2, LOWER: 3, VALUES: 4, ZEROS_AND_VALUE: 5, RAISE_AND_PUT: 6, LOWER_AND_PUT: 7 } as const;

/**
 * Undoes PLIO_1, the line lists in which IRAF keeps masks: runs of zeros and of a current value, and words that change that value.
 * @param list the words of one tile.
 * @returns `count` integers from 0 to 2²⁴ − 1; what the list does not reach is 0.
 * @throws {FitsError} if the list is no such list, or passes the end of the tile.
 * @see FITS 4.0 §10.4.3
 */
export function plioDecode(list: ArrayLike<number>, count: number): Int32Array {
  const out = new Int32Array(count);
  const damaged = () => new FitsError('A tile coded by PLIO_1 does not make sense: the file is damaged', 0);
  // Word 2 is the length of a short list (head of 3 words); else the length stands in words 3 and 4, that of the head in word 1.
  const short = (list[2] ?? 0) > 0;
  const length = short ? list[2] : ((list[4] ?? 0) << 15) + (list[3] ?? 0);
  const first = short ? 3 : (list[1] ?? 0);
  if (length > list.length || first < 3) throw damaged();
  let at = 0;
  let value = 1;
  for (let i = first; i < length; i++) {
    const word = list[i] & 0xffff;
    const number = word & 0xfff;
    const run = (from: number, to: number) => {
      if (to > count) throw damaged();
      out.fill(value, from, to);
      at = Math.max(at, to);
    };
    switch (word >> 12) {
      case Word.ZEROS:
        at += number;
        break;
      case Word.SET_HIGH:
        value = ((list[++i] ?? 0) << 12) + number;
        break;
      case Word.RAISE:
        value += number;
        break;
      case Word.LOWER:
        value -= number;
        break;
      case Word.VALUES:
        run(at, at + number);
        break;
      case Word.ZEROS_AND_VALUE:
        at += number;
        if (number > 0) run(at - 1, at);
        break;
      case Word.RAISE_AND_PUT:
      case Word.LOWER_AND_PUT:
        value += word >> 12 === Word.RAISE_AND_PUT ? number : -number;
        run(at, at + 1);
        break;
      default:
        throw damaged();
    }
    if (at > count) throw damaged();
  }
  return out;
}
