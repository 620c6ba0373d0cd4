import type { QueryBuilder } from 'objection';
import type { EventKind } from '#activities/domain/events';
import { isInNights, type NightRange } from '#activities/store/archive/file-filters';
import type { StoreEvent } from '#activities/store/models';

/** Which events are wanted; what is undefined leaves nothing out. */
export interface EventWishes {
  readonly proposals?: readonly string[] | undefined;
  readonly nights?: readonly NightRange[] | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
}

/** Is it wanted? */
export function isWanted({ proposals, nights, kinds }: EventWishes, { proposalId, night, kind }: Pick<StoreEvent, 'proposalId' | 'night' | 'kind'>): boolean {
  return (proposals === undefined || (proposalId !== null && proposals.includes(proposalId))) && (nights === undefined || isInNights(night ?? '', nights)) && (kinds === undefined || kinds.includes(kind));
}

/** The same asked of the store. */
export function keepWanted(query: QueryBuilder<StoreEvent, StoreEvent[]>, { proposals, nights, kinds }: EventWishes): QueryBuilder<StoreEvent, StoreEvent[]> {
  if (proposals) void query.whereIn('events.proposalId', proposals);
  if (kinds) void query.whereIn('events.kind', kinds);
  if (nights) void query.where((either) => nights.forEach(({ from, to }) => void either.orWhereBetween('events.night', [from, to === '' ? '99999999' : to])));
  return query;
}
