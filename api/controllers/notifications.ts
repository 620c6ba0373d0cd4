import { Body, Controller, Get, Middlewares, OperationId, Post, Queries, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { Comment, Notification } from '#activities/store/comment-records';
import { callerOf } from '../access/auth.js';
import { visibleFiles } from '../access/visible.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import { commentView, type CommentView } from './comment-view.js';

export interface NotificationQuery extends PageQuery {
  /** true leaves out what you have read. */
  unread?: boolean;
}

export interface NotificationView {
  /** @isInt */
  id: number;
  /** You were named; your comment was answered; a frame you sent was commented on. */
  kind: 'mention' | 'reply' | 'comment';
  created: string;
  read: boolean;
  /** @isInt */
  file_id: number;
  file_name: string;
  comment: CommentView;
}

export interface ReadRequest {
  /**
   * These; without them all there are.
   * @maxItems 500
   */
  ids?: number[];
}

export interface Unread {
  /** @isInt */
  unread: number;
}

@Route('api/notifications')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class NotificationsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Where somebody speaks to you, the newest first. What is said about a file that is not yours to see any more does not come.
   * @summary Get your notifications
   */
  @Get()
  @OperationId('api_notifications_list')
  async listNotifications(@Request() request: KoaRequest, @Queries() query: NotificationQuery): Promise<Page<NotificationView>> {
    const { user } = callerOf(request);
    const rows = this.#visible(request).withGraphFetched('comment.[author, file]').orderBy('notifications.id', 'desc');
    if (query.unread === true) void rows.whereNull('notifications.readAt');
    return pageOf(rows, query, request, this.#context, ({ id, kind, created, readAt, comment }) => ({
      id,
      kind,
      created: created.toISOString(),
      read: readAt !== null,
      file_id: comment?.fileId ?? 0,
      file_name: comment?.file?.fileName ?? '',
      comment: commentView(comment as Comment, user.id),
    }));
  }

  /** @summary Mark notifications as read */
  @Post('read')
  @OperationId('api_notifications_read_create')
  async markRead(@Request() request: KoaRequest, @Body() body: ReadRequest): Promise<Unread> {
    const { user } = callerOf(request);
    const mine = Notification.query(this.#context.database).where({ userId: user.id }).whereNull('readAt');
    if (body.ids) void mine.whereIn('id', body.ids.filter(Number.isSafeInteger));
    await mine.patch({ readAt: new Date() });
    return { unread: await this.#visible(request).whereNull('notifications.readAt').resultSize() };
  }

  #visible(request: KoaRequest) {
    const caller = callerOf(request);
    const { database } = this.#context;
    const files = visibleFiles(database, caller).clearWithGraph().select('files.id');
    return Notification.query(database).where('notifications.userId', caller.user.id).whereIn('notifications.commentId', Comment.query(database).select('comments.id').whereIn('comments.fileId', files));
  }
}
