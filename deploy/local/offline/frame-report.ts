import type { ReductionState } from '#activities/domain/reduction';
import { asReductionError } from '#activities/steps/failure';

/** How a frame of a folder ended. */
export interface FrameReport {
  readonly name: string;
  readonly state: ReductionState;
  readonly reason: string;
  readonly products: readonly string[];
  /** The frame whose bytes these are too: it was used, this was not. */
  readonly copyOf?: string;
  /** What is odd about the frame and could be read all the same. */
  readonly warnings?: readonly string[];
  /** A sentence for each quality number of its products beyond its bound. */
  readonly flags?: readonly string[];
}

/** A failure as the reason of a report. */
export function wordsOf(error: unknown): string {
  const known = asReductionError(error);
  return known instanceof Error ? known.message : String(known);
}
