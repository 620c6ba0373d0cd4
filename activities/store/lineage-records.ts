import type { Knex } from 'knex';
import { provenanceGraph, type Lineage, type LineageStore, type ProvenanceGraph } from '../products/lineage.js';
import type { ProductRef } from '../products/product-ref.js';

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
      `with recursive ancestry as (
         select * from lineage where key = ?
         union
         select parent.* from ancestry
           cross join lateral jsonb_each(ancestry.inputs) as input
           cross join lateral jsonb_array_elements(case jsonb_typeof(input.value) when 'array' then input.value else jsonb_build_array(input.value) end) as ref
           join lineage parent on parent.key = ref ->> 'key'
       )
       select key, kind, step, step_version as "stepVersion", inputs, settings from ancestry`,
      [product.key],
    );
    return provenanceGraph(product, new Map(rows.map((row) => [row.key, row])));
  }
}
