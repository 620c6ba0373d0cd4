import { ApiToken, Collaborator, Proposal, User } from '#activities/store/models';
import { issueToken } from '#activities/store/tokens';
import type { Knex } from 'knex';
import { Problem } from '../settings/problem.js';

export interface PersonalData {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly isStaff?: boolean | undefined;
  readonly isService?: boolean | undefined;
  readonly isActive?: boolean | undefined;
}

/** Makes a user, or changes what is given of one that is there. */
export async function saveUser(database: Knex, username: string, person: PersonalData): Promise<{ user: User; created: boolean }> {
  if (!/^[\w.@+-]{1,150}$/.test(username)) throw new Problem(`"${username}" is no user name: letters, digits and @ . + - _ make one, 150 at most.`);
  if (person.email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(person.email)) throw new Problem(`"${person.email}" is no e-mail address.`);
  const given = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined));
  return database.transaction(async (trx) => {
    await refuseForeignEmail(trx, username, person.email);
    const known = await User.query(trx).findOne({ username }).forUpdate();
    if (known !== undefined) return { user: await known.$query(trx).patchAndFetch(given), created: false };
    if (person.email === undefined) throw new Problem(`There is no user ${username} yet: a new one needs --email.`);
    return { user: await User.query(trx).insertAndFetch({ username, ...given }), created: true };
  });
}

async function refuseForeignEmail(trx: Knex, username: string, email: string | undefined): Promise<void> {
  if (email === undefined) return;
  const owner = await User.query(trx).findOne({ email }).whereNot({ username });
  if (owner !== undefined) throw new Problem(`The e-mail address ${email} belongs to user ${owner.username}.`);
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
  if (Object.keys(change).length > 0) await Proposal.query(database).patch(change).where({ soarId });
  return proposalNamed(database, soarId);
}

export async function addCollaborator(database: Knex, soarId: string, username: string): Promise<void> {
  const [proposal, user] = [await proposalNamed(database, soarId), await userNamed(database, username)];
  await Collaborator.query(database).insert({ proposalId: proposal.id, userId: user.id }).onConflict(['proposalId', 'userId']).ignore();
}

export async function removeCollaborator(database: Knex, soarId: string, username: string): Promise<void> {
  const [proposal, user] = [await proposalNamed(database, soarId), await userNamed(database, username)];
  const removed = await Collaborator.query(database).delete().where({ proposalId: proposal.id, userId: user.id });
  if (removed === 0) throw new Problem(`${username} is no collaborator of ${soarId}.`);
}

/** A new key for the header `Authorization: Token KEY`: this answer is the one chance to read it. */
export async function issueTokenTo(database: Knex, username: string, days?: number): Promise<string> {
  const { id } = await userNamed(database, username);
  const expires = days === undefined ? {} : { expires: new Date(Date.now() + days * 86_400_000) };
  return issueToken(database, id, { name: 'admin command line', ...expires });
}

/** Answers how many tokens stopped working. */
export async function revokeTokens(database: Knex, username: string): Promise<number> {
  const { id: userId } = await userNamed(database, username);
  return ApiToken.query(database).patch({ revoked: new Date() }).where({ userId }).whereNull('revoked');
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
    users: users.map(({ id, username, firstName, lastName, email, isStaff, isService, isActive }) => ({
      username,
      name: `${firstName} ${lastName}`.trim(),
      email,
      role: `${isStaff ? 'staff' : isService ? 'service' : 'observer'}${isActive ? '' : ', inactive'}`,
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
