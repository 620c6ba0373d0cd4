import type { FileView } from '../api/client';
import type { FrameState } from './state-mark';

/** The search for what stands so: the API calls a final frame done, and a product provisional. */
export function filterOf(state: FrameState): Readonly<Record<string, string>> {
  return state === 'provisional' ? { provisional: 'true' } : { state: state === 'final' ? 'done' : state };
}

/** Where a file stands: a raw frame as its reduction does, a product by itself. */
export function fileState({ state, excluded, provisional, data_type }: Pick<FileView, 'state' | 'excluded' | 'provisional' | 'data_type'>): FrameState | undefined {
  if (excluded !== null) return 'rejected';
  if (Number(data_type) > 0) return provisional ? 'provisional' : 'final';
  return state === 'done' ? 'final' : (state ?? undefined);
}
