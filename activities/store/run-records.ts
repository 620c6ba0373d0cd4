import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import { raw as sql } from 'objection';
import type { Decision, Purpose } from '../domain/calibrations.js';
import type { FailureRecord, ReductionState } from '../domain/reduction.js';
import type { ReductionSettings } from '../domain/settings.js';
import { DecisionRecord, Reduction, StoreEvent, type StoredFile } from './models.js';
import type { Span } from './spans.js';

/** One run of a workflow: a reset or a new start of the same reduction is another run. */
export interface Run {
  readonly workflowId: string;
  readonly runId: string;
}

export interface StateOfRun {
  readonly state: ReductionState;
  readonly reason: string;
  readonly provisional?: boolean;
  readonly failure?: FailureRecord;
}

const ended: readonly ReductionState[] = ['done', 'failed', 'rejected'];

function key({ workflowId, runId }: Run): Run {
  return { workflowId, runId };
}

/** What was last asked for a frame over the settings of its proposal. */
export async function lastOverrides(database: Knex, fileId: number): Promise<Partial<ReductionSettings>> {
  const last = await Reduction.query(database).select('overrides').where({ fileId }).orderBy('attempt', 'desc').first();
  return last?.overrides ?? {};
}

/** The record of a run, without what only a person looks at. */
export type OpenedRun = Pick<Reduction, 'id' | 'settings'>;

/** Opens (or finds) the record of a run and notes which settings are in force. */
export async function beginRun(
  database: Knex,
  run: Run,
  file: StoredFile,
  settings: { readonly overrides: Partial<ReductionSettings>; readonly resolved: ReductionSettings },
): Promise<OpenedRun> {
  const values = { settings: settings.resolved, overrides: settings.overrides };
  const opened = await Reduction.open(database, { ...key(run), fileId: file.id, ...values });
  // By what they say: the database keeps the fields of an object in an order of its own.
  if (!isDeepStrictEqual([opened.settings, opened.overrides], [values.settings, values.overrides])) await Reduction.query(database).findById(opened.id).patch(values);
  return { id: opened.id, settings: settings.resolved };
}

/** Writes where the run of a frame stands, with an event. A run that was reset has no record yet: without the one that was opened it gets one here. */
export async function saveFrameState(database: Knex, run: Run, file: StoredFile, state: StateOfRun, opened?: OpenedRun): Promise<void> {
  const { id } = opened ?? (await Reduction.open(database, { ...key(run), fileId: file.id }));
  await saveState(database, id, state, { fileId: file.id, proposalId: file.proposalId, night: file.night, name: file.fileName });
}

/** The same for a master, which belongs to no single frame. */
export async function saveMasterState(database: Knex, run: Run, group: { masterKey: string; night: string; proposal: string | null }, state: StateOfRun): Promise<void> {
  const { id } = await Reduction.open(database, { ...key(run), masterKey: group.masterKey, proposalId: group.proposal });
  await saveState(database, id, state, { fileId: null, proposalId: group.proposal, night: group.night, name: group.masterKey });
}

async function saveState(
  database: Knex,
  id: number,
  { state, reason, provisional = false, failure }: StateOfRun,
  about: { fileId: number | null; proposalId: string | null; night: string | null; name: string },
): Promise<void> {
  await database.transaction(async (trx) => {
    const last = await Reduction.query(trx).findById(id).forUpdate().select('state', 'reason', 'provisional');
    // Looked at again and nothing is new: nobody needs to hear of it.
    if (last?.state === state && last.reason === reason && last.provisional === provisional) return;
    await Reduction.query(trx)
      .findById(id)
      .patch({ state, reason, provisional, failure: failure ?? null, finished: ended.includes(state) ? new Date() : null });
    await StoreEvent.add(trx, {
      kind: 'reduction',
      fileId: about.fileId,
      reductionId: id,
      proposalId: about.proposalId,
      night: about.night,
      payload: { state, reason, name: about.name },
    });
  });
}

/** The step a run is at, and how long those took that are done, second. */
export async function noteProgress(database: Knex, run: Run, { step, timings }: { readonly step?: string; readonly timings: Readonly<Record<string, number>> }): Promise<void> {
  const patch = { ...(step === undefined ? {} : { step }), timings: sql('timings || ?::jsonb', [JSON.stringify(timings)]) };
  await Reduction.query(database).where(key(run)).patch(patch);
}

/** When the work within an activity of a run happened; of an activity that ran several times, the last. */
export async function noteSpans(database: Knex, run: Run, activity: string, spans: readonly Span[]): Promise<void> {
  await Reduction.query(database).where(key(run)).patch({ spans: sql('spans || jsonb_build_object(?::text, ?::jsonb)', [activity, JSON.stringify(spans)]) });
}

export async function findRun(database: Knex, run: Run): Promise<OpenedRun | undefined> {
  return Reduction.query(database).select('id', 'settings').findOne(key(run));
}

/** Keeps the decisions of a run; asked again in the same run, those that are others stand beside the older: what is tried again for hours decides once. */
export async function saveDecisions(database: Knex, { id: reductionId }: Pick<OpenedRun, 'id'>, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length === 0) return;
  const earlier = await DecisionRecord.query(database).distinctOn('purpose').select('purpose', 'decision').where({ reductionId }).orderBy('purpose').orderBy('id', 'desc');
  const last = new Map(earlier.map(({ purpose, decision }) => [purpose, decision]));
  const others = decisions.filter((decision) => !isDeepStrictEqual(JSON.parse(JSON.stringify(decision)), last.get(decision.purpose)));
  if (others.length === 0) return;
  await DecisionRecord.query(database).insert(others.map((decision) => ({ reductionId, purpose: decision.purpose, decision, chosenKey: decision.chosenKey, bracketKey: decision.bracketKey ?? null })));
}

/** The latest run of a frame, and the calibrations that it last chose for a purpose. */
export interface LastChoice {
  readonly reduction: Reduction;
  readonly chosenKey: string | null | undefined;
  readonly bracketKey: string | null | undefined;
}

/** The latest run of each of these frames, with what it last chose for a purpose. */
export async function lastChoices(database: Knex, fileIds: readonly number[], purpose: Purpose): Promise<Map<number, LastChoice>> {
  const runs = await Reduction.query(database).distinctOn('fileId').whereIn('fileId', [...fileIds]).orderBy('fileId').orderBy('attempt', 'desc');
  const decisions = await DecisionRecord.query(database)
    .distinctOn('reductionId')
    .where({ purpose })
    .whereIn('reductionId', runs.map(({ id }) => id))
    .orderBy('reductionId')
    .orderBy('id', 'desc');
  const chosen = new Map(decisions.map((decision) => [decision.reductionId, decision]));
  return new Map(
    runs.map((reduction) => {
      const decision = chosen.get(reduction.id);
      return [reduction.fileId as number, { reduction, chosenKey: decision?.chosenKey, bracketKey: decision?.bracketKey }];
    }),
  );
}
