import { subject } from '@casl/ability';
import type { Request } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { allScopes } from '#activities/domain/token-scopes';
import { withStoreFailures } from '#activities/store/failures';
import { linkWithKey, type FileLink } from '#activities/store/file-links';
import { User, type StoredFile } from '#activities/store/models';
import { addressOfCaller } from '../caller-address.js';
import { contextOf } from '../context.js';
import { whenClosed } from '../when-closed.js';
import { callerOfUser, type Caller } from './auth.js';
import { abilityOfLink } from './permissions.js';
import { visibleFiles } from './visible.js';

/** What a link opens, and for whom: somebody who may read this file and nothing else. */
export interface OpenedLink {
  readonly link: FileLink;
  readonly file: StoredFile;
  readonly holder: Caller;
}

/**
 * Opens a link by the key in its address. It opens no more than its maker may still give on: who left the proposal, or whose account is closed, takes
 * the links along. Limits are those of the link, so that nobody uses up the turns of its maker with it.
 * @throws ReductionError `not-found`, the same for every reason; `too-many-requests`
 */
export async function openLink(request: Request, key: string, use: 'ask' | 'fetch'): Promise<OpenedLink> {
  const { rates, limits, stalled } = contextOf(request);
  const opened = await withStoreFailures(() => lookUp(request, key));
  if (!opened) {
    await rates.failure(addressOfCaller(request), undefined);
    throw new ReductionError('not-found', 'This link opens nothing: its time is over, it was revoked, or a part of it was lost on the way. Ask whoever sent it for another one.');
  }
  (request.ctx.state as { account?: string }).account = `link ${opened.link.id}`;
  await rates.link(opened.link.id);
  // Accounts are counted from 1: below 0 no link stands in the queue of one.
  const leave = await stalled.whileWeWork(request.req, limits.enter(use, -opened.link.id));
  whenClosed(request.ctx.res, leave);
  return opened;
}

async function lookUp(request: Request, key: string): Promise<OpenedLink | undefined> {
  const { database } = contextOf(request);
  const link = await linkWithKey(database, key);
  const maker = link?.user;
  if (!link || maker?.isActive !== true) return undefined;
  const holder = holderOf(link);
  const [file] = await visibleFiles(database, holder).where('files.id', link.fileId);
  if (!file) return undefined;
  const { ability } = await callerOfUser(database, maker, { scopes: allScopes, credential: { kind: 'token', key: '' } });
  const { proposalId, dataType, trusted } = file;
  return ability.can('share', subject<'File', Record<string, unknown>>('File', { proposalId, dataType, trusted })) ? { link, file, holder } : undefined;
}

/** Nobody's account: what serves everybody is shown to it as to any observer. */
function holderOf({ fileId }: FileLink): Caller {
  const user = User.fromJson({ id: 0, username: '', isStaff: false, isSuperuser: false, isService: false });
  return { user, soarIds: [], scopes: ['read'], ability: abilityOfLink({ fileId }), credential: { kind: 'token', key: '' } };
}
