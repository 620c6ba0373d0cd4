import type { Knex } from 'knex';
import { firstSchema } from './2026-11-24-first-schema.js';

export interface Migration extends Knex.Migration {
  /** Never changes once it has run anywhere. */
  readonly name: string;
}

/** In order; only ever appended to. */
export const migrations: readonly Migration[] = [firstSchema];
