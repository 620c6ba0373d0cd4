import type { Knex } from 'knex';
import type { TransactionOrKnex } from 'objection';
import { Mail, type MailContent, type MailKind } from './account-models.js';

/** Whoever took a mail to send it has so long; then another may. */
const LEASE_SECOND = 120;
const FIRST_PAUSE_SECOND = 30;
const LONGEST_PAUSE_SECOND = 3600;
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/** Promises a mail, in the transaction of what it tells about. */
export async function queueMail(database: TransactionOrKnex, mail: { kind: MailKind; recipient: string; userId?: number; content?: MailContent }): Promise<Mail> {
  return Mail.query(database).insertAndFetch({ kind: mail.kind, recipient: mail.recipient, userId: mail.userId ?? null, content: mail.content ?? {} });
}

/** Mails whose turn it is, for this process alone for the next two minutes: no connection is held while they travel. */
export async function takeMails(database: Knex, most: number): Promise<Mail[]> {
  return database.transaction(async (trx) => {
    const due = await Mail.query(trx).whereNull('sentAt').whereNull('givenUp').where('nextAttempt', '<=', trx.fn.now()).orderBy('nextAttempt').limit(most).forUpdate().skipLocked();
    if (due.length === 0) return [];
    return Mail.query(trx)
      .patch({ nextAttempt: trx.raw(`now() + interval '${LEASE_SECOND} seconds'`), attempts: trx.raw('attempts + 1') } as never)
      .whereIn('id', due.map(({ id }) => id))
      .returning('*');
  });
}

export async function mailSent(database: Knex, { id }: Mail): Promise<void> {
  await Mail.query(database).findById(id).patch({ sentAt: new Date(), problem: '' });
}

/** Later again, after twice the time; for good when three days have passed or the server will never take it. */
export async function mailFailed(database: Knex, { id, attempts, created }: Mail, problem: string, { forGood }: { readonly forGood: boolean }): Promise<void> {
  const pause = Math.min(FIRST_PAUSE_SECOND * 2 ** (attempts - 1), LONGEST_PAUSE_SECOND);
  const end = forGood || Date.now() - created.getTime() > GIVE_UP_AFTER_MS;
  await Mail.query(database).findById(id).patch({ problem: problem.slice(0, 500), nextAttempt: new Date(Date.now() + pause * 1000), givenUp: end ? new Date() : null });
}
