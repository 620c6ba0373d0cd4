import { enChoices } from './en-choices';
import { enFailure } from './en-failure';
import { enLogs } from './en-logs';
import { enPeople } from './en-people';
import { enProposals } from './en-proposals';
import { enSearch } from './en-search';
import { enViewer } from './en-viewer';

/** Words of pages that one opens later: they are no part of what everybody loads first. */
export const enPages = { ...enSearch, ...enProposals, ...enLogs, ...enPeople, ...enFailure, ...enChoices, ...enViewer } as const;
