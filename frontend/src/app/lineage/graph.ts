import type { components } from '../api/schema';

export type Lineage = components['schemas']['LineageView'];
export type Node = Lineage['nodes'][number];

/** A node with its place: columns from the product back to the raw frames. */
export interface Placed {
  readonly node: Node;
  readonly column: number;
  readonly row: number;
  /** So many raw frames of one kind stand here as one. */
  readonly count: number;
}

export interface Graph {
  readonly placed: readonly Placed[];
  readonly edges: readonly { readonly from: Placed; readonly to: Placed; readonly input: string }[];
  readonly columns: number;
  readonly rows: number;
}

/** More raw frames than this of one master are told as a number. */
const MOST_MEMBERS = 2;

/** Places the work that made a product: what everything was made from stands left of it, the product at the right end. */
export function graphOf({ nodes, edges }: Lineage): Graph {
  const depth = depths({ nodes, edges });
  const furthest = Math.max(0, ...depth.values());
  const shown = nodes.flatMap((node) => {
    const siblings = membersWith(node, { nodes, edges });
    if (siblings.length <= MOST_MEMBERS) return [{ node, count: 1 }];
    return siblings[0] === node ? [{ node, count: siblings.length }] : [];
  });
  const rows = new Map<number, number>();
  const placed = shown.map(({ node, count }): Placed => {
    const column = furthest - (depth.get(node.id) ?? 0);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { node, count, column, row };
  });
  const at = new Map(placed.map((each) => [each.node.id, each]));
  return {
    placed,
    edges: edges.flatMap(({ from, to, input }) => {
      const [start, end] = [at.get(from), at.get(to)];
      return start && end ? [{ from: start, to: end, input }] : [];
    }),
    columns: furthest + 1,
    rows: Math.max(1, ...rows.values()),
  };
}

/** Raw frames that went into the same work as this one, itself among them. */
function membersWith(node: Node, { nodes, edges }: Lineage): Node[] {
  if (node.kind !== 'rawFrame') return [node];
  const targets = edges.filter(({ from }) => from === node.id).map(({ to, input }) => `${to} ${input}`);
  const together = edges.filter(({ to, input }) => targets.includes(`${to} ${input}`)).map(({ from }) => from);
  return nodes.filter(({ id, kind }) => kind === 'rawFrame' && together.includes(id));
}

/** The longest way from each node to the product: 0 for the product itself. */
function depths({ nodes, edges }: Lineage): Map<string, number> {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  // A graph of n nodes has no longer way than n; provenance has no circle.
  for (let pass = 0, changed = true; changed && pass < nodes.length; pass++) {
    changed = false;
    for (const { from, to } of edges) {
      const wanted = (depth.get(to) ?? 0) + 1;
      if (wanted > (depth.get(from) ?? 0)) {
        depth.set(from, wanted);
        changed = true;
      }
    }
  }
  return depth;
}
