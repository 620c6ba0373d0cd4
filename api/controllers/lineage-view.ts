import type { ProvenanceGraph } from '#activities/products/lineage';
import type { LineageFile } from '#activities/store/archive/family-records';
import type { Scope } from '#activities/store/archive/file-filters';
import type { StoredFile } from '#activities/store/models';

/** A piece of work and its product, or a raw frame. */
export interface LineageNode {
  /** Of this graph alone. */
  id: string;
  /** rawFrame, masterBias, frame, spectra, … */
  kind: string;
  /** The step that made it; null for a raw frame. */
  step: string | null;
  step_version: number | null;
  /** With which settings. */
  settings: { [name: string]: unknown };
  /** Files of it that the caller may see. */
  files: {
    /** @isInt */
    id: number;
    file_name: string;
    data_type: string;
    target: number | null;
    night: string | null;
  }[];
  /** It has files, and none is the caller's to see: its name is not told. */
  foreign: boolean;
  /** bias, flat, arc, spectrum, …; null for what was never a file. */
  exposure: string | null;
  /** Start of the exposure, ISO 8601. */
  observed_at: string | null;
  quality: { [name: string]: number | null };
}

export interface LineageView {
  nodes: LineageNode[];
  /** `from` was the input called `input` of the work that made `to`. */
  edges: { from: string; to: string; input: string }[];
}

/** The graph as this caller may see it: keys, which are contents, are left out for everybody. */
export function lineageView({ nodes, edges }: ProvenanceGraph, files: readonly LineageFile[], root: Pick<StoredFile, 'id'>, sees: Scope['sees']): LineageView {
  const byKey = Map.groupBy(files, ({ key }) => key);
  const ids = new Map(nodes.map(({ key }, i) => [key, `n${i}`]));
  return {
    nodes: nodes.map(({ key, kind, step, stepVersion, settings }, i): LineageNode => {
      const all = byKey.get(key) ?? [];
      const seen = all.filter((file) => file.id === root.id || sees(file));
      const [first] = seen.length > 0 ? seen : all;
      return {
        id: `n${i}`,
        kind,
        step: step ?? null,
        step_version: stepVersion ?? null,
        settings: { ...settings },
        files: seen.map(({ id, fileName, dataType, target, night }) => ({ id, file_name: fileName, data_type: String(dataType), target, night })),
        foreign: all.length > 0 && seen.length === 0,
        exposure: first?.kind ?? null,
        observed_at: first?.observedAt ?? null,
        quality: { ...first?.quality },
      };
    }),
    edges: edges.map(({ from, to, input }) => ({ from: ids.get(from) ?? '', to: ids.get(to) ?? '', input })),
  };
}
