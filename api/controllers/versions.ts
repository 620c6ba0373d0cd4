import { Controller, Get, OperationId, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { compareSpectra } from '#activities/domain/compare-spectra';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { StoredFile } from '#activities/store/models';
import { settingsOfProduct, stepsOfProduct, storedSpectrum, versionsOf } from '#activities/store/product-versions';
import { may } from '../access/actions.js';
import { callerOf, type Caller } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { cardViews } from './header-view.js';
import { calibrationChanges, cardChanges, changes, fluxDifference, inWords, qualityChanges, stepChanges, type Changed, type Compared, type FluxDifference, type QualityChanged } from './version-difference.js';

export interface VersionView {
  /** @isInt */
  id: number;
  file_name: string;
  /** @isInt */
  version: number;
  current: boolean;
  /** When it was deleted; null when it is there. POST to `/api/files/{id}/restore/` brings it back. */
  deleted: string | null;
  provisional: boolean;
  created: string;
  checksum: string;
  flags: string[];
  /** The run that made it. */
  reduction_id: number | null;
}

export interface VersionsView {
  results: VersionView[];
}

export interface DifferenceView {
  /** @isInt */
  id: number;
  /** @isInt */
  other: number;
  /** One line: what differs. */
  words: string;
  calibrations: Changed[];
  settings: Changed[];
  /** Steps with another version, or that only one has. */
  steps: Changed[];
  qualities: QualityChanged[];
  cards: Changed[];
  /** Of spectra; null for frames. */
  flux: FluxDifference | null;
}

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(409, 'The two are no versions of one product')
export class VersionsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Every version of a product, the newest first: nothing is overwritten. Deleted ones are among them for who may bring them back.
   * @summary List the versions of a file
   */
  @Get('{id}/versions')
  @OperationId('api_files_versions_list')
  async listVersions(@Request() request: KoaRequest, @Path() id: string): Promise<VersionsView> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    const rows = await versionsOf(this.#context.database, file);
    return { results: rows.filter((row) => row.deletedAt === null || may(caller, 'delete', row)).map(versionView) };
  }

  /**
   * What another version of the same product has otherwise: settings, calibrations, steps, numbers, cards, and where its light differs most.
   * @summary Compare two versions of a file
   * @param id The later version.
   * @param other The version that it is compared with.
   */
  @Get('{id}/versions/{other}/difference')
  @OperationId('api_files_versions_difference_read')
  async compareVersions(@Request() request: KoaRequest, @Path() id: string, @Path() other: string): Promise<DifferenceView> {
    const { database } = this.#context;
    const caller = callerOf(request);
    const [file, earlier] = await Promise.all([visibleFile(database, caller, id), visibleFile(database, caller, other)]);
    const versions = await versionsOf(database, file).select('id');
    if (!versions.some((version) => version.id === earlier.id)) {
      throw new ReductionError('conflict', `${earlier.fileName} (${earlier.id}) is no version of ${file.fileName} (${file.id}): they are of other frames, levels or sources.`, { id: file.id, other: earlier.id });
    }
    const [before, after, flux] = await Promise.all([this.#compared(earlier, caller), this.#compared(file, caller), this.#flux(earlier, file)]);
    const parts = {
      calibrations: calibrationChanges(before, after),
      settings: changes(before.settings, after.settings),
      steps: stepChanges(before, after),
      qualities: qualityChanges(before, after),
      flux,
    };
    return { id: file.id, other: earlier.id, words: inWords(parts), ...parts, cards: cardChanges(before, after) };
  }

  async #compared(file: StoredFile, caller: Caller): Promise<Compared> {
    const { database } = this.#context;
    const [settings, steps] = await Promise.all([settingsOfProduct(database, file), stepsOfProduct(database, file)]);
    return { settings, steps, cards: cardViews(file, caller), quality: file.quality };
  }

  async #flux(before: StoredFile, after: StoredFile): Promise<FluxDifference | null> {
    if (after.dataType !== LEVEL.extracted && after.dataType !== LEVEL.calibrated) return null;
    const [a, b] = await Promise.all([storedSpectrum(this.#context.objects, before), storedSpectrum(this.#context.objects, after)]);
    return fluxDifference(compareSpectra(a, b));
  }
}

function versionView({ id, fileName, version, current, deletedAt, provisional, created, checksum, flags, reductionId }: StoredFile): VersionView {
  return { id, file_name: fileName, version, current: current && deletedAt === null, deleted: deletedAt?.toISOString() ?? null, provisional, created: created.toISOString(), checksum, flags: [...flags], reduction_id: reductionId };
}
