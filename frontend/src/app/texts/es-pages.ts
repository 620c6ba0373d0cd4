import { esChoices } from './es-choices';
import { esFailure } from './es-failure';
import { esLogs } from './es-logs';
import { esPeople } from './es-people';
import { esProposals } from './es-proposals';
import { esSearch } from './es-search';
import { esViewer } from './es-viewer';

/** In the order of `en-pages.ts`. */
export const esPages = { ...esSearch, ...esProposals, ...esLogs, ...esPeople, ...esFailure, ...esChoices, ...esViewer };
