import type { ListedFile } from '#activities/store/archive/list-files';
import type { Caller } from '../access/auth.js';
import { fileView, type FileView } from './file-view.js';

/** One level of a family: what the old portal shows in a tab. */
export interface FamilyLevel {
  /** 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
  data_type: string;
  /** Observed Raw, Calibration, Reduced, Extracted, Wavelength Calibrated. */
  name: string;
  /** The strongest source first; one entry without a target for what is not about one. */
  targets: {
    target: number | null;
    /** The newest version; null when it was superseded by nothing of this target. */
    current: FileView | null;
    /** Older versions, the newest first. */
    older: FileView[];
  }[];
}

/** A file with what was made of it. */
export interface FamilyNode {
  /** @isInt */
  id: number;
  file_name: string;
  data_type: string;
  target: number | null;
  /** @isInt */
  version: number;
  children: FamilyNode[];
}

export interface FamilyView {
  /** The most advanced first. */
  levels: FamilyLevel[];
  /** Current files, each below what it was made of; the raw frame is the root. */
  tree: FamilyNode[];
}

const names: Readonly<Record<number, string>> = { 0: 'Observed Raw', 1: 'Calibration', 2: 'Reduced', 3: 'Extracted', 4: 'Wavelength Calibrated' };

/** `files`: the most advanced level first, by target, the newest version first. */
export function familyView(files: readonly ListedFile[], caller: Caller): FamilyView {
  const levels = [...Map.groupBy(files, ({ dataType }) => dataType)].map(([level, members]): FamilyLevel => ({
    data_type: String(level),
    name: names[level] ?? '',
    targets: [...Map.groupBy(members, ({ target }) => target)].map(([target, versions]) => {
      const current = versions.find((file) => file.current);
      return { target, current: current ? fileView(current, caller) : null, older: versions.filter((file) => file !== current).map((file) => fileView(file, caller)) };
    }),
  }));
  return { levels, tree: treeOf(files.filter((file) => file.current)) };
}

function treeOf(files: readonly ListedFile[]): FamilyNode[] {
  const nodes = new Map(files.map(({ id, fileName, dataType, target, version }): [number, FamilyNode] => [id, { id, file_name: fileName, data_type: String(dataType), target, version, children: [] }]));
  const roots: FamilyNode[] = [];
  // The least advanced first, so that what it was made of is known; what was made of an older version hangs at the raw frame.
  for (const { id, parentFileId, originalFileId } of [...files].reverse()) {
    const node = nodes.get(id);
    if (!node) continue;
    const parent = [parentFileId, originalFileId].filter((other) => other !== id).map((other) => nodes.get(other)).find((other) => other !== undefined);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}
