import { ReductionError } from '#activities/domain/errors';
import type { EventKind } from '#activities/domain/events';
import type { EventWishes } from './event-wishes.js';
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
