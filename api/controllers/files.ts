import { Controller, Get, OperationId, Path, Queries, Query, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import { facetsOf, type Facet } from '#activities/store/archive/facets';
import { actionsOf } from '../access/actions.js';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { scopeOf, visibleFile, visibleFiles, visibleReductions } from '../access/visible.js';
import type { Context } from '../context.js';
import { filtersOf } from '../file-filters.js';
import { versionNotices } from '../version-notices.js';
import { filePage, type FilePage } from './file-list.js';
import type { FileFilterQuery, FileQuery } from './file-query.js';
import { fileView, type FileDetail } from './file-view.js';
import { cardViews, type HeaderView } from './header-view.js';
import { qualityViews } from './quality-view.js';
import { reductionView } from './reduction-view.js';

/** What files have in common, counted. */
export interface FacetView {
  /** As the parameter that asks for it. */
  name: Facet;
  /** The most frequent first; nights from the newest. A hundred at most. */
  values: {
    value: string;
    /** @isInt */
    count: number;
  }[];
  /**
   * How many values are left out.
   * @isInt
   */
  more: number;
  /** False: about so many. */
  exact: boolean;
}

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
   * Files of every level that the caller may see, the newest first. Pages are numbered, or follow each other by `cursor`.
   * @summary Get a list of files.
   */
  @Get()
  @OperationId('api_files_list')
  async listFiles(@Request() request: KoaRequest, @Queries() query: FileQuery): Promise<FilePage> {
    return filePage(request, query, this.#context);
  }

  /**
   * How many of the files that the caller may see have each value, among those that the parameters ask for: each facet passes over what is asked of
   * itself, so that its counts say "how many if I also tick this".
   * @summary Count files by what they have in common
   */
  @Get('facets')
  @OperationId('api_files_facets_list')
  async countFiles(@Request() request: KoaRequest, @Queries() query: FileFilterQuery): Promise<FacetView[]> {
    const caller = callerOf(request);
    const { database, counts } = this.#context;
    const facets = await facetsOf(database, counts, filtersOf(query, caller), scopeOf(caller), seesAll(caller.user));
    return facets.map(({ facet, values, more, exact }) => ({ name: facet, values: values.map((value) => ({ ...value })), more, exact }));
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
