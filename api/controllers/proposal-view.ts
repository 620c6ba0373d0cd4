import type { Proposal } from '#activities/store/models';
import type { Caller } from '../access/auth.js';
import { mayChange } from '../access/visible-proposals.js';
import { personView, type PersonView } from './user-view.js';

/** A proposal as the old API told of one; ours come after `collaborators`. */
export interface ProposalView {
  /** @isInt */
  id: number;
  soar_id: string;
  semester: string;
  title: string;
  abstract: string;
  /** The PI; null for one that so far only the header of a frame has named. */
  user: PersonView | null;
  collaborators: PersonView[];
  created: string;
  /** From this day on everybody with an account may read its data, YYYY-MM-DD; null: never. */
  release_date: string | null;
  /** What the caller may change of it: names of fields, `collaborators`, `settings`. */
  may_change: string[];
}

const changeable = { soar_id: 'soarId', semester: 'semester', title: 'title', abstract: 'abstract', user_id: 'piId', release_date: 'releaseDate', collaborators: 'collaborators', settings: 'settings' } as const;

export function proposalView(proposal: Proposal, caller: Pick<Caller, 'ability'>): ProposalView {
  const { id, soarId, semester, title, abstract, pi, collaborators = [], created, releaseDate } = proposal;
  return {
    id,
    soar_id: soarId,
    semester,
    title,
    abstract,
    user: pi ? personView(pi) : null,
    collaborators: collaborators.map(personView),
    created: created.toISOString(),
    release_date: releaseDate,
    may_change: Object.entries(changeable).flatMap(([name, field]) => (mayChange(caller, proposal, field) ? [name] : [])),
  };
}
