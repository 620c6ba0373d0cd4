import { Controller, Get, OperationId, Request, Response, Route, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import { selectionOf, type FileFilters } from '#activities/store/archive/file-filters';
import { identify } from '../access/auth.js';
import { credentialOf } from '../access/credential.js';
import { scopeOf, visibleReductions } from '../access/visible.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { softwareVersion } from '../version.js';

export interface Health {
  healthy: boolean;
  /** Milliseconds until it answered. */
  answered_in: number;
}

export interface Status {
  name: string;
  version: string;
  healthy: boolean;
  services: { database: Health; store: Health; temporal: Health };
  /** Of what the caller may see, for who is signed in. */
  counts?: {
    /** @isInt */
    files: number;
    /** @isInt */
    raw_files: number;
    /** @isInt */
    reductions: number;
  };
  documentation: string;
}

const PATIENCE_MS = 2000;

@Route('api')
@Tags('api')
export class StatusController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Whether everything behind it answers and takes frames: 503 when not, with the same body. Open to everybody; counts are for who is signed in.
   * @summary Get API status
   */
  @Get()
  @Response<ProblemDocument>(401, 'A token was sent, and it is not valid')
  @Response<Status>(503, 'Something behind it does not answer')
  @OperationId('api_list')
  async readStatus(@Request() request: KoaRequest): Promise<Status> {
    const { database: knex, objects, reductions } = this.#context;
    const [database, store, temporal] = await Promise.all([
      health(async () => void (await knex.raw('select 1'))),
      health(() => objects.ping()),
      health(() => reductions.ping()),
    ]);
    const healthy = database.healthy && store.healthy && temporal.healthy;
    const counts = credentialOf(request) !== undefined && database.healthy ? await this.#counts(request) : undefined;
    if (!healthy) this.setStatus(503);
    return {
      name: 'Goodman Live Pipeline',
      version: softwareVersion,
      healthy,
      services: { database, store, temporal },
      ...(counts ? { counts } : {}),
      documentation: '/api/docs/',
    };
  }

  /** @summary Does this process answer? Who asks starts it anew when not */
  @Get('live')
  @OperationId('api_live_list')
  isAlive(): { alive: boolean } {
    return { alive: true };
  }

  /**
   * Can it take a frame and keep it? 503 when not: who asks sends nothing here meanwhile. Temporal may be away, what it missed is promised and kept.
   * @summary Is this process ready?
   */
  @Get('ready')
  @Response<{ ready: boolean }>(503, 'It cannot take a frame at the moment')
  @OperationId('api_ready_list')
  async isReady(): Promise<{ ready: boolean }> {
    const { database: knex, objects } = this.#context;
    const [database, store] = await Promise.all([health(async () => void (await knex.raw('select 1'))), health(() => objects.ping())]);
    const ready = database.healthy && store.healthy;
    if (!ready) this.setStatus(503);
    return { ready };
  }

  async #counts(request: KoaRequest): Promise<Status['counts']> {
    const { database, counts } = this.#context;
    const caller = await identify(request);
    const [cube, reductions] = await Promise.all([counts.current(), visibleReductions(database, caller).resultSize()]);
    const count = (fields: FileFilters['fields']) => cube.total(selectionOf(cube, { fields, conditions: [] }, scopeOf(caller)));
    const [files, raw_files] = [count({ current: ['true'] }), count({ data_type: [String(LEVEL.raw)] })];
    return { files, raw_files, reductions };
  }
}

async function health(ask: () => Promise<void>): Promise<Health> {
  const since = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('late'));
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { healthy: true, answered_in: Math.round(performance.now() - since) };
  } catch {
    return { healthy: false, answered_in: Math.round(performance.now() - since) };
  } finally {
    clearTimeout(timer);
  }
}
