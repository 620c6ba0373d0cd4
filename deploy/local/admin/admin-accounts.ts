import { userInfo } from 'node:os';
import type { TokenScope } from '#activities/domain/token-scopes';
import { AuditRecord } from '#activities/store/audit-record';
import { ApiToken, Collaborator, Proposal, User, type OutboxEntry } from '#activities/store/models';
import { linkHours, makePasswordLink } from '#activities/store/password-links';
import { changePerson, onePersonAtATime, refuseTaken } from '#activities/store/people';
import { correctSoarId } from '#activities/store/proposal-records';
import { importProposals, type TableLine } from '#activities/store/proposal-table';
import { endSessions } from '#activities/store/sessions';
import { issueToken } from '#activities/store/tokens';
import type { Knex } from 'knex';
import type { TransactionOrKnex } from 'objection';
import { Problem } from '../settings/problem.js';

export interface PersonalData {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly isStaff?: boolean | undefined;
  readonly isSuperuser?: boolean | undefined;
  readonly isService?: boolean | undefined;
  readonly isActive?: boolean | undefined;
}

/** Makes a user, or changes what is given of one that is there. */
export async function saveUser(database: Knex, username: string, person: PersonalData): Promise<{ user: User; created: boolean }> {
  if (!/^[\w.@+-]{1,150}$/.test(username)) throw new Problem(`"${username}" is no user name: letters, digits and @ . + - _ make one, 150 at most.`);
  if (person.email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(person.email)) throw new Problem(`"${person.email}" is no e-mail address.`);
  const given = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined));
  return database.transaction(async (trx) => {
    await onePersonAtATime(trx);
    const known = await User.query(trx).findOne({ username });
    await refuseTaken(trx, known ? { email: person.email } : { username, email: person.email }, known?.id);
    if (known === undefined && person.email === undefined) throw new Problem(`There is no user ${username} yet: a new one needs --email.`);
    if (known !== undefined) {
      const { before, after } = await changePerson(trx, known.id, given);
      await auditCommand(trx, { action: 'user.change', subject: `user ${known.id}`, before, after: given });
      return { user: after, created: false };
    }
    const user = await User.query(trx).insertAndFetch({ username, ...given });
    await auditCommand(trx, { action: 'user.create', subject: `user ${user.id}`, after: { username, ...given } });
    return { user, created: true };
  });
}

/** Keeps what was done at the command line, and by which user of the computer. */
async function auditCommand(database: TransactionOrKnex, { action, subject, before, after }: { action: string; subject: string; before?: object; after?: object }): Promise<void> {
  await AuditRecord.query(database).insert({ userId: null, username: `${userInfo().username} (npm run admin)`, action, subject, before: before ?? null, after: after ?? null, requestId: '', address: 'local' });
}

export interface ProposalData {
  readonly pi?: string | undefined;
  readonly title?: string | undefined;
}

/** Makes a proposal, or changes what is given of one that is there: the first frame of an unknown proposal makes one without a PI. */
export async function saveProposal(database: Knex, soarId: string, { pi, title }: ProposalData): Promise<Proposal> {
  if (!/^[\w-]{3,64}$/.test(soarId)) throw new Problem(`"${soarId}" is no SOAR id: letters, digits, "-" and "_" make one, such as SOAR2026A-012.`);
  const piId = pi === undefined ? undefined : (await userNamed(database, pi)).id;
  await Proposal.ensure(database, soarId);
  const change = { ...(piId === undefined ? {} : { piId }), ...(title === undefined ? {} : { title }) };
  const before = await proposalNamed(database, soarId);
  if (Object.keys(change).length > 0) {
    await Proposal.query(database).patch(change).where({ soarId });
    await auditCommand(database, { action: 'proposal.change', subject: `proposal ${before.id}`, before: { piId: before.piId, title: before.title }, after: change });
  }
  return proposalNamed(database, soarId);
}

export async function addCollaborator(database: Knex, soarId: string, username: string): Promise<void> {
  const [proposal, user] = [await proposalNamed(database, soarId), await userNamed(database, username)];
  await Collaborator.query(database).insert({ proposalId: proposal.id, userId: user.id }).onConflict(['proposalId', 'userId']).ignore();
  await auditCommand(database, { action: 'collaborator.add', subject: `proposal ${proposal.id}`, after: { userId: user.id } });
}

export async function removeCollaborator(database: Knex, soarId: string, username: string): Promise<void> {
  const [proposal, user] = [await proposalNamed(database, soarId), await userNamed(database, username)];
  const removed = await Collaborator.query(database).delete().where({ proposalId: proposal.id, userId: user.id });
  if (removed === 0) throw new Problem(`${username} is no collaborator of ${soarId}.`);
  await auditCommand(database, { action: 'collaborator.remove', subject: `proposal ${proposal.id}`, before: { userId: user.id } });
}

