import type { Knex } from 'knex';

export interface Migration extends Knex.Migration {
  /** Never changes once it has run anywhere. */
  readonly name: string;
}
