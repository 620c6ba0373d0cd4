import { Body, Controller, Delete, Get, Middlewares, OperationId, Path, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { FileLink, liveLinks, makeFileLink } from '#activities/store/file-links';
import type { StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import { siteOf } from '../caller-address.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { rowNumber } from '../row-number.js';
import { linkView, untilOf, type LinkRequest, type LinkView, type NewLink } from './link-view.js';

/** Of one file at a time. */
const MOST_LINKS = 50;

@Route('api/files/{id}/links')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(404, 'No such file or link, or it is not yours to give on')
export class FileLinksController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Links to this file that work, the newest first, whoever of the proposal made them. Their addresses were shown once.
   * @summary Get a list of links to a file
   * @param id Number of the file.
   */
  @Get()
  @OperationId('api_files_links_list')
  async listLinks(@Request() request: KoaRequest, @Path() id: string): Promise<LinkView[]> {
    const file = await this.#shareable(request, id);
    return (await liveLinks(this.#context.database).where({ fileId: file.id }).orderBy('fileLinks.id', 'desc')).map(linkView);
  }

  /**
   * Makes a link with which somebody without an account reads this one file until a date. It ends sooner when it is revoked, or when who made it may not read
   * the proposal any more.
   * @summary Make a link to a file
   * @param id Number of the file.
   */
  @Post()
  @Middlewares(jsonBody)
  @SuccessResponse(201, 'Made')
  @Response<ProblemDocument>(409, 'There are too many links to this file')
  @OperationId('api_files_links_create')
  async makeLink(@Request() request: KoaRequest, @Path() id: string, @Body() body: LinkRequest): Promise<NewLink> {
    const file = await this.#shareable(request, id);
    const expires = untilOf(body.until);
    const { database, settings } = this.#context;
    const { user } = callerOf(request);
    const { key, link } = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        if ((await liveLinks(trx).where({ fileId: file.id }).resultSize()) >= MOST_LINKS) throw new ReductionError('conflict', `There are ${MOST_LINKS} links to this file: revoke those that nobody needs.`);
        const made = await makeFileLink(trx, { fileId: file.id, userId: user.id, note: (body.note ?? '').trim(), expires });
        await audit(trx, request, { action: 'link.create', subject: `file ${file.id}`, after: { link: made.link.id, until: expires, note: made.link.note } });
        return made;
      }),
    );
    this.setStatus(201);
    return { ...linkView(link), url: `${siteOf(request, settings)}/api/links/${key}/` };
  }

  /**
   * Ends a link from this moment on, whoever of the proposal made it.
   * @summary Revoke a link
   * @param id Number of the file.
   * @param link_id Number of the link.
   */
  @Delete('{link_id}')
  @SuccessResponse(204, 'Revoked')
  @OperationId('api_files_links_delete')
  async revokeLink(@Request() request: KoaRequest, @Path() id: string, @Path() link_id: string): Promise<void> {
    const file = await this.#shareable(request, id);
    const { database } = this.#context;
    const number = rowNumber(link_id) ?? 0;
    const revoked = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const ended = await FileLink.query(trx).patch({ revoked: new Date() }).where({ id: number, fileId: file.id }).whereNull('revoked');
        if (ended > 0) await audit(trx, request, { action: 'link.revoke', subject: `file ${file.id}`, before: { link: number } });
        return ended;
      }),
    );
    if (revoked === 0) throw new ReductionError('not-found', `There is no link ${link_id} to this file, or it was revoked already.`, { id: link_id });
    this.setStatus(204);
  }

  #shareable(request: KoaRequest, id: string): Promise<StoredFile> {
    return withStoreFailures(() => visibleFile(this.#context.database, callerOf(request), id, 'share'));
  }
}
