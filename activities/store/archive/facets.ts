import type { Knex } from 'knex';
import { plannedRows } from '../prepared.js';
import type { ArchiveCounts } from './archive-counts.js';
import { CountCube, type CountRow, type Selection } from './count-cube.js';
import { selectionOf, type FileFilters, type Scope, type Sql } from './file-filters.js';
import { TUPLE_FIELDS, tupleColumns, type TupleField } from './file-tuple.js';
import { estimateOf, partsOf, united, type Part } from './uncounted-files.js';

export const FACETS = ['data_type', 'obstype', 'kind', 'filter', 'filter_2', 'grating', 'wavmode', 'slit', 'roi', 'technique', 'state', 'flagged', 'proposal_id', 'night'] as const satisfies readonly (TupleField | 'night')[];
export type Facet = (typeof FACETS)[number];

export interface FacetCounts {
  readonly facet: Facet;
  /** The most frequent first; nights from the newest. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** Values that are left out here, for their number. */
  readonly more: number;
  /** False: about so many. */
  readonly exact: boolean;
}

/** Values of one facet. */
const MOST_VALUES = 100;
/** So many files are looked at for what files are not counted by; the rest is taken to be like them. */
const LOOKED_AT = 1000;

interface Counted {
  readonly cube: CountCube;
  /** Files that each counted one stands for; 1 where all were. */
  readonly scale: number;
}

/**
 * How many files there would be if one more value were wanted: each facet passes over what is wanted of itself. Of a master that serves everybody the
 * proposal is only told where `showsOwners`.
 */
export async function facetsOf(database: Knex, counts: ArchiveCounts, filters: FileFilters, scope: Scope, showsOwners: boolean): Promise<FacetCounts[]> {
  if (filters.conditions.length === 0) {
    const cube = await counts.current();
    const usual = selectionOf(cube, filters, scope);
    return cube.ofCounts<FacetCounts[]>(`facets ${showsOwners} of ${usual.name}`, () =>
      FACETS.map((facet) => facetOf({ cube, scale: 1 }, facet, isFiltered(filters, facet) ? selectionOf(cube, filters, scope, facet) : usual, showsOwners)),
    );
  }
  const everything = await counts.current();
  const usual = await lookedAt(database, filters, scope, everything);
  return Promise.all(
    FACETS.map(async (facet) => {
      const counted = isFiltered(filters, facet) ? await lookedAt(database, without(filters, facet), scope, everything) : usual;
      return facetOf(counted, facet, selectionOf(counted.cube, filters, scope, facet), showsOwners);
    }),
  );
}

function isFiltered({ fields, nights }: FileFilters, facet: Facet): boolean {
  return facet === 'night' ? nights !== undefined : fields[facet] !== undefined;
}

function without({ nights, fields, ...filters }: FileFilters, facet: Facet): FileFilters {
  if (facet === 'night') return { ...filters, fields };
  const others = Object.fromEntries(Object.entries(fields).filter(([field]) => field !== facet));
  return { ...filters, fields: others, ...(nights ? { nights } : {}) };
}

function facetOf({ cube, scale }: Counted, facet: Facet, selection: Selection, showsOwners: boolean): FacetCounts {
  const found = facet === 'night' ? ofNights(cube, selection) : ofField(cube, facet, selection, showsOwners);
  const sorted = found
    .filter(({ count }) => count > 0)
    .sort((a, b) => (facet === 'night' ? 0 : b.count - a.count) || (a.value < b.value ? 1 : -1) * (facet === 'night' ? 1 : -1));
  const values = sorted.slice(0, MOST_VALUES).map(({ value, count }) => ({ value, count: Math.round(count * scale) }));
  return { facet, values, more: sorted.length - values.length, exact: scale === 1 };
}

function ofNights(cube: CountCube, selection: Selection): { value: string; count: number }[] {
  const counts = cube.byNight(selection);
  return cube.nights.map((value, night) => ({ value, count: counts[night] ?? 0 })).filter(({ value }) => value !== '');
}

function ofField(cube: CountCube, field: TupleField, selection: Selection, showsOwners: boolean): { value: string; count: number }[] {
  const column = cube.columnOf(field);
  const files = cube.ofNights(selection);
  const sums = new Int32Array(cube.valuesOf(field).length);
  const hidden = field === 'proposal_id' && !showsOwners ? sharedMasters(cube) : undefined;
  for (const tuple of selection.numbers) {
    if (hidden?.[tuple] === 1) continue;
    const value = column[tuple] ?? 0;
    sums[value] = (sums[value] ?? 0) + (files[tuple] ?? 0);
  }
  return cube.valuesOf(field).map((value, i) => ({ value, count: sums[i] ?? 0 }));
}

/** 1 for each tuple of masters that serve everybody. */
function sharedMasters(cube: CountCube): Uint8Array {
  return cube.ofTuples('shared masters', () => Uint8Array.from({ length: cube.tuples }, (_, tuple) => (cube.valueOf(tuple, 'data_type') === '1' && cube.valueOf(tuple, 'trusted') === 'true' ? 1 : 0)));
}

/** Counts of what files are not counted by: of the first so many, and how many each stands for. */
async function lookedAt(database: Knex, filters: FileFilters, scope: Scope, everything: CountCube): Promise<Counted> {
  const cube = new CountCube();
  cube.released = everything.released;
  const parts = partsOf(everything, filters, scope);
  if (parts.length === 0) return { cube, scale: 1 };
  const fields = TUPLE_FIELDS.map((field) => tupleColumns[field]).join(', ');
  const some = firstOf(parts);
  const rows = await plannedRows<CountRow>(
    database,
    `select 0 as block, coalesce(files.night, '') as night, jsonb_build_array(${fields})::text as tuple, count(*) as files from (${some.text}) files group by files.night, ${fields}`,
    some.bindings,
  );
  let seen = 0;
  for (const row of rows) {
    cube.set(row);
    seen += row.files;
  }
  if (seen < LOOKED_AT) return { cube, scale: 1 };
  const estimates = await Promise.all(parts.map(({ condition }) => estimateOf(database, condition)));
  return { cube, scale: Math.max(1, estimates.reduce((sum, estimate) => sum + estimate, 0) / seen) };
}

/** So many files of what any rule lets through, each once. */
function firstOf(parts: readonly Part[]): Sql {
  const [only] = parts;
  if (parts.length === 1 && only) return { text: `select * from files where ${only.condition.text} limit ${LOOKED_AT}`, bindings: only.condition.bindings };
  const { text, bindings } = united(parts.map(({ condition }): Sql => ({ text: `(select files.id from files where ${condition.text} limit ${LOOKED_AT})`, bindings: condition.bindings })), 'union');
  return { text: `select * from files where id in (select id from (${text}) found limit ${LOOKED_AT})`, bindings };
}