/** A new key for the header `Authorization: Token KEY`: this answer is the one chance to read it. */
export async function issueTokenTo(database: Knex, username: string, { days, scopes, name = 'admin command line' }: { days?: number | undefined; scopes?: TokenScope[] | undefined; name?: string | undefined } = {}): Promise<string> {
  const { id } = await userNamed(database, username);
  const key = await issueToken(database, id, { name, ...(scopes === undefined ? {} : { scopes }), ...(days === undefined ? {} : { expires: new Date(Date.now() + days * 86_400_000) }) });
  await auditCommand(database, { action: 'token.create', subject: `user ${id}`, after: { name, days, scopes } });
  return key;
}

/** Ends one token of a person, or all; gives how many stopped working. */
export async function revokeTokens(database: Knex, username: string, tokenId?: number): Promise<number> {
  const { id: userId } = await userNamed(database, username);
  const ended = await ApiToken.query(database).patch({ revoked: new Date() }).where({ userId, ...(tokenId === undefined ? {} : { id: tokenId }) }).whereNull('revoked');
  if (tokenId !== undefined && ended === 0) throw new Problem(`${username} has no token ${tokenId} that works: "npm run admin -- tokens ${username}" lists them.`);
  await auditCommand(database, { action: 'token.revoke', subject: `user ${userId}`, after: { ended, tokenId } });
  return ended;
}

export async function tokensOf(database: Knex, username: string): Promise<ApiToken[]> {
  const { id: userId } = await userNamed(database, username);
  return ApiToken.query(database).where({ userId }).whereNull('revoked').orderBy('id');
}

/** Signs every browser of a person out. */
export async function signOut(database: Knex, username: string): Promise<number> {
  const { id } = await userNamed(database, username);
  const ended = await endSessions(database, id);
  await auditCommand(database, { action: 'session.delete', subject: `user ${id}`, after: { all: true } });
  return ended;
}

/** The key of a link to set a password, for somebody whom no mail reaches. */
export async function passwordLinkFor(database: Knex, username: string): Promise<string> {
  const { id } = await userNamed(database, username);
  const key = await makePasswordLink(database, id, linkHours.reset);
  await auditCommand(database, { action: 'password.link', subject: `user ${id}` });
  return key;
}

/** Corrects the id of a proposal with everything that bears it. The running platform does what is promised. */
export async function renameProposal(database: Knex, soarId: string, right: string): Promise<{ files: number; found: number; promises: readonly OutboxEntry[] }> {
  const proposal = await proposalNamed(database, soarId);
  return database.transaction(async (trx) => {
    const moved = await correctSoarId(trx, proposal, right);
    await auditCommand(trx, { action: 'proposal.change', subject: `proposal ${proposal.id}`, before: { soarId }, after: { soarId: right, files_moved: moved.files } });
    return moved;
  });
}

/** The proposals of a semester from CSV, as POST /api/proposals/import/ takes them. */
export async function importTable(database: Knex, text: string, dryRun: boolean): Promise<TableLine[]> {
  return importProposals(database, text, { dryRun, from: 'The observatory', inTransaction: (trx, lines) => auditCommand(trx, { action: 'proposals.import', subject: 'proposals', after: { soarIds: lines.map(({ soarId }) => soarId) } }) });
}

export interface AccountLists {
  readonly users: readonly { username: string; name: string; email: string; role: string; tokens: number }[];
  readonly proposals: readonly { soarId: string; title: string; pi: string; collaborators: string }[];
}

export async function listAccounts(database: Knex): Promise<AccountLists> {
  const [users, tokens, proposals] = await Promise.all([
    User.query(database).orderBy('username'),
    ApiToken.query(database).whereNull('revoked'),
    Proposal.query(database).withGraphFetched('[pi, collaborators]').orderBy('soarId'),
  ]);
  return {
    users: users.map(({ id, username, firstName, lastName, email, isStaff, isSuperuser, isService, isActive }) => ({
      username,
      name: `${firstName} ${lastName}`.trim(),
      email,
      role: `${isSuperuser ? 'superuser' : isStaff ? 'staff' : isService ? 'service' : 'observer'}${isActive ? '' : ', inactive'}`,
      tokens: tokens.filter(({ userId }) => userId === id).length,
    })),
    proposals: (proposals as (Proposal & { pi: User | null; collaborators: User[] })[]).map(({ soarId, title, pi, collaborators }) => ({
      soarId,
      title,
      pi: pi?.username ?? '-',
      collaborators: collaborators.map(({ username }) => username).sort().join(' ') || '-',
    })),
  };
}

async function userNamed(database: Knex, username: string): Promise<User> {
  const user = await User.query(database).findOne({ username });
  if (user === undefined) throw new Problem(`There is no user ${username}.`);
  return user;
}

async function proposalNamed(database: Knex, soarId: string): Promise<Proposal> {
  const proposal = await Proposal.query(database).findOne({ soarId });
  if (proposal === undefined) throw new Problem(`There is no proposal ${soarId}.`);
  return proposal;
}
