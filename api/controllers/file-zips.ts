import type { Readable } from 'node:stream';
import { Body, Controller, Get, Middlewares, OperationId, Post, Produces, Queries, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import type { Knex } from 'knex';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { filterCondition } from '#activities/store/archive/file-filters';
import type { StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { scopeOf, showsMembers, visibleFiles } from '../access/visible.js';
import type { Context } from '../context.js';
import { filtersOf } from '../file-filters.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { whenClosed } from '../when-closed.js';
import { ZipOfFiles } from '../zip-of-files.js';
import type { FileFilterQuery } from './file-query.js';

/** All that it names must hold. */
export interface ZipFilter {
  /** Evening date of the observing night, YYYYMMDD. */
  night?: string;
  proposal_id?: string;
  object?: string;
  /**
   * 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated.
   * @isInt
   * @minimum 0
   * @maximum 6
   */
  data_type?: number;
}

export interface ZipRequest {
  /**
   * Numbers of files; either these or a filter.
   * @isInt
   * @minItems 1
   * @maxItems 2000
   */
  ids?: number[];
  /** Current files that it fits. */
  filter?: ZipFilter;
}

export interface ZipQuery extends FileFilterQuery {
  /** Numbers of files, with commas between; instead of filters. */
  ids?: string;
}

const MOST_FILES = 2000;
const NOTHING = 'No file of yours fits this filter: there is nothing to put into a zip.';
const MOST_BYTES = 50 * 2 ** 30;

const columns = { night: 'files.night', proposal_id: 'files.proposalId', object: 'files.object', data_type: 'files.dataType' } as const;

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(400, 'Nothing, too much, or not understood')
@Response<ProblemDocument>(404, 'One of the files is not there, or not yours')
@Response<ProblemDocument>(413, 'More than one zip holds')
export class FileZipsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * A selection as one zip, streamed: at most 2000 files and 50 GiB. Each lies in the folder of its night under its Goodman name; `manifest.json`, last, has number, level,
   * proposal and SHA-256 of each. If the store breaks off, so does the zip: it has no end, and no program opens it as a whole one.
   * @summary Download files as a zip
   */
  @Post('zip')
  @Middlewares(jsonBody)
  @Produces('application/zip')
  @OperationId('api_files_zip_create')
  zipFiles(@Request() request: KoaRequest, @Body() body: ZipRequest): Promise<Readable> {
    return this.#send(request, body);
  }

  /**
   * The same for a link in a page: files by their numbers, or all that a list with these filters would show, on every page of it.
   * @summary Download the files of a list as a zip
   */
  @Get('zip')
  @Produces('application/zip')
  @OperationId('api_files_zip_read')
  async zipByLink(@Request() request: KoaRequest, @Queries() query: ZipQuery): Promise<Readable> {
    const { ids, ...filters } = query;
    const filtered = Object.keys(filters).length > 0;
    if ((ids === undefined) !== filtered) throw new ReductionError('request-invalid', 'Name either the ids of the files or filters as GET /api/files/ takes them, not both.');
    if (ids === undefined) return this.#pack(request, await this.#filesOfList(request, filters));
    if (!/^\d{1,15}(,\d{1,15})*$/.test(ids)) throw new ReductionError('request-invalid', 'ids: write the numbers of the files with commas between, as in ids=17,18.');
    return this.#send(request, { ids: ids.split(',').map(Number) });
  }

  async #send(request: KoaRequest, wanted: ZipRequest): Promise<Readable> {
    return this.#pack(request, await this.#filesOf(request, wanted));
  }

  async #filesOfList(request: KoaRequest, query: FileFilterQuery): Promise<StoredFile[]> {
    const caller = callerOf(request);
    const { text, bindings } = filterCondition(filtersOf(query, caller), scopeOf(caller));
    const files = await visibleFiles(this.#context.database, caller).whereRaw(text, bindings as Knex.RawBinding[]).orderBy('files.id').limit(MOST_FILES + 1);
    if (files.length === 0) throw new ReductionError('request-invalid', NOTHING);
    return files;
  }

  async #pack(request: KoaRequest, files: readonly StoredFile[]): Promise<Readable> {
    const caller = callerOf(request);
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (files.length > MOST_FILES || bytes > MOST_BYTES) throw new ReductionError('too-large', `A zip holds at most ${MOST_FILES} files and ${MOST_BYTES / 2 ** 30} GiB: take one night or one object at a time.`, { files: files.length, bytes });
    const zip = await ZipOfFiles.of(files.map((file) => ({ file, shared: !showsMembers(file, caller) })), this.#context);
    whenClosed(request.ctx.res, () => zip.stream.destroy());
    this.setHeader('Content-Type', 'application/zip');
    this.setHeader('Content-Disposition', `attachment; filename="goodman-${files.length}-files.zip"`);
    if (zip.size !== undefined) this.setHeader('Content-Length', String(zip.size));
    this.setStatus(200);
    return zip.stream;
  }

  async #filesOf(request: KoaRequest, { ids, filter }: ZipRequest) {
    const caller = callerOf(request);
    if ((ids === undefined) === (filter === undefined)) throw new ReductionError('request-invalid', 'Name either the ids of the files or a filter, not both.');
    // One more than may be taken tells that there are too many.
    const query = visibleFiles(this.#context.database, caller).orderBy('files.id').limit(MOST_FILES + 1);
    if (ids) {
      const wanted = [...new Set(ids)];
      const files = await query.findByIds(wanted);
      const missing = wanted.filter((id) => !files.some((file) => file.id === id));
      if (missing.length > 0) throw new ReductionError('not-found', `Of the files asked for, ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ` and ${missing.length - 10} more` : ''} are not there, or not yours: leave them out.`, { missing: missing.length });
      return files;
    }
    void query.where('files.current', true);
    for (const [name, column] of Object.entries(columns)) {
      const value = filter?.[name as keyof ZipFilter];
      if (value !== undefined) void query.where(column, value);
    }
    // What a view leaves out is not to be found out by asking for it.
    if (!seesAll(caller.user) && (filter?.object !== undefined || filter?.proposal_id !== undefined)) void query.whereNot((shared) => void shared.where({ 'files.dataType': LEVEL.master, 'files.trusted': true }));
    const files = await query;
    if (files.length === 0) throw new ReductionError('request-invalid', NOTHING);
    return files;
  }
}
