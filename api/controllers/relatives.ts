import { Controller, Get, OperationId, Path, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import { familyRecords, filesOfKeys } from '#activities/store/archive/family-records';
import { LineageRecords } from '#activities/store/lineage-records';
import { callerOf } from '../access/auth.js';
import { scopeOf, visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import { familyView, type FamilyView } from './family-view.js';
import { lineageView, type LineageView } from './lineage-view.js';

@Route('api/files')
@Tags('api')
@Security('token')
export class RelativesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Everything made from the same raw frame, older versions too: by level and target for a page with tabs, and as a tree from the raw frame down. Of a
   * master: its versions.
   * @summary Get the family of a file
   */
  @Get('{id}/family')
  @OperationId('api_files_family_read')
  async getFamily(@Request() request: KoaRequest, @Path() id: string): Promise<FamilyView> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    return familyView(await familyRecords(this.#context.database, file, scopeOf(caller)), caller);
  }

  /**
   * The steps, versions and settings that made a file and everything it was made from, up to the raw frames. Of frames that are not the caller's only
   * what they are, when they were taken and how good they are.
   * @summary Get the lineage of a file
   */
  @Get('{id}/lineage')
  @OperationId('api_files_lineage_read')
  async getLineage(@Request() request: KoaRequest, @Path() id: string): Promise<LineageView> {
    const caller = callerOf(request);
    const { database } = this.#context;
    const file = await visibleFile(database, caller, id);
    const records = new LineageRecords(database);
    const kind = file.dataType === LEVEL.raw ? 'rawFrame' : ((await records.find(file.key))?.kind ?? 'frame');
    const graph = await records.graph({ key: file.key, kind });
    const files = await filesOfKeys(database, graph.nodes.map(({ key }) => key));
    return lineageView(graph, files, file, scopeOf(caller).sees);
  }
}
