/** The bytes cannot be read as FITS. The message says what is wrong, where, and what to do. */
export class FitsError extends Error {
  override readonly name = 'FitsError';
  /** Byte of the file where the trouble starts, from 0. */
  readonly offset: number;
  /** The header card in question, as it stands in the file. */
  readonly card?: string;
  /** The message without its place. */
  readonly plain: string;

  constructor(message: string, offset: number, card?: string) {
    const where = card === undefined ? `byte ${offset}` : `byte ${offset}, card "${card.trimEnd()}"`;
    super(`${message} (${where})`);
    this.offset = offset;
    this.plain = message;
    if (card !== undefined) this.card = card;
  }
}

/** The file breaks the standard, and could be read all the same. */
export interface FitsWarning {
  /** Byte of the file, from 0. */
  readonly offset: number;
  /** The header card in question, as it stands in the file. */
  readonly card?: string;
  /** A sentence. */
  readonly message: string;
}

/** More than this many warnings tell nobody anything, and a hostile file could make one for every 80 bytes. */
const MOST_WARNINGS = 1000;

/** Warnings as they are found, of one file; a bounded number. */
export class WarningList {
  readonly warnings: FitsWarning[] = [];

  /** Notes a problem at a byte of the file, from 0, with its card where there is one. */
  add(message: string, offset: number, card?: string): void {
    if (this.warnings.length < MOST_WARNINGS) {
      this.warnings.push(card === undefined ? { offset, message } : { offset, card: card.trimEnd(), message });
    } else if (this.warnings.length === MOST_WARNINGS) {
      this.warnings.push({ offset, message: `There are more than ${MOST_WARNINGS} problems; the rest is not listed.` });
    }
  }
}
