import { Controller, Get, OperationId, Request, Route, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { Reduction, StoredFile } from '#activities/store/models';
import { authenticate } from '../access/auth.js';
import type { Context } from '../context.js';
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
  /** For who is signed in. */
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
   * Whether everything behind it answers. Open to everybody; counts are for who is signed in.
   * @summary Get API status
   */
  @Get()
  @OperationId('api_list')
  async readStatus(@Request() request: KoaRequest): Promise<Status> {
    const { database: knex, objects, reductions } = this.#context;
    const [database, store, temporal] = await Promise.all([
      health(async () => void (await knex.raw('select 1'))),
      health(() => objects.ping()),
      health(() => reductions.ping()),
    ]);
    const healthy = database.healthy && store.healthy && temporal.healthy;
    const counts = request.get('authorization') !== '' && database.healthy ? await this.#counts(request) : undefined;
    return {
      name: 'Goodman Live Pipeline',
      version: softwareVersion,
      healthy,
      services: { database, store, temporal },
      ...(counts ? { counts } : {}),
      documentation: '/api/docs/',
    };
  }

  async #counts(request: KoaRequest): Promise<Status['counts']> {
    const { database } = this.#context;
    await authenticate(database, request.get('authorization'));
    const [files, raw_files, reductions] = await Promise.all([
      StoredFile.query(database).where({ current: true }).whereNull('deletedAt').resultSize(),
      StoredFile.query(database).where({ dataType: 0 }).resultSize(),
      Reduction.query(database).resultSize(),
    ]);
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
