import type { Card } from '#numeric/fits/header';
import type { WriteHdu } from '#numeric/fits/write';
import type { CalibrationHeaders } from '../../domain/calibrations.js';
import type { Quality } from '../../domain/products.js';
import type { Level } from '../../domain/reduction.js';

/** What a file says that its product does not know. The date comes from outside, so that encoding is the same whenever it is done. */
export interface EncodeContext {
  /** The product's key. */
  readonly key: string;
  /** Processing date, YYYY-MM-DD. */
  readonly date: string;
  /** The reduction settings in force; their hash goes into the header. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Put into the file name where another product has that name already. */
  readonly distinguishedBy?: string;
}

/** The same for who drafts a file: how each calibration is named in headers and file names. */
export interface DraftContext extends EncodeContext {
  readonly calibrationHeaders: CalibrationHeaders;
}

/** A product as a file to download. */
export interface EncodedFile {
  readonly fileName: string;
  readonly dataType: Level;
  /** Which source on the slit, from 1; null for what has no sources. */
  readonly target: number | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the numbers alone: dates in the header never change it. */
  readonly checksum: string;
  /** The primary header as written. */
  readonly cards: readonly Card[];
  readonly quality: Quality;
}

/** A file before its bytes are made. */
export interface FileDraft extends Omit<EncodedFile, 'bytes' | 'cards'> {
  readonly hdus: readonly WriteHdu[];
}
