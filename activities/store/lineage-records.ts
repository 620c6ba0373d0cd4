import type { Knex } from 'knex';
import { provenanceGraph, type Lineage, type LineageStore, type ProvenanceGraph } from '../products/lineage.js';
import type { StepVersion } from '../domain/products.js';
import type { ProductRef } from '../products/product-ref.js';

/** Everything that products were made from, up to the raw frames; takes their keys. */
const ANCESTRY = `with recursive ancestry as (
  select * from lineage where key = any(?)
  union
  select parent.* from ancestry
    cross join lateral jsonb_each(ancestry.inputs) as input
    cross join lateral jsonb_array_elements(case jsonb_typeof(input.value) when 'array' then input.value else jsonb_build_array(input.value) end) as ref
    -- Each by its key: nobody knows beforehand how few there are.
    cross join lateral (select * from lineage where lineage.key = ref ->> 'key' offset 0) parent
)`;

/** Lineage in PostgreSQL. */
export class LineageRecords implements LineageStore {
  readonly #database: Knex;

  constructor(database: Knex) {
    this.#database = database;
  }

  async record({ key, kind, step, stepVersion, inputs, settings }: Lineage): Promise<void> {
    const row = { key, kind, step, stepVersion, inputs: JSON.stringify(inputs), settings: JSON.stringify(settings) };
    await this.#database('lineage').insert(row).onConflict('key').ignore();
  }

  async find(key: string): Promise<Lineage | undefined> {
    const row: Lineage | undefined = await this.#database<Lineage>('lineage').where({ key }).first('key', 'kind', 'step', 'stepVersion', 'inputs', 'settings');
    return row;
  }

  /** A product and all it was made from, up to the raw frames: one query. */
  async graph(product: Pick<ProductRef, 'key' | 'kind'>): Promise<ProvenanceGraph> {
    const { rows } = await this.#database.raw<{ rows: Lineage[] }>(
      `${ANCESTRY} select key, kind, step, step_version as "stepVersion", inputs, settings from ancestry`,
      [[product.key]],
    );
    return provenanceGraph(product, new Map(rows.map((row) => [row.key, row])));
  }

  /** The steps that made products and all they were made from, each version once; nothing for raw frames. One query. */
  async stepsOf(keys: readonly string[]): Promise<StepVersion[]> {
    const { rows } = await this.#database.raw<{ rows: StepVersion[] }>(`${ANCESTRY} select distinct step, step_version as "version" from ancestry order by 1, 2`, [[...keys]]);
    return rows;
  }
}
