import { subject } from '@casl/ability';
import { Body, Controller, Delete, Get, Middlewares, OperationId, Patch, Path, Post, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Knex } from 'knex';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { Comment, mentionsIn, notify, type CommentAnchor } from '#activities/store/comment-records';
import { withStoreFailures } from '#activities/store/failures';
import { Proposal, StoreEvent, User, type StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { abilityOf, seesAll } from '../access/permissions.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { wordsIn } from '../plain-text.js';
import { rowNumber } from '../row-number.js';
import { commentView, type BoxAnchor, type CommentView, type WavelengthAnchor } from './comment-view.js';

export interface CommentRequest {
  /**
   * Plain text; @name of a user who may see the file tells them.
   * @minLength 1
   * @maxLength 4000
   */
  text: string;
  /**
   * The comment it answers, of the same file; an answer to an answer joins its thread.
   * @isInt
   * @minimum 1
   * @maximum 9007199254740991
   */
  parent_id?: number;
  /** The place it speaks of; without one, the whole file. */
  anchor?: WavelengthAnchor | BoxAnchor;
}

export interface CommentChange {
  /**
   * @minLength 1
   * @maxLength 4000
   */
  text: string;
}

/** On one file; more than anybody writes, and less than hurts. */
const MOST_COMMENTS = 1000;

@Route('api')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class CommentsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * What people said about a file, the oldest first; answers name the comment they answer. Whoever may see the file reads and writes here.
   * @summary List the comments on a file
   */
  @Get('files/{id}/comments')
  @OperationId('api_files_comments_list')
  async listComments(@Request() request: KoaRequest, @Path() id: string): Promise<CommentView[]> {
    const caller = callerOf(request);
    const { database } = this.#context;
    const file = await visibleFile(database, caller, id);
    const rows = await Comment.query(database).where({ fileId: file.id }).withGraphFetched('author').orderBy('comments.id').limit(MOST_COMMENTS);
    return rows.map((row) => commentView(row, caller.user.id));
  }

  /**
   * Says something about a file, a range of its wavelengths or a box of its pixels. People named with @, the author of the comment that is answered, and the
   * sender of the frame find it among their notifications.
   * @summary Comment on a file
   */
  @Post('files/{id}/comments')
  @SuccessResponse(201, 'The comment')
  @OperationId('api_files_comments_create')
  async createComment(@Request() request: KoaRequest, @Path() id: string, @Body() body: CommentRequest): Promise<CommentView> {
    const caller = callerOf(request);
    const { database } = this.#context;
    const file = await visibleFile(database, caller, id);
    const text = wordsIn(body.text, 'text');
    const anchor = body.anchor === undefined ? null : orderly(body.anchor);
    const parent = body.parent_id === undefined ? undefined : await this.#answered(file, body.parent_id);
    const comment = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const row = await Comment.query(trx)
          .insert({ fileId: file.id, userId: caller.user.id, parentId: parent ? (parent.parentId ?? parent.id) : null, text, anchor })
          .returning('*');
        const mentioned = await this.#mentioned(trx, text, file);
        await notify(trx, row, [
          ...mentioned.map((userId) => ({ userId, kind: 'mention' as const })),
          ...(parent ? [{ userId: parent.userId, kind: 'reply' as const }] : []),
          ...(file.uploadedBy === null ? [] : [{ userId: file.uploadedBy, kind: 'comment' as const }]),
        ]);
        await audit(trx, request, { action: 'comment.create', subject: `file ${file.id}`, after: { comment: row.id } });
        await announce(trx, row, file);
        return row;
      }),
    );
    this.setStatus(201);
    this.setHeader('Location', `/api/comments/${comment.id}/`);
    return this.#view(request, comment.id);
  }

  /** @summary Change your comment */
  @Patch('comments/{id}')
  @OperationId('api_comments_partial_update')
  async changeComment(@Request() request: KoaRequest, @Path() id: string, @Body() body: CommentChange): Promise<CommentView> {
    const { comment, file } = await this.#found(request, id);
    if (comment.userId !== callerOf(request).user.id) throw new ReductionError('forbidden', 'Only its author changes a comment; answer it instead.');
    if (comment.deletedAt !== null) throw new ReductionError('conflict', 'This comment was taken back: write a new one.', { id: comment.id });
    const text = wordsIn(body.text, 'text');
    await withStoreFailures(() =>
      this.#context.database.transaction(async (trx) => {
        await Comment.query(trx).findById(comment.id).patch({ text, edited: new Date() });
        await notify(trx, comment, (await this.#mentioned(trx, text, file)).map((userId) => ({ userId, kind: 'mention' })));
        await audit(trx, request, { action: 'comment.change', subject: `comment ${comment.id}`, before: { text: comment.text }, after: { text } });
        await announce(trx, comment, file);
      }),
    );
    return this.#view(request, comment.id);
  }

  /**
   * Its words vanish, its place in the thread stays. For its author and for staff.
   * @summary Take a comment back
   */
  @Delete('comments/{id}')
  @OperationId('api_comments_delete')
  async removeComment(@Request() request: KoaRequest, @Path() id: string): Promise<CommentView> {
    const { comment, file } = await this.#found(request, id);
    const { user } = callerOf(request);
    if (comment.userId !== user.id && !seesAll(user)) throw new ReductionError('forbidden', 'Only its author and staff take a comment back.');
    if (comment.deletedAt === null) {
      await withStoreFailures(() =>
        this.#context.database.transaction(async (trx) => {
          await Comment.query(trx).findById(comment.id).patch({ deletedAt: new Date() });
          await audit(trx, request, { action: 'comment.remove', subject: `comment ${comment.id}`, before: { text: comment.text } });
          await announce(trx, comment, file);
        }),
      );
    }
    return this.#view(request, comment.id);
  }

  async #answered(file: StoredFile, parentId: number): Promise<Comment> {
    const parent = await Comment.query(this.#context.database).findOne({ id: parentId, fileId: file.id });
    if (!parent) throw new ReductionError('request-invalid', `There is no comment ${parentId} on this file: leave "parent_id" out to begin a thread.`, { parent_id: parentId });
    return parent;
  }

  /** A comment on a file the caller may not see is not there. */
  async #found(request: KoaRequest, id: string): Promise<{ comment: Comment; file: StoredFile }> {
    const number = rowNumber(id);
    const comment = number === undefined ? undefined : await Comment.query(this.#context.database).findById(number);
    const file = comment && (await visibleFile(this.#context.database, callerOf(request), String(comment.fileId)).catch(nothingThere));
    if (!comment || !file) throw new ReductionError('not-found', `There is no comment ${id}, or it is not yours to see.`, { id });
    return { comment, file };
  }

  /** Users named in a text, as far as they may see the file: nobody hears of what is not theirs. */
  async #mentioned(trx: Knex.Transaction, text: string, file: StoredFile): Promise<number[]> {
    const names = mentionsIn(text).slice(0, 20);
    if (names.length === 0) return [];
    const users = await User.query(trx).whereIn('username', names).where({ isActive: true });
    const told: number[] = [];
    for (const user of users) {
      const ability = abilityOf({ user, soarIds: await Proposal.soarIdsOf(trx, user.id) });
      if (ability.can('read', subject('File', { ...file }) as never)) told.push(user.id);
    }
    return told;
  }

  async #view(request: KoaRequest, id: number): Promise<CommentView> {
    const comment = await Comment.query(this.#context.database).findById(id).withGraphFetched('author').throwIfNotFound();
    return commentView(comment, callerOf(request).user.id);
  }
}

function nothingThere(error: unknown): undefined {
  if (error instanceof ReductionError && error.code === 'not-found') return undefined;
  throw error;
}

function announce(trx: Knex.Transaction, comment: Comment, file: StoredFile): Promise<void> {
  return StoreEvent.add(trx, { kind: 'comment', fileId: file.id, proposalId: file.proposalId, night: file.night, payload: { commentId: comment.id, originalFileId: file.originalFileId } });
}

function orderly(anchor: WavelengthAnchor | BoxAnchor): CommentAnchor {
  if (anchor.kind === 'wavelengths' && anchor.from > anchor.to) throw new ReductionError('request-invalid', `The anchor goes from ${anchor.from} to ${anchor.to} Å: give the smaller wavelength first.`);
  if (anchor.kind === 'box' && (anchor.x0 > anchor.x1 || anchor.y0 > anchor.y1)) throw new ReductionError('request-invalid', 'The box of the anchor is turned around: give the lower left corner first.');
  return anchor;
}
