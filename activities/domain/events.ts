import type { Level, ReductionState } from './reduction.js';

/** A file is there, or another one is current now. */
interface FilePayload {
  readonly fileName: string;
  readonly dataType: Level;
  /** The raw frame it was made from; itself for a raw frame. */
  readonly originalFileId: number;
  readonly provisional: boolean;
  /** It was deleted, or (false) is back. */
  readonly deleted?: boolean;
}

/** State, step or reason of a run changed; `name` is that of the frame, or the key of the master. */
interface ReductionPayload {
  readonly state: ReductionState;
  readonly reason: string;
  readonly name: string;
}

/** Somebody wrote, changed or took back a comment on a file. */
interface CommentPayload {
  readonly commentId: number;
  readonly originalFileId: number;
}

/** What each kind of event says. */
export interface EventPayloads {
  file: FilePayload;
  /** A calibration is ready. */
  master: FilePayload;
  reduction: ReductionPayload;
  comment: CommentPayload;
}

export type EventKind = keyof EventPayloads;

/** An event of any kind, told apart by `kind`. */
export type EventContent = { readonly [Kind in EventKind]: { readonly kind: Kind; readonly payload: EventPayloads[Kind] } }[EventKind];
