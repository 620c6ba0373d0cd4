import type { Knex } from 'knex';
import { preparedRows } from '../prepared.js';
import type { CountCube, Selection } from './count-cube.js';
import type { Sql } from './file-filters.js';
import type { Order, SortField } from './file-order.js';
import { BLOCK_IDS, TUPLE_FIELDS, tupleColumns, type TupleField } from './file-tuple.js';

/** So many files are sooner sorted than told apart. */
const FEW = 1000;

/** Files that agree in the first columns of an order, and where in the order of ids to look for them. */
export interface Stretch {
  readonly condition: Sql;
  /** Blocks of ids; undefined where they are found by the condition. */
  readonly blocks?: readonly number[];
}

/** Stretches in order that hold a page, and how many files of them to pass over. */
export interface Stretches {
  readonly stretches: readonly Stretch[];
  readonly skip: number;
}

interface Walk {
  readonly cube: CountCube;
  readonly selection: Selection;
  readonly order: readonly Order[];
  readonly place: readonly (string | null)[] | undefined;
  readonly ranks: ReadonlyMap<SortField, ReadonlyMap<string, number>>;
  readonly wanted: number;
  readonly few: number;
  readonly stretches: Stretch[];
  skip: number;
  found: number;
}

/** Files with the same values in the columns before. */
interface Group {
  readonly tuples: Uint32Array;
  readonly night: number | undefined;
  readonly conditions: readonly Sql[];
  /** The same words for the same group. */
  readonly name: string;
  /** Does the place to go on from lie in it? Then how many files are behind that is not known. */
  readonly holdsPlace: boolean;
}

/**
 * Where a page of files lies that are sorted by what they are counted by: the counts pass over whole stretches, so that the last page costs what the first
 * does, in any order of columns. Undefined where the first column is none of those.
 * @param place of the last file of the page before
 */
export async function stretchesOf(database: Knex, cube: CountCube, selection: Selection, { order, offset, wanted, place, few = FEW }: { order: readonly Order[]; offset: number; wanted: number; place: readonly (string | null)[] | undefined; few?: number }): Promise<Stretches | undefined> {
  const counted = order.slice(0, order.findIndex(({ field }) => !isCounted(field)));
  if (counted.length === 0) return undefined;
  const ranks = new Map<SortField, ReadonlyMap<string, number>>();
  for (const { field } of counted) ranks.set(field, await ranksOf(database, cube, field));
  // Sorted by a value that no file has any more.
  if (place && counted.some(({ field }, i) => !ranks.get(field)?.has(place[i] ?? ''))) return undefined;
  const walk: Walk = { cube, selection, order, place, ranks, wanted, few, stretches: [], skip: offset, found: 0 };
  goOn(walk, 0, { tuples: selection.numbers, night: undefined, conditions: [], name: selection.name, holdsPlace: place !== undefined });
  return { stretches: walk.stretches, skip: walk.skip };
}

const isCounted = (field: SortField): field is TupleField & SortField => field === ('night' as SortField) || (TUPLE_FIELDS as readonly string[]).includes(field);

/** Places of the values of a column in the order of the database, whose rules for text are its own. */
const knownRanks = new WeakMap<CountCube, Map<SortField, ReadonlyMap<string, number>>>();

async function ranksOf(database: Knex, cube: CountCube, field: SortField): Promise<ReadonlyMap<string, number>> {
  const values = field === 'night' ? cube.nights : cube.valuesOf(field as TupleField);
  const ofCube = knownRanks.get(cube) ?? new Map<SortField, ReadonlyMap<string, number>>();
  knownRanks.set(cube, ofCube);
  const known = ofCube.get(field);
  if (known && values.every((value) => known.has(value))) return known;
  const rows = await preparedRows<{ value: string }>(database, 'select value from unnest(?::text[]) value order by value', [values]);
  const ranks = new Map(rows.map(({ value }, i) => [value, i]));
  // No night is null, which comes after all.
  if (field === 'night') ranks.set('', rows.length);
  ofCube.set(field, ranks);
  return ranks;
}

function goOn(walk: Walk, level: number, group: Group): void {
  const { order, ranks, place, wanted } = walk;
  const { field = 'id', descending = true } = order[level] ?? {};
  const rank = ranks.get(field);
  if (!rank || !isCounted(field)) return end(walk, level, group);
  const of = (value: string) => (descending ? -1 : 1) * (rank.get(value) ?? 0);
  const from = group.holdsPlace ? of(place?.[level] ?? '') : -Infinity;
  const values = [...countsOf(walk, group, field)].filter(([value]) => of(value) >= from).sort(([a], [b]) => of(a) - of(b));
  let few: string[] = [];
  const takeFew = () => {
    if (few.length > 0) walk.stretches.push({ condition: joined([...group.conditions, among(field, few)]) });
    few = [];
  };
  for (const [value, files] of values) {
    if (walk.found - walk.skip >= wanted) break;
    const holdsPlace = group.holdsPlace && of(value) === from;
    if (!holdsPlace && walk.found === 0 && walk.stretches.length === 0 && few.length === 0 && files <= walk.skip) walk.skip -= files;
    else if (files > walk.few) {
      takeFew();
      goOn(walk, level + 1, { ...narrowed(walk, group, field, value), conditions: [...group.conditions, among(field, [value])], name: `${group.name} ${field} ${value}`, holdsPlace });
    } else {
      few.push(value);
      if (!holdsPlace) walk.found += files;
    }
  }
  takeFew();
}

