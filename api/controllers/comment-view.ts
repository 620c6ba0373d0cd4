import type { Comment } from '#activities/store/comment-records';
import { spokenName } from '../spoken-name.js';

/** A range of wavelengths. */
export interface WavelengthAnchor {
  kind: 'wavelengths';
  /**
   * Ångström, in the order of the light.
   * @minimum 0
   * @maximum 100000
   */
  from: number;
  /**
   * @minimum 0
   * @maximum 100000
   */
  to: number;
}

/** A box of pixels, both corners in it, counted from 0 at the lower left. */
export interface BoxAnchor {
  kind: 'box';
  /**
   * @isInt
   * @minimum 0
   * @maximum 100000
   */
  x0: number;
  /**
   * @isInt
   * @minimum 0
   * @maximum 100000
   */
  y0: number;
  /**
   * @isInt
   * @minimum 0
   * @maximum 100000
   */
  x1: number;
  /**
   * @isInt
   * @minimum 0
   * @maximum 100000
   */
  y1: number;
}

export interface CommentView {
  /** @isInt */
  id: number;
  /** @isInt */
  file_id: number;
  /**
   * The comment it answers.
   * @isInt
   */
  parent_id: number | null;
  author: { username: string; name: string };
  /** Empty once it was taken back. */
  text: string;
  anchor: WavelengthAnchor | BoxAnchor | null;
  created: string;
  edited: string | null;
  /** Taken back by its author or by staff; its answers stay. */
  deleted: boolean;
  /** May you change or take it back? */
  mine: boolean;
}

export function commentView(comment: Comment, callerId: number): CommentView {
  const { id, fileId, parentId, text, anchor, created, edited, deletedAt, author, userId } = comment;
  return {
    id,
    file_id: fileId,
    parent_id: parentId,
    author: { username: author?.username ?? '', name: author ? spokenName(author) : '' },
    text: deletedAt === null ? text : '',
    anchor: deletedAt === null && anchor !== null ? { ...anchor } : null,
    created: created.toISOString(),
    edited: edited?.toISOString() ?? null,
    deleted: deletedAt !== null,
    mine: userId === callerId,
  };
}
