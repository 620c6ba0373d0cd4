import { LRUCache } from 'lru-cache';
import { TUPLE_FIELDS, type TupleField } from './file-tuple.js';

/** So many files of one tuple were taken in one night and have their id in one block. */
export interface CountRow {
  readonly block: number;
  readonly night: string;
  /** The values of `TUPLE_FIELDS` as a JSON array. */
  readonly tuple: string;
  readonly files: number;
}

/** May files of this proposal, level and trust be seen? The same rules are the same function, so that what it said is kept. */
export type Sees = (of: { proposalId: string; dataType: number; trusted: boolean; released: boolean }) => boolean;

/** Asked once per tuple or night, not per file. */
export interface Selection {
  /** By the number of the tuple: 1 where its files are wanted. */
  readonly tuples: Uint8Array;
  /** By the number of the night; undefined wants all. */
  readonly nights?: Uint8Array | undefined;
  /** The numbers of the wanted tuples. */
  readonly numbers: Uint32Array;
  /** The same words for the same selection; what is worked out of it is kept under them. */
  readonly name: string;
}

/** Selections, and answers, that are kept: of 60 000 tuples one takes 300 kB. */
const MOST_KEPT = 64;

/** Counts of files by tuple, night and block, in memory: whatever is asked about them is a walk over integers. */
export class CountCube {
  /** The number of each value of each field, and back. */
  readonly #values = TUPLE_FIELDS.map(() => ({ numbers: new Map<string, number>(), names: [] as string[] }));
  /** By field: the value number of each tuple. */
  readonly #columns: number[][] = TUPLE_FIELDS.map(() => []);
  readonly #tuples = new Map<string, number>();
  readonly #nights = { numbers: new Map<string, number>(), names: [] as string[] };
  readonly #totals: number[] = [];
  // One row each: which tuple, which night, how many.
  readonly #rowTuple: number[] = [];
  readonly #rowNight: number[] = [];
  readonly #rowFiles: number[] = [];
  readonly #rowsOfBlock = new Map<number, number[]>();
  readonly #rowsOfNight: number[][] = [];
  // By the number of the tuple or night.
  readonly #tupleSpans: Span[] = [];
  readonly #nightSpans: Span[] = [];
  #released: ReadonlySet<string> = new Set();
  readonly #ofTuples = new LRUCache<string, object>({ max: MOST_KEPT });
  readonly #ofCounts = new LRUCache<string, object>({ max: MOST_KEPT });
  /** By the rules that were asked: 1 for each tuple that they let through. */
  #visible = new WeakMap<Sees, { readonly released: ReadonlySet<string>; readonly tuples: Uint8Array }>();
  /** From the newest to the oldest; undefined until somebody asks. */
  #blocks: number[] | undefined;

  /** SOAR ids of proposals whose time as data of their own is over. */
  get released(): ReadonlySet<string> {
    return this.#released;
  }

  set released(released: ReadonlySet<string>) {
    this.#released = released;
    this.#forget();
  }

