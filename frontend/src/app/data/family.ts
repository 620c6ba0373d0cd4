import type { FileDetail, FileView } from '../api/client';
import type { FrameState } from '../parts/state-mark';

export interface LevelTab {
  readonly level: number;
  /** Current files of this level, the strongest target first. */
  readonly files: readonly FileView[];
}

/** Tabs of a frame, the most advanced first; only those that exist. */
export function tabsOf({ family, ...file }: FileDetail): LevelTab[] {
  const members: readonly FileView[] = family.length > 0 ? family : [file];
  const levels = [...new Set(members.map(({ data_type }) => Number(data_type)))].sort((a, b) => b - a);
  return levels.map((level) => ({ level, files: members.filter(({ data_type }) => Number(data_type) === level) }));
}

/** Where the frame stands by its last run; a product without a run is final. */
export function stateOf({ reductions, provisional, excluded }: FileDetail): FrameState {
  const [last] = reductions;
  if (excluded !== null) return 'rejected';
  if (!last) return provisional ? 'provisional' : 'final';
  if (last.state === 'done') return last.provisional ? 'provisional' : 'final';
  return last.state;
}
