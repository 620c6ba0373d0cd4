import type { Knex } from 'knex';
import type { TransactionOrKnex } from 'objection';
import { ReductionError } from '../domain/errors.js';
import type { Mail, MailContent } from './account-models.js';
import { queueMail } from './mails.js';
import { Collaborator, User, type Proposal } from './models.js';
import { endSessions } from './sessions.js';

const LONGEST_NAME = 150;

/** By user name or e-mail address, in whatever case. */
export async function personKnownAs(database: TransactionOrKnex, name: string): Promise<User | undefined> {
  const word = name.trim();
  const found = await User.query(database).whereRaw('lower(username) = lower(?) or lower(email) = lower(?)', [word, word]);
  // A user name may look like the address of somebody else: then it is the name that counts.
  return found.find(({ username }) => username.toLowerCase() === word.toLowerCase()) ?? found[0];
}

export async function personWithEmail(database: TransactionOrKnex, email: string): Promise<User | undefined> {
  return User.query(database).whereRaw('lower(email) = lower(?)', [email.trim()]).first();
}

/** @throws ReductionError `request-invalid` */
export function checkEmail(email: string): string {
  const address = email.trim();
  // One address, and nothing that starts another line or another recipient.
  if (address.length > 254 || !/^[^\s@,;:<>()"\\[\]]+@[^\s@,;:<>()"\\[\]]+$/.test(address)) throw new ReductionError('request-invalid', `"${address.slice(0, 80)}" is no e-mail address.`);
  return address;
}

/** @throws ReductionError `request-invalid` */
export function checkUsername(username: string): string {
  if (!/^[\w.@+-]{1,150}$/.test(username)) throw new ReductionError('request-invalid', `"${username.slice(0, 80)}" is no user name: letters, digits and @ . + - _ make one, ${LONGEST_NAME} at most.`);
  return username;
}

/** @throws ReductionError `conflict` when the name or the address belongs to another account. */
export async function refuseTaken(trx: TransactionOrKnex, { username, email }: { username?: string | undefined; email?: string | undefined }, except?: number): Promise<void> {
  for (const [what, word] of [['user name', username], ['e-mail address', email]] as const) {
    const owner = word === undefined ? undefined : await personKnownAs(trx, word);
    if (owner && owner.id !== except) throw new ReductionError('conflict', `The ${what} ${word} belongs to user ${owner.username} already.`, { username: owner.username });
  }
}

/** The account of an address; where there is none it is made, with empty names, and a mail with a link to set a password is promised. */
export async function ensurePerson(trx: Knex.Transaction, email: string, given: Partial<Pick<User, 'username' | 'firstName' | 'lastName' | 'partner'>> & { invitation: MailContent }): Promise<{ user: User; created: boolean }> {
  const address = checkEmail(email);
  await onePersonAtATime(trx);
  const known = await personWithEmail(trx, address);
  if (known) return { user: known, created: false };
  const { invitation, username, ...names } = given;
  const user = await User.query(trx).insertAndFetch({ ...names, email: address, username: username === undefined ? await freeUsername(trx, address) : checkUsername(username) });
  await invite(trx, user, invitation);
  return { user, created: true };
}

/** Makes an account and promises the mail with its link. @throws ReductionError `request-invalid`, `conflict` */
export async function createPerson(trx: Knex.Transaction, person: Partial<User> & Pick<User, 'username' | 'email'>, invitation: MailContent): Promise<User> {
  const words = { username: checkUsername(person.username), email: checkEmail(person.email) };
  await onePersonAtATime(trx);
  await refuseTaken(trx, words);
  const user = await User.query(trx).insertAndFetch({ ...person, ...words });
  await invite(trx, user, invitation);
  return user;
}

/**
 * Changes what is given of an account; somebody who is closed out, or may do something else now, notices at once.
 * @throws ReductionError `request-invalid`, `conflict` also when no superuser would be left
 */
export async function changePerson(trx: Knex.Transaction, id: number, given: Partial<User>): Promise<{ before: Partial<User>; after: User }> {
  if (given.username !== undefined) checkUsername(given.username);
  if (given.email !== undefined) checkEmail(given.email);
  await onePersonAtATime(trx);
  const user = await User.query(trx).findById(id).forUpdate().throwIfNotFound();
  await refuseTaken(trx, given, id);
  const stays = (given.isSuperuser ?? user.isSuperuser) && (given.isActive ?? user.isActive);
  if (user.isSuperuser && user.isActive && !stays && (await User.query(trx).where({ isSuperuser: true, isActive: true }).resultSize()) === 1) {
    throw new ReductionError('conflict', `${user.username} is the last superuser: make another one first.`);
  }
  if (given.isActive === false) await endSessions(trx, id);
  if (given.email !== undefined && given.email !== user.email) await queueMail(trx, { kind: 'email-changed', recipient: user.email, userId: id });
  const was: Readonly<Record<string, unknown>> = { ...user };
  const before = Object.fromEntries(Object.keys(given).map((name) => [name, was[name]])) as Partial<User>;
  return { before, after: Object.keys(given).length === 0 ? user : await User.query(trx).patchAndFetchById(id, given) };
}

export async function invite(trx: TransactionOrKnex, { id, email }: User, content: MailContent): Promise<Mail> {
  return queueMail(trx, { kind: 'invitation', recipient: email, userId: id, content });
}

/** Names and addresses are looked up, then taken: until the end of the transaction nobody else does. */
export async function onePersonAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtext('people'))");
}

/** What stands before the @, with a number behind it if another has it. */
async function freeUsername(trx: TransactionOrKnex, email: string): Promise<string> {
  const name = (email.split('@')[0] ?? '').replace(/[^\w.+-]/g, '_').slice(0, LONGEST_NAME - 6) || 'user';
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}${i}`;
    if (!(await User.query(trx).whereRaw('lower(username) = lower(?)', [candidate]).first())) return candidate;
  }
}

/** Adds somebody to a proposal by address, and tells that person. False: was there before. @throws ReductionError `request-invalid`, `conflict` */
export async function addCollaborator(trx: Knex.Transaction, proposal: Proposal, email: string, from: string): Promise<{ user: User; created: boolean; added: boolean }> {
  const content = { proposal: proposal.soarId, title: proposal.title, from };
  const { user, created } = await ensurePerson(trx, email, { invitation: content });
  if (!user.isActive) throw new ReductionError('conflict', `The account of ${email} was closed: ask the staff of the observatory to open it again.`);
  if (user.id === proposal.piId) throw new ReductionError('conflict', `${email} is the PI of ${proposal.soarId} already.`);
  const row = { proposalId: proposal.id, userId: user.id };
  const added = (await Collaborator.query(trx).findOne(row)) === undefined;
  if (added) await Collaborator.query(trx).insert(row).onConflict(['proposalId', 'userId']).ignore();
  if (added && !created) await queueMail(trx, { kind: 'collaborator-added', recipient: user.email, userId: user.id, content });
  return { user, created, added };
}
