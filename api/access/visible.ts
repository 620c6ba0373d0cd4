import { createMongoAbility, subject, type RawRuleOf } from '@casl/ability';
import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { snakeCaseMappers, type QueryBuilder } from 'objection';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { Reduction, StoredFile } from '#activities/store/models';
import { preparedRows } from '#activities/store/prepared';
import type { Alternative, Scope } from '#activities/store/archive/file-filters';
import { withNames } from '#activities/store/archive/list-files';
import { abilityCondition, accessible, alternativeRules } from './abilities-to-sql.js';
import type { Caller } from './auth.js';
import { roleOf, seesAll, type Ability, type Action } from './permissions.js';
import { rowNumber } from '../row-number.js';

/** Is the time over in which the data of a proposal are its own? The list of those is made once a query. */
const released = (soarId: string) => `(${soarId} in (select soar_id from proposals where release_date <= current_date))`;
/** What rules about files may speak of. */
const fileColumns = { id: 'files.id', proposalId: 'files.proposal_id', dataType: 'files.data_type', trusted: 'files.trusted', released: released('files.proposal_id') };
/** What rules about reductions may speak of: a run belongs to the proposal of its frame. */
const reductionColumns = { proposalId: 'reductions.soar_id', fileId: 'reductions.file_id', released: released('reductions.soar_id') };

const mappers = snakeCaseMappers();

/** Files the caller may act upon, with the names of what they were made from. */
export function visibleFiles(database: Knex, { ability }: Caller, action: Action = 'read'): QueryBuilder<StoredFile, StoredFile[]> {
  const query = StoredFile.query(database)
    .whereNull('files.deletedAt')
    .withGraphFetched('[original(named), parent(named)]')
    .modifiers({ named: (builder) => void builder.select('id', 'fileName') });
  return accessible(query, ability, action, 'File', fileColumns);
}

/** Rules that were asked already, by account's rules: the verdicts are kept with them, in memory and in the counts. */
const scopes = new LRUCache<string, Scope>({ max: 200 });
const runScopes = new LRUCache<string, Pick<Scope, 'sees'>>({ max: 200 });

/** Accounts that may see the same have the same. */
const rulesOf = ({ user, soarIds, scopes: held }: Caller): string => JSON.stringify([roleOf(user), [...soarIds].sort(), [...held].sort()]);

/** Files the caller may read, for queries and counts that speak SQL and integers: the same rules. */
export function scopeOf(caller: Caller): Scope {
  const rules = rulesOf(caller);
  const known = scopes.get(rules) ?? newScope(caller.ability, caller.user);
  scopes.set(rules, known);
  return known;
}

function newScope(ability: Ability, user: Caller['user']): Scope {
  const { text, bindings } = abilityCondition(ability, 'read', 'File', fileColumns);
  // In brackets, because it may be alternatives.
  const condition = { text: `(${text})`, bindings };
  if (seesAll(user)) return { condition, sees: seesEverything, alternatives: [{ condition, sees: seesEverything }] };
  const whole: Alternative = { condition, sees: (file) => ability.can('read', subject<'File', Record<string, unknown>>('File', { ...file })) };
  return { ...whole, alternatives: alternativeRules(ability, 'read', 'File')?.map(oneRule) ?? [whole] };
}

const seesEverything = () => true;

/** What one rule about files allows. */
function oneRule(rule: RawRuleOf<Ability>): Alternative {
  const ability = createMongoAbility<Ability>([rule]);
  const { text, bindings } = abilityCondition(ability, 'read', 'File', fileColumns);
  return { condition: { text: `(${text})`, bindings }, sees: (file) => ability.can('read', subject<'File', Record<string, unknown>>('File', { ...file })) };
}

/** Whose runs the caller may see, asked in memory: the rules about runs of frames. */
export function seesRuns(caller: Caller): Scope['sees'] {
  const rules = rulesOf(caller);
  const { ability } = caller;
  const known = runScopes.get(rules) ?? { sees: ({ proposalId, released }) => ability.can('read', subject<'Reduction', Record<string, unknown>>('Reduction', { proposalId, fileId: 0, released })) };
  runScopes.set(rules, known);
  return known.sees;
}

/** A master that serves everybody, or that a proposal had made of the telescope's frames, was made of frames of somebody: whose, only staff may see. */
export function showsMembers({ dataType, trusted, ownMaster }: Pick<StoredFile, 'dataType' | 'trusted' | 'ownMaster'>, { user }: Caller): boolean {
  return dataType !== LEVEL.master || !(trusted || ownMaster) || seesAll(user);
}

/** @throws ReductionError `not-found`, the same for what is not there and what is not the caller's. */
export async function visibleFile(database: Knex, { ability }: Caller, id: string, action: Action = 'read'): Promise<StoredFile> {
  const number = rowNumber(id);
  const { text, bindings } = abilityCondition(ability, action, 'File', fileColumns);
  const rows = number === undefined ? [] : await preparedRows<Record<string, unknown>>(database, `select files.* from files where files.id = ? and files.deleted_at is null and (${text})`, [number, ...bindings]);
  const [file] = await withNames(database, rows.map((row) => StoredFile.fromDatabaseJson(mappers.parse(row))));
  if (!file) throw new ReductionError('not-found', `There is no file ${id}, or it is not yours.`, { id });
  return file;
}

/** A deleted product that the caller may bring back. @throws ReductionError `not-found`, the same for what is not deleted, not there and not the caller's. */
export async function deletedFile(database: Knex, { ability }: Caller, id: string): Promise<StoredFile> {
  const deleted = accessible(StoredFile.query(database).whereNotNull('files.deletedAt'), ability, 'delete', 'File', fileColumns);
  const number = rowNumber(id);
  const file = number === undefined ? undefined : await deleted.findById(number);
  if (!file) throw new ReductionError('not-found', `There is no deleted file ${id}, or it is not yours.`, { id });
  return file;
}

/** Runs the caller may see. */
export function visibleReductions(database: Knex, { ability }: Caller): QueryBuilder<Reduction, Reduction[]> {
  return accessible(Reduction.query(database), ability, 'read', 'Reduction', reductionColumns);
}
