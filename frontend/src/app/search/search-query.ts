import type { ParamMap } from '@angular/router';
import type { FileView } from '../api/client';
import type { FileQuery } from '../api/files';
import type { components } from '../api/schema';
import type { PlainKey } from '../texts/text';

export type FacetName = components['schemas']['Facet'];

/** The accordions of the filters, in the order of the page. */
export const facetNames = ['state', 'obstype', 'wavmode', 'filter', 'filter_2', 'grating', 'slit', 'roi', 'technique', 'data_type', 'proposal_id'] as const satisfies readonly FacetName[];
export type ShownFacet = (typeof facetNames)[number];

/** What a search can ask for besides the facets; other pages link here with these. */
const lists = [...facetNames, 'night', 'kind', 'object', 'file_name', 'original_file_id', 'parent_file_id', 'quality', 'semester', 'sort'] as const;
const words = ['q', 'ra', 'dec', 'radius', 'target', 'version', 'date', 'hide_raw_calibrations', 'flagged', 'provisional', 'excluded'] as const;

export type SearchName = (typeof lists)[number] | (typeof words)[number];
/** What is asked for, as the address says it. */
export type Search = Readonly<Partial<Record<SearchName, string>>>;

/** Reads the address; what no file could be asked is passed over. */
export function searchOf(params: Pick<ParamMap, 'getAll'>): Search {
  const given = [...lists, ...words].map((name) => [name, params.getAll(name).join(',')] as const);
  return Object.fromEntries(given.filter(([, value]) => value.trim() !== ''));
}

/** The search as the API takes it. */
export function queryOf(search: Search): FileQuery {
  return Object.fromEntries(Object.entries(search).map(([name, value]) => [name, (lists as readonly string[]).includes(name) ? [value] : value]));
}

/** The values that are ticked. */
export function valuesOf(search: Search, name: SearchName): string[] {
  return search[name]?.split(',') ?? [];
}

/** The value ticked, or no longer; undefined takes the name out of the address. */
export function withFlipped(search: Search, name: SearchName, value: string): string | undefined {
  const values = valuesOf(search, name);
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return next.length === 0 ? undefined : next.join(',');
}

/** Narrowing filters in force, not the order: what the chips name. */
export function activeOf(search: Search): { readonly name: SearchName; readonly value: string }[] {
  return Object.entries(search).flatMap(([name, value]) => (name === 'sort' || name === 'q' ? [] : [{ name: name as SearchName, value }]));
}

/** "2027-01-12" and "2027-01-18" as nights of the API; undefined for neither. */
export function nightRange(from: string, to: string): string | undefined {
  const night = (day: string): string => day.replaceAll('-', '');
  if (from === '' && to === '') return undefined;
  return from === to ? night(from) : `${night(from)}..${night(to)}`;
}

/** The days of a range of nights, for two fields. */
export function daysOf(nights: string | undefined): [string, string] {
  const [from = '', to = from] = (nights ?? '').split('..');
  const day = (night: string): string => (/^\d{8}$/.test(night) ? `${night.slice(0, 4)}-${night.slice(4, 6)}-${night.slice(6, 8)}` : '');
  return [day(from), day(to)];
}

export interface Column {
  readonly name: PlainKey;
  readonly field: keyof FileView;
  /** The API has no order by it. */
  readonly isUnordered?: true;
}

/** The eleven columns of the manual besides the state and the type. */
export const columns: readonly Column[] = [
  { name: 'search.column.file', field: 'file_name' },
  { name: 'search.column.proposal', field: 'proposal_id' },
  { name: 'search.column.obstype', field: 'obstype' },
  { name: 'search.column.wavmode', field: 'wavmode' },
  { name: 'search.column.filter', field: 'filter' },
  { name: 'search.column.filter2', field: 'filter_2' },
  { name: 'search.column.grating', field: 'grating' },
  { name: 'search.column.slit', field: 'slit' },
  { name: 'search.column.roi', field: 'roi' },
  { name: 'search.column.date', field: 'date' },
  { name: 'search.column.type', field: 'data_type' },
];
/** Hidden until somebody wants them. */
export const moreColumns: readonly Column[] = [
  { name: 'search.column.object', field: 'object' },
  { name: 'search.column.target', field: 'target', isUnordered: true },
  { name: 'search.column.version', field: 'version', isUnordered: true },
];

/** Words of the levels; the keys of the texts end in them. */
export function typeKey(level: string): PlainKey | undefined {
  return /^[0-6]$/.test(level) ? (`search.type.${level}` as PlainKey) : undefined;
}
