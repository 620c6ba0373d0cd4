import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Knex } from 'knex';

/** Marks a block as ours: one that was made up deciphers to it once in 2^32. */
const MARK = 0x474c5065;

/**
 * Numbers of events as a caller sees them: one block of AES over the number and the account, so that it tells neither how many events others had in
 * between nor serves anybody else; the same event always looks the same to one account, over restarts too.
 */
export class EventCursors {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  static async of(database: Knex): Promise<EventCursors> {
    const { value } = (await database<{ name: string; value: Buffer }>('secrets').where({ name: 'events' }).first()) as { value: Buffer };
    return new EventCursors(value);
  }

  seal(event: number, account: number): string {
    const block = Buffer.alloc(16);
    block.writeBigUInt64BE(BigInt(event), 0);
    block.writeUInt32BE(account, 8);
    block.writeUInt32BE(MARK, 12);
    // One block, each of another content: the simplest mode is a permutation of them.
    return createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false).update(block).toString('base64url');
  }

  /** The event a cursor stands for; undefined for one that this account was not given. */
  open(cursor: string, account: number): number | undefined {
    if (!/^[\w-]{22}$/.test(cursor)) return undefined;
    const block = createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false).update(Buffer.from(cursor, 'base64url'));
    return block.readUInt32BE(8) === account && block.readUInt32BE(12) === MARK ? Number(block.readBigUInt64BE(0)) : undefined;
  }
}
