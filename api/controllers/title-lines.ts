import type { StoredFile } from '#activities/store/models';
import type { Caller } from '../access/auth.js';
import { showsMembers } from '../access/visible.js';

/** What stands above a picture: OBSTYPE and OBJECT, then the proposal. Of a master that serves everybody what it is called: its members are nobody's business. */
export function titleLines(file: StoredFile, caller: Caller): string[] {
  return showsMembers(file, caller) ? [`${file.obstype} ${file.object}`.trim(), file.proposalId] : [file.obstype, file.fileName];
}