  #forget(): void {
    if (this.#ofTuples.size > 0) this.#ofTuples.clear();
    if (this.#ofCounts.size > 0) this.#ofCounts.clear();
  }

  /** What was worked out of the tuples and nights there are, whatever their counts: forgotten when there is another one. */
  ofTuples<T extends object>(name: string, work: () => T): T {
    return kept(this.#ofTuples, name, work);
  }

  /** What was worked out of the counts: forgotten when one is another. */
  ofCounts<T extends object>(name: string, work: () => T): T {
    return kept(this.#ofCounts, name, work);
  }

  get tuples(): number {
    return this.#totals.length;
  }

  get rows(): number {
    return this.#rowFiles.length;
  }

  get nights(): readonly string[] {
    return this.#nights.names;
  }

  /** Sets a count; gives the row, to take it back. */
  set({ block, night, tuple, files }: CountRow): void {
    const row = this.#rowAt(block, night, tuple);
    this.#add(row, files - (this.#rowFiles[row] ?? 0));
  }

  /** Adds to a count; gives what takes it back. */
  add({ block, night, tuple, files }: CountRow): () => void {
    const row = this.#rowAt(block, night, tuple);
    this.#add(row, files);
    return () => {
      this.#add(row, -files);
    };
  }

  /** Adds a count that is there once: nothing is looked for. */
  append({ block, night, tuple, files }: CountRow): void {
    this.#add(this.#rowAt(block, night, tuple, true), files);
  }

  #add(row: number, files: number): void {
    if (files !== 0 && this.#ofCounts.size > 0) this.#ofCounts.clear();
    this.#rowFiles[row] = (this.#rowFiles[row] ?? 0) + files;
    const tuple = this.#rowTuple[row] ?? 0;
    this.#totals[tuple] = (this.#totals[tuple] ?? 0) + files;
  }

  #rowAt(block: number, night: string, text: string, isNew = false): number {
    const tuple = this.#tuples.get(text) ?? this.#newTuple(text);
    let nightNumber = this.#nights.numbers.get(night);
    if (nightNumber === undefined) {
      nightNumber = numbered(this.#nights, night);
      this.#rowsOfNight.push([]);
      this.#forget();
    }
    let rows = this.#rowsOfBlock.get(block);
    if (!rows) {
      this.#rowsOfBlock.set(block, (rows = []));
      this.#blocks = undefined;
    }
    // A block has some hundred rows at most: sooner walked than looked up in a map of half a million.
    const known = isNew ? undefined : rows.find((row) => this.#rowTuple[row] === tuple && this.#rowNight[row] === nightNumber);
    if (known !== undefined) return known;
    widen(this.#tupleSpans, tuple, block);
    widen(this.#nightSpans, nightNumber, block);
    const row = this.#rowTuple.push(tuple) - 1;
    this.#rowNight.push(nightNumber);
    this.#rowFiles.push(0);
    rows.push(row);
    this.#rowsOfNight[nightNumber]?.push(row);
    return row;
  }

  #newTuple(text: string): number {
    const values = JSON.parse(text) as string[];
    this.#columns.forEach((column, i) => {
      const known = this.#values[i];
      if (known) column.push(numbered(known, values[i] ?? ''));
    });
    const tuple = this.#totals.push(0) - 1;
    this.#tuples.set(text, tuple);
    this.#forget();
    return tuple;
  }

  /** Every value of a field that was ever seen, by its number. */
  valuesOf(field: TupleField): readonly string[] {
    return this.#values[TUPLE_FIELDS.indexOf(field)]?.names ?? [];
  }

  /** The value number of each tuple in a field. */
  columnOf(field: TupleField): readonly number[] {
    return this.#columns[TUPLE_FIELDS.indexOf(field)] ?? [];
  }

  /** The value of a tuple in a field. */
  valueOf(tuple: number, field: TupleField): string {
    return this.valuesOf(field)[this.columnOf(field)[tuple] ?? -1] ?? '';
  }

  /** 1 for each tuple whose files the rules let through; asked again only for tuples that are new, or when proposals were released. Not to be changed. */
  visibleTo(sees: Sees): Uint8Array {
    const known = this.#visible.get(sees);
    const kept = known?.released === this.released ? known.tuples : new Uint8Array(0);
    if (kept.length === this.tuples) return kept;
    const tuples = new Uint8Array(this.tuples);
    tuples.set(kept);
    const verdicts = new Map<string, boolean>();
    for (let tuple = kept.length; tuple < tuples.length; tuple++) {
      const [proposalId, level, trusted] = [this.valueOf(tuple, 'proposal_id'), this.valueOf(tuple, 'data_type'), this.valueOf(tuple, 'trusted')];
      const name = `${level} ${trusted} ${proposalId}`;
      const verdict = verdicts.get(name) ?? sees({ proposalId, dataType: Number(level), trusted: trusted === 'true', released: this.released.has(proposalId) });
      verdicts.set(name, verdict);
      tuples[tuple] = verdict ? 1 : 0;
    }
    this.#visible.set(sees, { released: this.released, tuples });
    return tuples;
  }

  /** Wanted nights by number. */
  selectNights(wanted: (night: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#nights.names, (night) => (wanted(night) ? 1 : 0));
  }

  /** Files by tuple, of the wanted nights. */
  byTuple(nights?: Uint8Array): ArrayLike<number> {
    if (!nights) return this.#totals;
    const counts = new Int32Array(this.tuples);
    this.#rowsOfNight.forEach((rows, night) => {
      if (nights[night] !== 1) return;
      for (const row of rows) {
        const tuple = this.#rowTuple[row] ?? 0;
        counts[tuple] = (counts[tuple] ?? 0) + (this.#rowFiles[row] ?? 0);
      }
    });
    return counts;
  }

  /** Files of each tuple, of the nights that are wanted. */
  ofNights({ nights, name }: Pick<Selection, 'nights' | 'name'>): ArrayLike<number> {
    return nights ? this.ofCounts(`tuples of ${name}`, () => this.byTuple(nights)) : this.byTuple();
  }

  /** How many files are wanted. */
  total({ numbers, nights, name }: Selection): number {
    return this.ofCounts(`total of ${name}`, () => {
      const counts = this.byTuple(nights);
      let files = 0;
      for (const tuple of numbers) files += counts[tuple] ?? 0;
      return { files };
    }).files;
  }

  /** Files of one night, tuple by tuple. */
  tuplesOf(night: string): { readonly tuple: number; readonly files: number }[] {
    const rows = this.#rowsOfNight[this.#nights.numbers.get(night) ?? -1] ?? [];
    return rows.map((row) => ({ tuple: this.#rowTuple[row] ?? 0, files: this.#rowFiles[row] ?? 0 }));
  }

  /** Wanted files by night number, whatever nights are wanted. */
  byNight({ tuples, name }: Pick<Selection, 'tuples' | 'name'>): Int32Array {
    return this.ofCounts(`nights of ${name}`, () => this.#countNights(tuples));
  }

  #countNights(tuples: Uint8Array): Int32Array {
    const counts = new Int32Array(this.#nights.names.length);
    this.#rowsOfNight.forEach((rows, night) => {
      let sum = 0;
      for (const row of rows) if (tuples[this.#rowTuple[row] ?? 0] === 1) sum += this.#rowFiles[row] ?? 0;
      counts[night] = sum;
    });
    return counts;
  }

  /** Blocks between which the wanted files lie, maybe in fewer of them; undefined where there are none. */
  span(selection: Selection): { readonly newest: number; readonly oldest: number } | undefined {
    const { newest, oldest } = this.ofCounts(`span of ${selection.name}`, () => this.#spanOf(selection));
    return newest < oldest ? undefined : { newest, oldest };
  }

  #spanOf({ numbers, nights }: Selection): Span {
    const all: Span = { newest: -Infinity, oldest: Infinity };
    for (const tuple of numbers) if ((this.#totals[tuple] ?? 0) > 0) widenTo(all, this.#tupleSpans[tuple]);
    if (!nights) return all;
    const ofNights: Span = { newest: -Infinity, oldest: Infinity };
    nights.forEach((wanted, night) => {
      if (wanted === 1) widenTo(ofNights, this.#nightSpans[night]);
    });
    return { newest: Math.min(all.newest, ofNights.newest), oldest: Math.max(all.oldest, ofNights.oldest) };
  }

  /** The greatest block with files; 0 for an empty archive. */
  get newestBlock(): number {
    return this.#newestFirst()[0] ?? 0;
  }

  #newestFirst(): readonly number[] {
    return (this.#blocks ??= [...this.#rowsOfBlock.keys()].sort((a, b) => b - a));
  }

  /**
   * Which blocks hold the wanted files number `offset` to `offset + wanted`, counted from the greatest id in block `from` down or from the least up, and how
   * many of them to pass over there.
   */
  locate({ tuples, nights }: Pick<Selection, 'tuples' | 'nights'>, { offset, wanted, from, oldestFirst = false }: { offset: number; wanted: number; from?: number | undefined; oldestFirst?: boolean }): { blocks: number[]; skip: number } {
    const blocks: number[] = [];
    let skip = offset;
    let found = 0;
    for (const block of oldestFirst ? this.#newestFirst().toReversed() : this.#newestFirst()) {
      if (from !== undefined && (oldestFirst ? block < from : block > from)) continue;
      let here = 0;
      for (const row of this.#rowsOfBlock.get(block) ?? []) {
        if (tuples[this.#rowTuple[row] ?? 0] === 1 && (!nights || nights[this.#rowNight[row] ?? 0] === 1)) here += this.#rowFiles[row] ?? 0;
      }
      if (here === 0) continue;
      if (blocks.length === 0 && here <= skip) {
        skip -= here;
        continue;
      }
      blocks.push(block);
      // Of the block that the walk begins in, a part may lie before.
      if (block !== from) found += here;
      if (found - skip >= wanted) break;
    }
    return { blocks, skip };
  }
}

interface Span {
  newest: number;
  oldest: number;
}

function widen(spans: Span[], of: number, block: number): void {
  const span = (spans[of] ??= { newest: block, oldest: block });
  span.newest = Math.max(span.newest, block);
  span.oldest = Math.min(span.oldest, block);
}

function widenTo(all: Span, other: Span | undefined): void {
  if (!other) return;
  all.newest = Math.max(all.newest, other.newest);
  all.oldest = Math.min(all.oldest, other.oldest);
}

function numbered(known: { numbers: Map<string, number>; names: string[] }, name: string): number {
  const there = known.numbers.get(name);
  if (there !== undefined) return there;
  const number = known.names.push(name) - 1;
  known.numbers.set(name, number);
  return number;
}

function kept<T extends object>(cache: LRUCache<string, object>, name: string, work: () => T): T {
  const known = cache.get(name) as T | undefined;
  if (known) return known;
  const made = work();
  cache.set(name, made);
  return made;
}
