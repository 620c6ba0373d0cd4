import type { StepPool } from '#activities/threads/step-pool';

/** Who does the numbers of a night: threads, or whoever measures them. */
export type FolderPool = Pick<StepPool, 'step' | 'encode' | 'decode' | 'decodeRaw' | 'readRaw' | 'close'>;
