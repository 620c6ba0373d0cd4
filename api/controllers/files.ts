import { Controller, Get, OperationId, Path, Queries, Query, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import type { StoredFile } from '#activities/store/models';
import { actionsOf } from '../access/actions.js';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { visibleFile, visibleFiles, visibleReductions } from '../access/visible.js';
import type { Context } from '../context.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import { versionNotices } from '../version-notices.js';
import { fileView, type FileDetail, type FileView } from './file-view.js';
import { cardViews, type HeaderView } from './header-view.js';
import { qualityViews } from './quality-view.js';
import { reductionView } from './reduction-view.js';

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
   * @minimum 1
   * @maximum 9007199254740991
   */
  original_file_id?: number;
  /** false lists the older versions, not the newest ones. */
  current?: boolean;
}

/** Columns a list can be filtered by, as the query names them. */
const filters = {
  data_type: 'dataType', obstype: 'obstype', object: 'object', filter: 'filter', filter_2: 'filter2', grating: 'grating', wavmode: 'wavmode', slit: 'slit',
  roi: 'roi', technique: 'technique', night: 'night', proposal_id: 'proposalId', file_name: 'fileName', original_file_id: 'originalFileId',
} as const satisfies Partial<Record<keyof FileQuery, keyof StoredFile>>; // prettier-ignore

/** Of a master that serves everybody these would tell whose frames it was made of. */
const hidden = ['object', 'proposal_id', 'original_file_id'] as const satisfies readonly (keyof FileQuery)[];

@Route('api/files')
@Tags('api')
@Security('token')
export class FilesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Files of every level that the caller may see, the newest first.
   * @summary Get a list of files.
   */
  @Get()
  @OperationId('api_files_list')
  async listFiles(@Request() request: KoaRequest, @Queries() query: FileQuery): Promise<Page<FileView>> {
    const caller = callerOf(request);
    const files = visibleFiles(this.#context.database, caller).where('files.current', query.current ?? true).orderBy('files.id', 'desc');
    for (const [name, column] of Object.entries(filters)) {
      const wanted = query[name as keyof typeof filters];
      if (wanted !== undefined) void files.where(`files.${column}`, wanted);
    }
    // What a view leaves out is not to be found out by asking for it.
    if (!seesAll(caller.user) && hidden.some((name) => query[name] !== undefined)) void files.whereNot((shared) => void shared.where({ 'files.dataType': LEVEL.master, 'files.trusted': true }));
    return pageOf(files, query, request, this.#context, (file) => fileView(file, caller));
  }

  /** @summary Obtains the header of a FITS file */
  @Get('header')
  @OperationId('api_files_header_list')
  async readHeader(@Request() request: KoaRequest, @Query() id: string): Promise<HeaderView> {
    const file = await visibleFile(this.#context.database, callerOf(request), id);
    return { id: file.id, file_name: file.fileName, cards: cardViews(file, callerOf(request)) };
  }

  /**
   * One file with its quality, its family and the runs that made it.
   * @summary Get a file
   */
  @Get('{id}')
  @OperationId('api_files_read')
  async getFile(@Request() request: KoaRequest, @Path() id: string): Promise<FileDetail> {
    const file = await visibleFile(this.#context.database, callerOf(request), id);
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
      ...fileView(file, caller),
      quality: { ...file.quality },
      qualities: qualityViews(file.quality),
      warnings: [...file.warnings],
      notices,
      family: relatives.map((relative) => fileView(relative, caller)),
      reductions: reductions.map(reductionView),
      actions: actionsOf(file, caller),
      decisions: file.reductionId === null ? null : `/api/reductions/${file.reductionId}/`,
    };
  }
}
