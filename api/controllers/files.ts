import type { Readable } from 'node:stream';
import { Body, Controller, Get, OperationId, Path, Post, Produces, Queries, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';
import { ingestFile, workflowStartOf } from '#activities/store/ingest';
import type { StoredFile } from '#activities/store/models';
import type { Bucket } from '#activities/store/objects';
import { callerOf, type Caller } from '../access/auth.js';
import type { Context } from '../context.js';
import { byteRange } from '../byte-range.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import type { Action } from '../access/permissions.js';
import type { ProblemDocument } from '../problem.js';
import { receiveFile } from '../upload.js';
import { visibleFiles, visibleReductions } from '../access/visible.js';
import { versionNotices } from '../version-notices.js';
import { cardView, fileView, qualityViews, reductionView, type FileDetail, type FileView, type HeaderView } from '../views.js';

export interface FileQuery extends PageQuery {
  /**
   * 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated.
   * @isInt
   * @minimum 0
   * @maximum 6
   */
  data_type?: number;
  obstype?: string;
  object?: string;
  filter?: string;
  filter_2?: string;
  grating?: string;
  wavmode?: string;
  slit?: string;
  roi?: string;
  technique?: string;
  /** Evening date of the observing night, YYYYMMDD. */
  night?: string;
  proposal_id?: string;
  file_name?: string;
  /**
   * Everything made from this raw frame.
   * @isInt
   */
  original_file_id?: number;
  /** false lists the older versions, not the newest ones. */
  current?: boolean;
}

export interface ReduceRequest {
  /** One file; a product stands for the raw frame it was made from. */
  file_id?: number | string;
  /** Or several. */
  file_ids?: (number | string)[];
  /** Settings over those of the proposal, for these frames only; GET /api/settings/ describes each. */
  settings?: { [name: string]: unknown };
}

export interface ReduceAnswer {
  results: { file_id: number; file_name: string; workflow_id: string; run_id: string }[];
}

/** Columns a list can be filtered by, as the query names them. */
const filters = {
  data_type: 'dataType', obstype: 'obstype', object: 'object', filter: 'filter', filter_2: 'filter2', grating: 'grating', wavmode: 'wavmode', slit: 'slit',
  roi: 'roi', technique: 'technique', night: 'night', proposal_id: 'proposalId', file_name: 'fileName', original_file_id: 'originalFileId',
} as const satisfies Partial<Record<keyof FileQuery, keyof StoredFile>>; // prettier-ignore

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
export class FilesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Takes one raw frame, plain or gzipped: the multipart field `file`, or the whole body with its name in `name`. Answers when the frame
   * is safe; its reduction starts by itself. A frame that is here already is answered with its record and status 200.
   * @summary Adds a new file to the database
   */
  @Post()
  @SuccessResponse(201, 'The record of the new file')
  @Response<FileView>(200, 'The record of the file that was here already')
  @OperationId('api_files_create')
  async createFile(@Request() request: KoaRequest, @Query() name?: string): Promise<FileView> {
    const caller = callerOf(request);
    const { settings, database, outbox } = this.#context;
    const received = await receiveFile(request, name, settings.MAX_UPLOAD_MEGABYTES);
    const upload = {
      ...received,
      uploadedBy: caller.user.id,
      mayAdd: (proposalId: string) => mayAdd(caller, proposalId),
      maxBytes: settings.MAX_UPLOAD_MEGABYTES * 2 ** 20,
    };
    const { file, created, start } = await ingestFile(upload, { database, objects: this.#context.objects });
    // Not waited for: the promise is kept in the outbox, whatever happens to Temporal or to us.
    if (start) void outbox.start(start);
    this.setStatus(created ? 201 : 200);
    this.setHeader('Location', `/api/files/${file.id}/`);
    return fileView(file);
  }

  /**
   * Files of every level that the caller may see, the newest first.
   * @summary Get a list of files.
   */
  @Get()
  @OperationId('api_files_list')
  async listFiles(@Request() request: KoaRequest, @Queries() query: FileQuery): Promise<Page<FileView>> {
    const files = visibleFiles(this.#context.database, callerOf(request)).where('files.current', query.current ?? true).orderBy('files.id', 'desc');
    for (const [name, column] of Object.entries(filters)) {
      const wanted = query[name as keyof typeof filters];
      if (wanted !== undefined) void files.where(`files.${column}`, wanted);
    }
    return pageOf(files, query, request, this.#context, fileView);
  }

  /** @summary Obtains the header of a FITS file */
  @Get('header')
  @OperationId('api_files_header_list')
  async readHeader(@Request() request: KoaRequest, @Query() id: string): Promise<HeaderView> {
    const file = await this.#find(request, id);
    return { id: file.id, file_name: file.fileName, cards: file.cards.map(cardView) };
  }

  /**
   * Reduces frames again, with settings over those of their proposal. A reduction that runs or waits takes them on; the history keeps every run.
   * @summary Runs default reduction procedure using reduction settings
   */
  @Post('reduce')
  @SuccessResponse(202, 'The workflows that were told')
  @OperationId('api_files_reduce_create')
  async reduceFiles(@Request() request: KoaRequest, @Body() body: ReduceRequest): Promise<ReduceAnswer> {
    const caller = callerOf(request);
    const ids = [...new Set([...(body.file_ids ?? []), ...(body.file_id === undefined ? [] : [body.file_id])].map(String))];
    if (ids.length === 0 || ids.length > 500) throw new ReductionError('request-invalid', 'Name one file in "file_id", or up to 500 in "file_ids".', { files: ids.length });
    const settings = checkedSettings(body.settings ?? {});
    const results: ReduceAnswer['results'] = [];
    // All are looked up before any is told: a wrong id changes nothing.
    const files = await Promise.all(ids.map((id) => this.#rawOf(request, id)));
    for (const file of files) {
      if (!file.exposure) {
        throw new ReductionError('header-invalid', `${file.fileName} cannot be reduced with any settings: its header could not be understood. The reason stands with its first reduction.`, { fileId: file.id });
      }
    }
    for (const file of files) {
      const start = workflowStartOf(file, file.exposure, { settings, requestedBy: caller.user.username });
      results.push({ file_id: file.id, file_name: file.fileName, workflow_id: start.workflowId, run_id: await this.#context.reductions.reduceAgain(start) });
    }
    this.setStatus(202);
    return { results };
  }

  /**
   * One file with its quality, its family and the runs that made it.
   * @summary Get a file
   */
  @Get('{id}')
  @OperationId('api_files_read')
  async getFile(@Request() request: KoaRequest, @Path() id: string): Promise<FileDetail> {
    const file = await this.#find(request, id);
    const [database, caller] = [this.#context.database, callerOf(request)];
    const runs = visibleReductions(database, caller).select('reductions.*').withGraphFetched('file').orderBy('reductions.id', 'desc');
    const [relatives, reductions, notices] = await Promise.all([
      visibleFiles(database, caller)
        .where({ 'files.originalFileId': file.originalFileId, 'files.current': true })
        .orderBy([{ column: 'files.dataType', order: 'desc' }, 'files.target', 'files.id']),
      // Of a master, the run that built it; its members have their own.
      file.dataType === LEVEL.master ? runs.where('reductions.id', file.reductionId ?? 0) : runs.where('reductions.fileId', file.originalFileId),
      versionNotices(database, [file.key]),
    ]);
    return {
      ...fileView(file),
      quality: { ...file.quality },
      qualities: qualityViews(file.quality),
      warnings: [...file.warnings],
      notices,
      family: relatives.map(fileView),
      reductions: reductions.map(reductionView),
      decisions: file.reductionId === null ? null : `/api/reductions/${file.reductionId}/`,
    };
  }

  /**
   * The file itself, under its Goodman name. Takes a byte range and `If-None-Match`.
   * @summary Download a file
   */
  @Get('{id}/download')
  @Produces('application/fits')
  @Response(206, 'The part that was asked for')
  @Response(304, 'You have it already')
  @Response<ProblemDocument>(416, 'Nothing of the part that was asked for is there')
  @OperationId('api_files_download_read')
  async downloadFile(@Request() request: KoaRequest, @Path() id: string): Promise<Readable | undefined> {
    const file = await this.#find(request, id);
    const etag = `"${file.checksum.slice(0, 32)}-${file.id}"`;
    const { response } = request;
    response.set({ ETag: etag, 'Accept-Ranges': 'bytes', 'Last-Modified': file.created.toUTCString() });
    response.status = 200; // Koa asks it before it compares versions
    // fetch adds `no-cache` to a request that names the version it holds; who names one wants it compared.
    delete request.header['cache-control'];
    if (request.fresh) {
      this.setStatus(304);
      return undefined;
    }
    const part = byteRange(request.get('range'), request.get('if-range'), etag, file.sizeBytes);
    // HEAD asks for what is below only.
    const bytes = request.method === 'HEAD' ? undefined : await this.#context.objects.openObject(file.bucket as Bucket, file.objectKey, part);
    this.setStatus(200);
    this.setHeader('Content-Type', 'application/fits');
    this.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    this.setHeader('Content-Length', String(part?.length ?? file.sizeBytes));
    if (part) {
      this.setHeader('Content-Range', `bytes ${part.offset}-${part.offset + part.length - 1}/${file.sizeBytes}`);
      this.setStatus(206);
    }
    return bytes;
  }

  /** @throws ReductionError `not-found`, the same for what is not there and what is not the caller's. */
  async #find(request: KoaRequest, id: string, action: Action = 'read'): Promise<StoredFile> {
    const file = /^\d{1,15}$/.test(id) ? await visibleFiles(this.#context.database, callerOf(request), action).findById(Number(id)) : undefined;
    if (!file) throw new ReductionError('not-found', `There is no file ${id}, or it is not yours.`, { id });
    return file;
  }

  async #rawOf(request: KoaRequest, id: string): Promise<StoredFile> {
    const file = await this.#find(request, id, 'reduce');
    if (file.dataType === LEVEL.master) {
      throw new ReductionError('request-invalid', `${file.fileName} is a master: it is built again by itself when its frames or settings change.`, { id });
    }
    return file.dataType === LEVEL.raw ? file : this.#find(request, String(file.originalFileId), 'reduce');
  }
}

function mayAdd({ ability }: Caller, proposalId: string): boolean {
  return ability.can('create', { __caslSubjectType__: 'File', proposalId });
}

/** @throws ReductionError `settings-invalid`, naming each setting that is wrong. */
function checkedSettings(given: Record<string, unknown>): Partial<ReductionSettings> {
  const parsed = reductionSettings.strict().partial().safeParse(given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter((word) => word !== '').join(': '));
    throw new ReductionError('settings-invalid', `${mistakes.join('; ')}.`);
  }
  // A partial schema still fills in defaults; only what was asked for counts.
  return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name in given));
}