/** Columns that files are counted by end here: a stretch, by ids where only those decide. */
function end(walk: Walk, level: number, { tuples, night, conditions, holdsPlace }: Group): void {
  const { cube, selection, order, place, wanted } = walk;
  const files = filesOf(walk, tuples, night);
  const { field, descending = true } = order[level] ?? {};
  const condition = joined(conditions);
  if (field !== 'id') {
    walk.stretches.push({ condition });
    if (!holdsPlace) walk.found += files;
    return;
  }
  const nights = night === undefined ? selection.nights : onlyNight(cube, night);
  const isFirst = walk.stretches.length === 0;
  const { blocks, skip } = cube.locate({ tuples: maskOf(cube, tuples), nights }, { offset: isFirst && !holdsPlace ? walk.skip : 0, wanted: wanted - Math.max(0, walk.found - walk.skip), oldestFirst: !descending, from: holdsPlace ? Math.floor(Number(place?.[level]) / BLOCK_IDS) : undefined });
  walk.stretches.push({ condition, blocks });
  if (isFirst && !holdsPlace) {
    walk.found += files - (walk.skip - skip);
    walk.skip = skip;
  } else if (!holdsPlace) walk.found += files;
}

function filesOf(walk: Walk, tuples: Uint32Array, night: number | undefined): number {
  const counts = filesByTuple(walk, night);
  let sum = 0;
  for (const tuple of tuples) sum += counts[tuple] ?? 0;
  return sum;
}

function maskOf(cube: CountCube, tuples: Uint32Array): Uint8Array {
  const mask = new Uint8Array(cube.tuples);
  for (const tuple of tuples) mask[tuple] = 1;
  return mask;
}

/** Files of each tuple, of one night or of all that are wanted. */
function filesByTuple({ cube, selection }: Walk, night: number | undefined): ArrayLike<number> {
  return night === undefined ? cube.ofNights(selection) : cube.byTuple(onlyNight(cube, night));
}

const onlyNight = (cube: CountCube, night: number) => cube.selectNights((name) => name === cube.nights[night]);

/** Files of a group by the values of a column. */
function countsOf(walk: Walk, { tuples, night, name }: Group, field: TupleField | 'night'): Map<string, number> {
  const { cube, selection } = walk;
  const counts = new Map<string, number>();
  if (field === 'night') {
    const files = cube.byNight({ tuples: maskOf(cube, tuples), name });
    cube.nights.forEach((value, number) => {
      if ((files[number] ?? 0) > 0 && (!selection.nights || selection.nights[number] === 1)) counts.set(value, files[number] ?? 0);
    });
    return counts;
  }
  const [names, column] = [cube.valuesOf(field), cube.columnOf(field)];
  const totals = filesByTuple(walk, night);
  const sums = new Float64Array(names.length);
  for (const tuple of tuples) {
    const value = column[tuple] ?? 0;
    sums[value] = (sums[value] ?? 0) + (totals[tuple] ?? 0);
  }
  sums.forEach((sum, value) => {
    if (sum > 0) counts.set(names[value] ?? '', sum);
  });
  return counts;
}

function narrowed({ cube }: Walk, { tuples, night }: Group, field: TupleField | 'night', value: string): Pick<Group, 'tuples' | 'night'> {
  if (field === 'night') return { tuples, night: cube.nights.indexOf(value) };
  const [number, column] = [cube.valuesOf(field).indexOf(value), cube.columnOf(field)];
  return { tuples: tuples.filter((tuple) => column[tuple] === number), night };
}

function among(field: TupleField | 'night', values: readonly string[]): Sql {
  if (field !== 'night') return field === 'data_type' ? { text: 'files.data_type = any(?::smallint[])', bindings: [values] } : { text: `${tupleColumns[field]} = any(?::text[])`, bindings: [values] };
  const [some, none] = [values.filter((value) => value !== ''), values.includes('')];
  const parts = [...(some.length > 0 ? ['files.night = any(?::text[])'] : []), ...(none ? ['files.night is null'] : [])];
  return { text: `(${parts.join(' or ')})`, bindings: some.length > 0 ? [some] : [] };
}

function joined(parts: readonly Sql[]): Sql {
  return { text: parts.map(({ text }) => text).join(' and '), bindings: parts.flatMap(({ bindings }) => bindings) };
}
