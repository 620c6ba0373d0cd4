import type { TransactionOrKnex } from 'objection';
import { Session } from './account-models.js';
import { hashOfKey, newKey } from './tokens.js';

export interface SessionLimits {
  /** Without a request for so long it ends. */
  readonly idleMinutes: number;
  /** And after so long in any case. */
  readonly hours: number;
}

/** Opens a session; the key is for the cookie and kept nowhere. */
export async function openSession(database: TransactionOrKnex, userId: number, limits: SessionLimits, { address, agent }: { address: string; agent: string }): Promise<{ key: string; session: Session }> {
  const key = newKey();
  const expires = new Date(Date.now() + limits.hours * 3_600_000);
  const session = await Session.query(database).insertAndFetch({ userId, keyHash: hashOfKey(key), idleMinutes: limits.idleMinutes, expires, address, agent: agent.slice(0, 200) });
  return { key, session };
}

/** The session of a key as long as it lasts. */
export async function sessionWith(database: TransactionOrKnex, key: string): Promise<Session | undefined> {
  return Session.query(database)
    .findOne({ keyHash: hashOfKey(key) })
    .whereNull('ended')
    .whereRaw("expires > now() and last_seen + idle_minutes * interval '1 minute' > now()");
}

export async function endSession(database: TransactionOrKnex, key: string): Promise<void> {
  await Session.query(database).patch({ ended: new Date() }).where({ keyHash: hashOfKey(key) }).whereNull('ended');
}

/** Ends the sessions of a person, but for one if that is said; gives how many. */
export async function endSessions(database: TransactionOrKnex, userId: number, { except }: { except?: number | undefined } = {}): Promise<number> {
  const query = Session.query(database).patch({ ended: new Date() }).where({ userId }).whereNull('ended');
  if (except !== undefined) void query.whereNot('id', except);
  return query;
}
