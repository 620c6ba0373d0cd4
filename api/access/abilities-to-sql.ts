import { rulesToAST } from '@casl/ability/extra';
import type { Model, QueryBuilder } from 'objection';
import type { RawRuleOf } from '@casl/ability';
import type { Ability, Action, Subject } from './permissions.js';

/** Fields that rules may speak of, and the column each one is. A rule about anything else is a mistake, not a way around. */
export type Columns = Readonly<Record<string, string>>;

interface Sql {
  readonly text: string;
  readonly bindings: readonly unknown[];
}

/** The parts of a condition tree this reads; its classes are not exported by name. */
interface Condition {
  readonly operator: string;
  readonly value: unknown;
  readonly field?: unknown;
}

const MOST_ALTERNATIVES = 8;

/** Rows the caller may act upon, and no others: the rules of the ability as a condition of the query. */
export function accessible<M extends Model, R>(query: QueryBuilder<M, R>, ability: Ability, action: Action, subject: Exclude<Subject, 'all'>, columns: Columns): QueryBuilder<M, R> {
  const { text, bindings } = abilityCondition(ability, action, subject, columns);
  return query.whereRaw(`(${text})`, bindings);
}

/** The rules as SQL with `?` for values; `false` when no rule allows anything. */
export function abilityCondition(ability: Ability, action: Action, subject: Exclude<Subject, 'all'>, columns: Columns): Sql {
  const tree = rulesToAST(ability, action, subject) as Condition | null;
  return tree === null ? { text: 'false', bindings: [] } : translate(tree, columns);
}

/**
 * The same rows as several conditions, each of which lets through what one rule allows: every one can be answered by an index of its own. Of a list of
 * few values each is one. Undefined where a rule forbids, so that no rule stands alone.
 */
export function alternativeRules(ability: Ability, action: Action, subject: Exclude<Subject, 'all'>): readonly RawRuleOf<Ability>[] | undefined {
  const rules = ability.rulesFor(action, subject);
  if (rules.some(({ inverted }) => inverted)) return undefined;
  return rules.flatMap((rule): RawRuleOf<Ability>[] => {
    const conditions = (rule.conditions ?? {}) as Readonly<Record<string, unknown>>;
    const list = Object.entries(conditions).find(([, value]) => typeof value === 'object' && value !== null && '$in' in value);
    const values = list === undefined ? [] : (list[1] as { $in: readonly unknown[] }).$in;
    const single = { action, subject } as const;
    if (list === undefined || values.length > MOST_ALTERNATIVES) return [{ ...single, ...(rule.conditions === undefined ? {} : { conditions: rule.conditions }) }];
    return values.map((value) => ({ ...single, conditions: { ...conditions, [list[0]]: value } }));
  });
}

function translate(condition: Condition, columns: Columns): Sql {
  const { operator, value } = condition;
  if (operator === 'and' || operator === 'or') return join(operator, (value as Condition[]).map((part) => translate(part, columns)));
  if (operator === 'not') {
    // `is not true`, because a comparison with null is neither.
    const { text, bindings } = join('and', (value as Condition[]).map((part) => translate(part, columns)));
    return { text: `(${text}) is not true`, bindings };
  }
  const column = columnOf(condition, columns);
  switch (operator) {
    case 'eq':
      if (value === null) return { text: `${column} is null`, bindings: [] };
      // As a condition of its own an index can answer it.
      return value === true ? { text: column, bindings: [] } : { text: `${column} = ?`, bindings: [value] };
    case 'ne':
      return { text: `${column} is distinct from ?`, bindings: [value] };
    case 'in':
      return oneOf(column, value as readonly unknown[]);
    case 'nin': {
      const { text, bindings } = oneOf(column, value as readonly unknown[]);
      return { text: `(${text}) is not true`, bindings };
    }
    default:
      // Among them < and its kin: in memory null counts as 0 there, in SQL it does not.
      throw new Error(`a rule uses ${operator}, which has no SQL here`);
  }
}

/** Written out rather than as an array: PostgreSQL then takes the type of each value from the column. */
function oneOf(column: string, values: readonly unknown[]): Sql {
  const some = values.filter((value) => value !== null);
  const parts: Sql[] = [];
  if (some.length > 0) parts.push({ text: `${column} in (${some.map(() => '?').join(', ')})`, bindings: some });
  if (some.length < values.length) parts.push({ text: `${column} is null`, bindings: [] });
  return join('or', parts);
}

function join(operator: 'and' | 'or', parts: readonly Sql[]): Sql {
  if (parts.length === 0) return { text: operator === 'and' ? 'true' : 'false', bindings: [] };
  return { text: parts.map(({ text }) => `(${text})`).join(` ${operator} `), bindings: parts.flatMap(({ bindings }) => bindings) };
}

function columnOf({ operator, field }: Condition, columns: Columns): string {
  const column = typeof field === 'string' && Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (column === undefined) throw new Error(`a rule asks about ${String(field)} with ${operator}, which is not a column it may see`);
  return column;
}
