import type { FileView } from '../api/client';
import type { FrameState } from './state-mark';

/** Where a file stands: a raw frame as its reduction does, a product by itself. */
export function fileState({ state, excluded, provisional, data_type }: Pick<FileView, 'state' | 'excluded' | 'provisional' | 'data_type'>): FrameState | undefined {
  if (excluded !== null) return 'rejected';
  if (Number(data_type) > 0) return provisional ? 'provisional' : 'final';
  return state === 'done' ? 'final' : (state ?? undefined);
}
