import type { FitsFile } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import type { CalibrationHeader, Purpose } from '../domain/calibrations.js';
import type { Question } from '../domain/criteria.js';
import type { Exposure, ExposureKind } from '../domain/exposure.js';
import type { Level } from '../domain/reduction.js';
import type { ReductionSettings } from '../domain/settings.js';
import type { DraftContext, FileDraft } from './fits/file-draft.js';

/**
 * Where a product is kept. `uploaded`: its bytes came from outside. `read back`: in a file from which it is read again. `written`: in a file for
 * people; the product itself is small or cheap, and made again. `memory`: nobody ever looks at it, so it is only made again.
 */
export type Storage = 'uploaded' | 'read back' | 'written' | 'memory';

/** How a product becomes files, and a product again. */
export interface FileFormat<Value> {
  readonly level: Level;
  /** One file, or one for each source on the slit. */
  files(product: Value, context: DraftContext): readonly FileDraft[];
  /** What the file holds besides its record; together they are the product. */
  read(file: FitsFile, record: Readonly<Record<string, unknown>>, loops?: WordLoops): Value;
}

/** A candidate as its calibration ranks it and speaks of it. */
export interface RankedCandidate {
  readonly name: string;
  readonly exposure: Exposure;
  /** Frames it was combined from. */
  readonly members: number;
}

/** A calibration that might serve and is not there, and why. */
export interface Obstacle {
  readonly name: string;
  readonly state: 'failed' | 'waiting';
  readonly reason: string;
}

/** How many frames a master takes, how many raw ones there are, and what became of them; for the sentence about what is missing. */
export interface Needs {
  readonly minimum?: number;
  readonly atHand?: number;
  readonly obstacles?: readonly Obstacle[];
  /** Nothing arrives later: a folder. */
  readonly final?: boolean;
}

/** Between two calibrations of a kind, one before and one after the exposure, is interpolated. */
export interface Bracket {
  /** The input of the recipes that the second one serves. */
  readonly input: string;
  wanted(settings: ReductionSettings): boolean;
  /** Does the other enclose the exposure together with the one that was chosen, and are both of one kind? */
  encloses(exposure: Exposure, chosen: Exposure, other: Exposure): boolean;
  /** What is put behind the reason for the first: `and arc_2.fits, 20 min away after it: interpolated`. */
  reasonBesides(exposure: Exposure, other: RankedCandidate): string;
}

/** How a kind of product calibrates other exposures. */
export interface Calibration {
  readonly purpose: Purpose;
  /** The input of the recipes that it serves. */
  readonly input: string;
  /** The kind of raw frame that it is made of. */
  readonly madeOf: ExposureKind;
  /** Can this exposure, with these settings, not be reduced without one? */
  neededBy(exposure: Exposure, settings: ReductionSettings): boolean;
  /** What has to agree, in the order in which people think of it; the nights are asked last. */
  readonly questions: readonly Question[];
  /** A calibration of so many nights before or after still serves. */
  readonly validityNights: number;
  /** Smaller is nearer; provisional is what serves until something better lands. */
  rank(exposure: Exposure, candidate: Exposure): { readonly distance: number; readonly provisional: boolean };
  /** Why this one: `master_bias_… of 10 frames, same night`. */
  reasonChosen(exposure: Exposure, candidate: RankedCandidate): string;
  /** What is missing; why the candidates at hand were refused is put behind it. */
  reasonMissing(exposure: Exposure, needs: Needs, anyRefused: boolean): string;
  /** Set where several frames are combined: which belong together, and how many it takes. */
  readonly combined?: { groupingKey(exposure: Exposure): string; minimum(settings: ReductionSettings): number };
  /** Set where a second one helps. */
  readonly bracket?: Bracket;
  readonly header: CalibrationHeader;
}

/** One kind of product, declared once: everything else about it derives from here. */
export interface ProductDefinition<Value> {
  /** The name of the kind, and the key of the table in `index.ts`. */
  readonly kind: string;
  /** One sentence for documents and the API. */
  readonly summary: string;
  readonly storage: Storage;
  /** Undefined for what is never a file of ours. */
  readonly file?: FileFormat<Value>;
  readonly calibrates?: Calibration;
  /** Only for the compiler: what a product of this kind is in memory. */
  readonly value?: Value;
}

/**
 * Declares a kind of product. Called twice, so that the type of the value is given and the rest is inferred:
 * `defineProduct<Master>()({ kind: 'masterBias', … })`.
 */
export function defineProduct<Value>() {
  return <const Definition extends ProductDefinition<Value>>(definition: Definition): Definition & { readonly value?: Value } => definition;
}

