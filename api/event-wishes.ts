import type { QueryBuilder } from 'objection';
import { ReductionError } from '#activities/domain/errors';
import type { EventKind } from '#activities/domain/events';
import { isInNights, type NightRange } from '#activities/store/archive/file-filters';
import type { StoreEvent } from '#activities/store/models';
import { listOf, nightRangeOf } from './file-filters.js';

/** What a listener asks for; the same grammar as the filters of files. */
export interface EventQuery {
  /** SOAR id; list. A calibration that serves everybody is of no proposal: it is left out. */
  proposal_id?: string[];
  /** Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
  night?: string[];
  /** file, reduction, master or comment; list. */
  kind?: string[];
}

/** Which events are wanted; what is undefined leaves nothing out. */
export interface EventWishes {
  readonly proposals?: readonly string[] | undefined;
  readonly nights?: readonly NightRange[] | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
}

const kinds: Readonly<Record<EventKind, true>> = { file: true, reduction: true, master: true, comment: true };
const isKind = (text: string): text is EventKind => Object.hasOwn(kinds, text);

/** @throws ReductionError `request-invalid` for what no event could be */
export function eventWishes({ proposal_id, night, kind }: EventQuery): EventWishes {
  return { proposals: proposal_id && listOf(proposal_id), nights: night && listOf(night).map(nightRangeOf), kinds: kind && listOf(kind).map(kindOf) };
}

function kindOf(text: string): EventKind {
  if (!isKind(text)) throw new ReductionError('request-invalid', `kind: "${text.slice(0, 40)}" is none; known are ${Object.keys(kinds).join(', ')}.`, { parameter: 'kind' });
  return text;
}

/** Is it wanted? */
export function isWanted({ proposals, nights, kinds: wanted }: EventWishes, { proposalId, night, kind }: Pick<StoreEvent, 'proposalId' | 'night' | 'kind'>): boolean {
  return (proposals === undefined || (proposalId !== null && proposals.includes(proposalId))) && (nights === undefined || isInNights(night ?? '', nights)) && (wanted === undefined || wanted.includes(kind));
}

/** The same asked of the store. */
export function keepWanted(query: QueryBuilder<StoreEvent, StoreEvent[]>, { proposals, nights, kinds: wanted }: EventWishes): QueryBuilder<StoreEvent, StoreEvent[]> {
  if (proposals) void query.whereIn('events.proposalId', proposals);
  if (wanted) void query.whereIn('events.kind', wanted);
  if (nights) void query.where((either) => nights.forEach(({ from, to }) => void either.orWhereBetween('events.night', [from, to === '' ? '99999999' : to])));
  return query;
}
