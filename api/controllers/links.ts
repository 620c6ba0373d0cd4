import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Query, Request, Response, Route, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { withStoreFailures } from '#activities/store/failures';
import { countDownload } from '#activities/store/file-links';
import { openLink } from '../access/link-holder.js';
import { auditAs } from '../audit.js';
import { siteOf } from '../caller-address.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { sendFile, type DownloadFormat } from '../send-file.js';
import { sendPicture } from '../send-picture.js';
import { linkedFile, type LinkedFile } from './link-view.js';
import { titleLines } from './title-lines.js';

/** For who has no account: the key in the address is all that is asked for. */
@Route('api/links/{token}')
@Tags('api')
@Response<ProblemDocument>(404, 'The link opens nothing, or nothing any more')
@Response<ProblemDocument>(429, 'The link is used too often, or too many wrong ones came from your address; Retry-After tells how long to wait')
export class LinksController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The file that a link opens, who sent it, and until when.
   * @summary See what a link opens
   * @param token The key in the address.
   */
  @Get()
  @OperationId('api_links_read')
  async readLink(@Request() request: KoaRequest, @Path() token: string): Promise<LinkedFile> {
    return linkedFile(await openLink(request, token, 'ask'), `${siteOf(request, this.#context.settings)}/api/links/${token}/`);
  }

  /**
   * The file itself, as `/api/files/{id}/download/` sends it.
   * @summary Download the file of a link
   * @param token The key in the address.
   * @param format fits is the file as it is; the others are for spectra.
   */
  @Get('download')
  @Produces('application/fits')
  @Produces('text/csv')
  @Produces('application/x-votable+xml')
  @Response(206, 'The part that was asked for')
  @Response(304, 'You have it already')
  @Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
  @Response<ProblemDocument>(416, 'Nothing of the part that was asked for is there')
  @OperationId('api_links_download_read')
  async downloadFile(@Request() request: KoaRequest, @Path() token: string, @Query() format: DownloadFormat = 'fits'): Promise<Readable | undefined> {
    const { link, file, holder } = await openLink(request, token, 'fetch');
    const bytes = await sendFile(this, request, this.#context, { file, caller: holder, format });
    askEveryTime(request);
    // Neither who only asks for its size nor who has it already fetched it.
    if (bytes !== undefined) {
      const { database } = this.#context;
      await withStoreFailures(() =>
        database.transaction(async (trx) => {
          await countDownload(trx, link.id);
          await auditAs(null, trx, request, { action: 'link.download', subject: `file ${file.id}`, after: { link: link.id, format } });
        }),
      );
    }
    return bytes;
  }

  /**
   * A picture of the file, as `/api/files/visualize/` draws it: svg of frames and spectra, png of frames.
   * @summary See a picture of the file of a link
   * @param token The key in the address.
   * @param format What is wanted.
   * @param theme Colors of a drawing.
   */
  @Get('visualize')
  @Produces('image/svg+xml')
  @Produces('image/png')
  @Response(304, 'You have it already')
  @Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
  @OperationId('api_links_visualize_read')
  async visualize(@Request() request: KoaRequest, @Path() token: string, @Query() format: 'png' | 'svg' = 'svg', @Query() theme: 'light' | 'dark' = 'light'): Promise<Readable | undefined> {
    const { file, holder } = await openLink(request, token, 'fetch');
    const picture = await sendPicture(this, request, this.#context, { file, format, look: { colorMap: 'gray', inverse: false, saturated: false, theme, title: titleLines(file, holder) } });
    askEveryTime(request);
    return picture;
  }
}

/** A link that was revoked shows nothing any more, in whatever browser it was open. */
function askEveryTime({ response }: KoaRequest): void {
  response.set('Cache-Control', 'private, no-cache');
}
