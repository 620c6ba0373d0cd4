import type { Knex } from 'knex';
import { Model, type RelationMappings } from 'objection';
import { StoredFile, User } from './models.js';

/** The place in the data that a comment speaks of: wavelengths in Å (inclusive), or a box of pixels of the file, counted from 0. */
export type CommentAnchor = { readonly kind: 'wavelengths'; readonly from: number; readonly to: number } | { readonly kind: 'box'; readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

export class Comment extends Model {
  static override readonly tableName = 'comments';
  static override readonly jsonAttributes = ['anchor'];
  declare id: number;
  declare fileId: number;
  declare userId: number;
  /** The comment it answers; threads have one level. */
  declare parentId: number | null;
  declare text: string;
  declare anchor: CommentAnchor | null;
  declare created: Date;
  declare edited: Date | null;
  /** Taken back: its place in the thread stays, its words do not show. */
  declare deletedAt: Date | null;
  declare author?: User;
  declare file?: StoredFile;

  static override get relationMappings(): RelationMappings {
    return {
      author: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'comments.userId', to: 'users.id' } },
      file: { relation: Model.BelongsToOneRelation, modelClass: StoredFile, join: { from: 'comments.fileId', to: 'files.id' } },
    };
  }
}

/** Somebody is spoken to. */
export class Notification extends Model {
  static override readonly tableName = 'notifications';
  declare id: number;
  declare userId: number;
  declare kind: 'mention' | 'reply' | 'comment';
  declare commentId: number;
  declare created: Date;
  declare readAt: Date | null;
  declare comment?: Comment;

  static override get relationMappings(): RelationMappings {
    return { comment: { relation: Model.BelongsToOneRelation, modelClass: Comment, join: { from: 'notifications.commentId', to: 'comments.id' } } };
  }
}

/** User names after an @ that stands at the beginning of a word, in the order in which they come, each once. */
export function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<![\w.@])@([\w.+-]*\w)/g)].map(([, name = '']) => name))];
}

/** Writes who is to hear of a comment; who is told for two reasons is told once, for the first of them. */
export async function notify(trx: Knex.Transaction, comment: Comment, hearers: readonly { readonly userId: number; readonly kind: Notification['kind'] }[]): Promise<void> {
  const each = new Map([...hearers].reverse().map(({ userId, kind }) => [userId, kind]));
  each.delete(comment.userId);
  if (each.size === 0) return;
  await Notification.query(trx)
    .insert([...each].map(([userId, kind]) => ({ userId, kind, commentId: comment.id })))
    .onConflict(['userId', 'commentId'])
    .ignore();
}
