import type { TransactionOrKnex } from 'objection';
import { ReductionError } from '../domain/errors.js';
import { PasswordLink } from './account-models.js';
import { User } from './models.js';
import { hashOfKey, newKey } from './tokens.js';

/** Hours that a link lasts: who forgot a password waits for the mail, who is invited may be on the mountain. */
export const linkHours = { reset: 1, invitation: 7 * 24 } as const;

/** Makes the key of a link for the mail that carries it. A mail that is sent once more carries another key, and the earlier one ends. */
export async function makePasswordLink(database: TransactionOrKnex, userId: number, hours: number, mailId?: number): Promise<string> {
  const key = newKey();
  const row = { userId, mailId: mailId ?? null, keyHash: hashOfKey(key), expires: new Date(Date.now() + hours * 3_600_000) };
  const link = PasswordLink.query(database).insert(row);
  await (mailId === undefined ? link : link.onConflict('mailId').merge(['keyHash', 'expires']));
  return key;
}

/** Whom a link is for, as long as it was not used; locked until the end of the transaction. @throws ReductionError `not-found` */
export async function holderOfLink(trx: TransactionOrKnex, key: string): Promise<User> {
  const link = await PasswordLink.query(trx).findOne({ keyHash: hashOfKey(key) }).whereNull('used').whereRaw('expires > now()').forUpdate();
  const user = link && (await User.query(trx).findOne({ id: link.userId, isActive: true }));
  if (!user) throw new ReductionError('not-found', 'This link was used already, or its time is over: ask for another one on the page where you sign in.');
  return user;
}

/** After a password is set no other link of that person works. */
export async function endLinks(trx: TransactionOrKnex, userId: number): Promise<void> {
  await PasswordLink.query(trx).patch({ used: new Date() }).where({ userId }).whereNull('used');
}
