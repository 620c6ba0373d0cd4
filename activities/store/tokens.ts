import { createHash, randomBytes } from 'node:crypto';
import type { TransactionOrKnex } from 'objection';
import type { TokenScope } from '../domain/token-scopes.js';
import { ApiToken } from './models.js';

/** Forty hexadecimal digits, as the keys of the old system, so that whatever keeps one can keep ours. */
const KEY_BYTES = 20;

/** What is kept of a key. A plain hash is enough: the key is 160 random bits, not a password somebody chose. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** A secret for a cookie, a link or a signature: 256 random bits. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Makes a key for a person; this is the only time anybody sees it. */
export async function issueToken(database: TransactionOrKnex, userId: number, { name = '', expires, scopes }: { name?: string; expires?: Date; scopes?: TokenScope[] } = {}): Promise<string> {
  const key = randomBytes(KEY_BYTES).toString('hex');
  await ApiToken.query(database).insert({ userId, tokenHash: hashOfKey(key), name, expires: expires ?? null, ...(scopes === undefined ? {} : { scopes }) });
  return key;
}
