/** What an owner hands to its helper. Everything large within is in shared memory. */
export interface KernelJob {
  readonly kernel: string;
  readonly args: unknown;
  readonly tiles: number;
  /** See `Slot`. */
  readonly control: Int32Array;
  /** 1 for every tile that is done. */
  readonly done: Uint8Array;
}

/** Places in `control`. */
export const Slot = {
  /** The next tile nobody has taken. */
  NEXT: 0,
  PHASE: 1,
  /** Grows with every tile the helper finishes. */
  BEAT: 2,
  COUNT: 3,
} as const;

/** The helper's part in a job: only it moves from OFFERED to BEGUN and to ENDED, only the owner from OFFERED to WITHDRAWN. */
export const Phase = { OFFERED: 0, BEGUN: 1, ENDED: 2, WITHDRAWN: 3 } as const;
