import type { Knex } from 'knex';
import type { parseArgs, ParseArgsConfig } from 'node:util';
import type { ObjectStore } from '#activities/store/objects';

export const options = {
  'email': { type: 'string' },
  'first': { type: 'string' },
  'last': { type: 'string' },
  'staff': { type: 'boolean' },
  'superuser': { type: 'boolean' },
  'service': { type: 'boolean' },
  'active': { type: 'boolean' },
  'scopes': { type: 'string' },
  'name': { type: 'string' },
  'token': { type: 'string' },
  'days': { type: 'string' },
  'clean': { type: 'boolean' },
  'pi': { type: 'string' },
  'title': { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

export type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

export interface Surroundings {
  /** For people; what a command gives is the result. */
  readonly say: (line: string) => void;
  readonly objects: ObjectStore | undefined;
  /** What links begin with, when it is known. */
  readonly site: string | undefined;
}

export interface Command {
  /** How many words it takes. */
  readonly words: number;
  readonly options: readonly (keyof Values)[];
  run(database: Knex, words: readonly string[], values: Values, surroundings: Surroundings): Promise<string>;
}
