import { Body, Controller, Middlewares, OperationId, Post, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { withStoreFailures } from '#activities/store/failures';
import { decide, undo } from '#activities/store/manual-choice';
import type { StoredFile } from '#activities/store/models';
import { reclassify, type Reclassified } from '#activities/store/reclassify';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { spokenName } from '../spoken-name.js';
import { fileView, type FileView } from './file-view.js';
import { idsOf, type FilesRequest } from './files-request.js';

/** Raw frames. */
export interface ReclassifyRequest extends FilesRequest {
  /** Staff only: what the frame is, whatever its header says. Without it the header decides again, and what was said by hand is taken back. */
  kind?: 'bias' | 'flat' | 'arc' | 'spectrum';
  /**
   * Why; needed with `kind`.
   * @maxLength 500
   */
  reason?: string;
}

export interface ReclassifiedView {
  file: FileView;
  /** What it was taken for until now. */
  before: string;
  /** False: it is what it was, and nothing happens. */
  changed: boolean;
}

export interface ReclassifyAnswer {
  results: ReclassifiedView[];
}

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class ReclassifyController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Reads again from the header what a frame is (bias, flat, lamp, spectrum) and how it was taken; or takes it for what staff say. Where that changes anything the frame is reduced as that, and masters
   * that it was part of are made again without it. All or none.
   * @summary Re identify observed technique
   */
  @Post('reclassify')
  @OperationId('api_files_reclassify_create')
  async reclassifyFiles(@Request() request: KoaRequest, @Body() body: ReclassifyRequest): Promise<ReclassifyAnswer> {
    const { database, outbox } = this.#context;
    const caller = callerOf(request);
    const files = await Promise.all(idsOf(body).map((id) => visibleFile(database, caller, id, 'reduce')));
    for (const { fileName, dataType, id } of files) {
      if (dataType !== LEVEL.raw) throw new ReductionError('conflict', `${fileName} is a product: its raw frame is what can be classified.`, { fileId: id });
    }
    const reason = (body.reason ?? '').trim();
    if (body.kind !== undefined && !seesAll(caller.user)) throw new ReductionError('forbidden', 'Staff of the observatory say what a frame is when its header is wrong: tell them.');
    if (body.kind !== undefined && reason.length < 3) throw new ReductionError('request-invalid', 'Taking a frame for something else than its header says takes a reason: it goes into the header of its products.');
    const done = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const results: Reclassified[] = [];
        for (const file of files) results.push(await this.#one(trx, request, file, { ...body, reason }));
        return results;
      }),
    );
    outbox.startAll(done.flatMap(({ promises }) => promises));
    const views = await Promise.all(done.map(({ file }) => visibleFile(database, caller, String(file.id), 'reduce')));
    return { results: done.map(({ before, changed }, i) => ({ file: fileView(views[i] as StoredFile, caller), before, changed })) };
  }

  async #one(trx: Parameters<typeof decide>[0] & Parameters<typeof reclassify>[0], request: KoaRequest, file: StoredFile, { kind, reason }: ReclassifyRequest & { reason: string }): Promise<Reclassified> {
    const { user } = callerOf(request);
    const subject = { fileId: file.id };
    if (kind === undefined) await undo(trx, subject, 'kind', spokenName(user));
    else await decide(trx, subject, { topic: 'kind', choice: { kind }, what: `taken for ${kind}`, reason, forced: false, userId: user.id, name: spokenName(user) });
    const result = await reclassify(trx, file, kind);
    await audit(trx, request, { action: 'file.reclassify', subject: `file ${file.id}`, before: { kind: result.before }, after: { kind: result.file.kind, reason } });
    return result;
  }
}
