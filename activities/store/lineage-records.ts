import type { Knex } from 'knex';
import { provenanceGraph, type Lineage, type LineageStore, type ProvenanceGraph } from '../products/lineage.js';
import type { ProductRef } from '../products/product-ref.js';

type Row = Omit<Lineage, 'stepVersion'> & { readonly stepVersion: number };

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
    return this.#database<Row>('lineage').select('key', 'kind', 'step', 'stepVersion', 'inputs', 'settings').where({ key }).first() as Promise<Lineage | undefined>;
  }

  /** A product and all it was made from, up to the raw frames: one query. */
  async graph(product: Pick<ProductRef, 'key' | 'kind'>): Promise<ProvenanceGraph> {
    const { rows } = (await this.#database.raw(
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
    )) as { rows: Row[] };
    return provenanceGraph(product, new Map(rows.map((row) => [row.key, row])));
  }
}
