import { createMongoAbility, subject } from '@casl/ability';
import type { Knex } from 'knex';
import { Model } from 'objection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, ensureDatabase } from '#activities/store/database';
import { freshDatabaseUrl } from '#activities/store/test-stores';
import { abilityCondition, accessible } from './abilities-to-sql.js';
import { abilityOf, type Ability } from './permissions.js';

class Thing extends Model {
  static override readonly tableName = 'things';
  declare id: number;
}

interface Row {
  readonly id: number;
  readonly proposalId: string | null;
  readonly level: number | null;
  readonly current: boolean | null;
  /** A row is any record to a rule. */
  readonly [column: string]: unknown;
}

const columns = { proposalId: 'things.proposal_id', level: 'things.level', current: 'things.current' };
const proposals = ['A', 'B', 'C', null];
const levels = [0, 1, 2, null];
const states = [true, false, null];
const rows: Row[] = proposals.flatMap((proposalId, i) => levels.flatMap((level, j) => states.map((current, k) => ({ id: i * 100 + j * 10 + k, proposalId, level, current }))));

let database: Knex;
beforeAll(async () => {
  const url = freshDatabaseUrl();
  await ensureDatabase(url);
  database = connect(url);
  await database.schema.createTable('things', (table) => {
    table.integer('id').primary();
    table.text('proposalId');
    table.integer('level');
    table.boolean('current');
  });
  await database('things').insert(rows);
});
afterAll(() => database.destroy());

/** Mulberry32: the same rules in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomRules(random: () => number): unknown[] {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
  const onField = (values: readonly (string | number | boolean | null)[]): unknown => {
    const present = values.filter((value) => value !== null);
    switch (pick(['eq', 'ne', 'in', 'nin', 'plain', 'null'])) {
      case 'eq': return { $eq: pick(present) };
      case 'ne': return { $ne: pick(present) };
      case 'in': return { $in: some(values) };
      case 'nin': return { $nin: some(values) };
      case 'null': return null;
      default: return pick(present);
    }
  }; // prettier-ignore
  const condition = () => ({
    ...(random() < 0.6 ? { proposalId: onField(proposals) } : {}),
    ...(random() < 0.5 ? { level: onField(levels) } : {}),
    ...(random() < 0.3 ? { current: onField(states) } : {}),
  });
  return Array.from({ length: Math.floor(random() * 5) }, () => {
    const conditions = condition();
    return { action: pick(['read', 'read', 'manage', 'reduce']), subject: pick(['File', 'File', 'all']), inverted: random() < 0.35, ...(Object.keys(conditions).length > 0 ? { conditions } : {}) };
  });
}

describe('the rules as SQL', () => {
  it('let through exactly the rows that the rules in memory do, for 400 random sets of rules', async () => {
    const random = seeded(20261124);
    let allowed = 0;
    let partial = 0;
    for (let i = 0; i < 400; i++) {
      const rules = randomRules(random);
      const ability = createMongoAbility<Ability>(rules as never);
      const inMemory = rows.filter((row) => ability.can('read', subject('File', { ...row }))).map(({ id }) => id);
      const inSql = (await accessible(Thing.query(database).orderBy('id'), ability, 'read', 'File', columns)).map(({ id }) => id);
      expect(inSql, JSON.stringify(rules)).toEqual(inMemory);
      if (inMemory.length > 0) allowed++;
      if (inMemory.length > 0 && inMemory.length < rows.length) partial++;
    }
    // The rules are worth comparing: many let something through, and not everything.
    expect(allowed).toBeGreaterThan(150);
    expect(partial).toBeGreaterThan(100);
  });

  it('are false when there are none, and refuse to speak of columns nobody named', () => {
    expect(abilityCondition(createMongoAbility([]), 'read', 'File', columns)).toEqual({ text: 'false', bindings: [] });
    const strange = createMongoAbility<Ability>([{ action: 'read', subject: 'File', conditions: { passwordHash: 'x' } }]);
    expect(() => abilityCondition(strange, 'read', 'File', columns)).toThrow('passwordHash');
    const pattern = createMongoAbility<Ability>([{ action: 'read', subject: 'File', conditions: { proposalId: { $regex: '^S' } } }]);
    expect(() => abilityCondition(pattern, 'read', 'File', columns)).toThrow('regex');
    const ordered = createMongoAbility<Ability>([{ action: 'read', subject: 'File', conditions: { level: { $lte: 1 } } }]);
    expect(() => abilityCondition(ordered, 'read', 'File', columns)).toThrow('lte');
  });

  it('of an observer are a plain list of proposals', () => {
    const ability = abilityOf({ user: { id: 1, isStaff: false, isSuperuser: false, isService: false }, soarIds: ['A', "B'; drop table files"] });
    const { text, bindings } = abilityCondition(ability, 'read', 'File', { proposalId: 'p', dataType: 'd', trusted: 't', released: 'r' });
    expect(text).toMatch(/p in \(\?, \?\)/);
    expect(bindings).toEqual(expect.arrayContaining(['A', "B'; drop table files", 1]));
  });
});
