import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { sendFile, type DownloadFormat } from '../send-file.js';

@Route('api/files')
@Tags('api')
@Security('token')
export class DownloadsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The file itself, under its Goodman name. Takes a byte range and `If-None-Match`. A spectrum also as a table of text, one row a native pixel, with units,
   * errors and mask, in which every number is exact: `csv` (no answer is an empty cell), `ecsv` (astropy's) or `votable` (the Virtual Observatory's 1.4).
   * @summary Download a file
   * @param id Number of the file.
   * @param format fits is the file as it is; the others are for spectra.
   */
  @Get('{id}/download')
  @Produces('application/fits')
  @Produces('text/csv')
  @Produces('application/x-votable+xml')
  @Response(206, 'The part that was asked for')
  @Response(304, 'You have it already')
  @Response<ProblemDocument>(400, 'There is no such table of this file')
  @Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
  @Response<ProblemDocument>(416, 'Nothing of the part that was asked for is there')
  @OperationId('api_files_download_read')
  async downloadFile(@Request() request: KoaRequest, @Path() id: string, @Query() format: DownloadFormat = 'fits'): Promise<Readable | undefined> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    return sendFile(this, request, this.#context, { file, caller, format });
  }
}
