import type { Knex } from 'knex';
import type { Quality } from '../../domain/products.js';
import type { FailureRecord, Level, ReductionState } from '../../domain/reduction.js';
import type { StoredFile } from '../models.js';
import type { Scope } from './file-filters.js';

/** A raw frame of a night with its latest run. */
export interface NightFrame extends Pick<StoredFile, 'id' | 'fileName' | 'proposalId' | 'kind' | 'obstype' | 'object' | 'wavmode' | 'created' | 'excluded'> {
  readonly observedAt: string | null;
  readonly exposureSecond: number | null;
  readonly reductionId: number | null;
  readonly state: ReductionState | '';
  readonly step: string | null;
  readonly reason: string | null;
  readonly failure: FailureRecord | null;
  readonly timings: Readonly<Record<string, number>> | null;
  readonly started: Date | null;
  readonly finished: Date | null;
}

/** A current product of a night, a master among them. */
export interface NightProduct {
  readonly id: number;
  readonly originalFileId: number;
  readonly fileName: string;
  readonly dataType: Level;
  readonly target: number | null;
  readonly trusted: boolean;
  readonly provisional: boolean;
  readonly flags: readonly string[];
  readonly quality: Quality;
}

/** More than any night has; a page that shows more shows nothing. */
const MOST_FRAMES = 3000;

/** Everything of a night that may be seen, the frames in the order in which they were taken: two queries. */
export async function nightRecords(database: Knex, night: string, { condition }: Scope): Promise<{ frames: NightFrame[]; products: NightProduct[] }> {
  const bindings = [night, ...condition.bindings] as Knex.RawBinding[];
  const [frames, products] = await Promise.all([
    database.raw<{ rows: NightFrame[] }>(
      `select files.id, files.file_name as "fileName", files.proposal_id as "proposalId", files.kind, files.obstype, files.object, files.wavmode, files.created, files.excluded,
         files.exposure ->> 'observedAt' as "observedAt", (files.exposure ->> 'exposureTimeSecond')::double precision as "exposureSecond", run.id as "reductionId", files.state, run.step, run.reason, run.failure, run.timings, run.started, run.finished
       from files left join reductions run on run.file_id = files.id and run.latest
       where files.night = ? and files.data_type = 0 and files.deleted_at is null and ${condition.text}
       order by files.exposure ->> 'observedAt', files.id limit ${MOST_FRAMES}`,
      bindings,
    ),
    database.raw<{ rows: NightProduct[] }>(
      `select files.id, files.original_file_id as "originalFileId", files.file_name as "fileName", files.data_type as "dataType", files.target, files.trusted, files.provisional, files.flags, files.quality
       from files where files.night = ? and files.data_type > 0 and files.current and files.deleted_at is null and ${condition.text}
       order by files.id limit ${4 * MOST_FRAMES}`,
      bindings,
    ),
  ]);
  return { frames: frames.rows, products: products.rows };
}
