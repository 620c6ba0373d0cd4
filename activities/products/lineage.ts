import type { ProductKind } from './index.js';
import type { ProductRef } from './product-ref.js';

/** An input of the work as it is remembered: which product, and how headers name it. */
export type LineageInput = Omit<ProductRef, 'quality'>;

/** The work that makes a product: written before it is done, never changed. It makes a lost product again and tells where a product comes from. */
export interface Lineage {
  /** Key of the product: it names this very work. */
  readonly key: string;
  readonly kind: ProductKind;
  readonly step: string;
  readonly stepVersion: number;
  readonly inputs: Readonly<Record<string, LineageInput | readonly LineageInput[]>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where lineage is kept. */
export interface LineageStore {
  /** Writes it down, unless it is known. */
  record(lineage: Lineage): Promise<void>;
  find(key: string): Promise<Lineage | undefined>;
}

/** A product and everything it was made from, up to the raw frames. */
export interface ProvenanceGraph {
  readonly nodes: readonly { readonly key: string; readonly kind: ProductKind; readonly label?: string; readonly step?: string; readonly stepVersion?: number; readonly settings?: Lineage['settings'] }[];
  /** `from` was the input called `input` of the work that made `to`. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly input: string }[];
}

/** The inputs of a piece of work, one by one. */
export function inputsOf({ inputs }: Pick<Lineage, 'inputs'>): { readonly input: string; readonly ref: LineageInput }[] {
  return Object.entries(inputs).flatMap(([input, refs]) => ('key' in refs ? [{ input, ref: refs }] : refs.map((ref) => ({ input, ref }))));
}

/**
 * Draws the graph of a product from the lineage of everything in it. What has no lineage is a leaf: a raw frame.
 * @param known lineage by key; the product itself may be missing, then it is the only node.
 */
export function provenanceGraph(product: Pick<ProductRef, 'key' | 'kind'>, known: ReadonlyMap<string, Lineage>): ProvenanceGraph {
  const nodes = new Map<string, ProvenanceGraph['nodes'][number]>();
  const edges: ProvenanceGraph['edges'][number][] = [];
  const visit = ({ key, kind, label }: Pick<LineageInput, 'key' | 'kind' | 'label'>): void => {
    if (nodes.has(key)) return;
    const lineage = known.get(key);
    nodes.set(key, { key, kind, ...(label === undefined ? {} : { label }), ...(lineage ? { step: lineage.step, stepVersion: lineage.stepVersion, settings: lineage.settings } : {}) });
    // By name: a database keeps the fields of an object in an order of its own.
    const inputs = lineage ? inputsOf(lineage).sort((a, b) => (a.input < b.input ? -1 : a.input > b.input ? 1 : 0)) : [];
    for (const { input, ref } of inputs) {
      edges.push({ from: ref.key, to: key, input });
      visit(ref);
    }
  };
  visit(product);
  return { nodes: [...nodes.values()], edges };
}

/** Lineage in memory: for a process that needs no database. */
export class LineageInMemory implements LineageStore {
  readonly #known = new Map<string, Lineage>();

  record(lineage: Lineage): Promise<void> {
    if (!this.#known.has(lineage.key)) this.#known.set(lineage.key, lineage);
    return Promise.resolve();
  }

  find(key: string): Promise<Lineage | undefined> {
    return Promise.resolve(this.#known.get(key));
  }

  graph(product: Pick<ProductRef, 'key' | 'kind'>): ProvenanceGraph {
    return provenanceGraph(product, this.#known);
  }
}
