import type { Knex } from 'knex';
import type { Request } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { DescribedFile } from '#activities/store/frame-records';
import { withStoreFailures } from '#activities/store/failures';
import { workflowStartOf } from '#activities/store/ingest';
import { decide, undo, type ManualChoice, type ManualDecisions, type ManualSubject, type ManualTopic } from '#activities/store/manual-choice';
import { OutboxEntry } from '#activities/store/models';
import type { MasterWake, WorkflowStart } from '#activities/store/workflow-start';
import { askedBy } from './asked-by.js';
import { callerOf } from './access/auth.js';
import { audit } from './audit.js';
import type { Context } from './context.js';
import { spokenName } from './spoken-name.js';

/** A decision of a person, as it is answered. */
export interface ManualChoiceView {
  /** bias, flat, arc, apertures, lamps, kind or minimum. */
  topic: string;
  /** What was decided, in words. */
  what: string;
  /** The person's name. */
  by: string;
  at: string;
  reason: string;
  /** Against what the platform asks: what is made with it is flagged. */
  forced: boolean;
  /** When it was taken back; null while it is in force. */
  undone: string | null;
  /** The workflow that looks again. */
  workflow_id: string;
}

interface Decision<T extends ManualTopic> {
  readonly topic: T;
  readonly choice: ManualDecisions[T];
  readonly what: string;
  readonly reason: string;
  readonly forced: boolean;
}

/** Whose word it is that a frame looks again. */
export function wakeOf(frame: DescribedFile, request: Request): WorkflowStart {
  return { ...workflowStartOf(frame, frame.exposure, askedBy(request)), wake: true };
}

/** What a decision is about, and who looks again because of it. */
export interface About {
  readonly subject: ManualSubject;
  /** For the audit: `file 17`. */
  readonly called: string;
  /** A file that the promise stands under. */
  readonly fileId: number;
  readonly promise: WorkflowStart | MasterWake;
}

/** A frame, as what a decision is about. */
export function aboutFrame(frame: DescribedFile, request: Request): About {
  return { subject: { fileId: frame.id }, called: `file ${frame.id}`, fileId: frame.id, promise: wakeOf(frame, request) };
}

/** Keeps a decision, and whoever it concerns looks again: row, audit and promise in one transaction. */
export async function decideByHand<T extends ManualTopic>(context: Context, request: Request, about: About, decision: Decision<T>): Promise<ManualChoiceView> {
  const { user } = callerOf(request);
  return keepAndWake(context, about, async (trx) => {
    const { before, now } = await decide(trx, about.subject, { ...decision, userId: user.id, name: spokenName(user) });
    await audit(trx, request, { action: `choice.${decision.topic}`, subject: about.called, ...(before ? { before: { what: before.what, by: before.name } } : {}), after: { what: now.what, reason: now.reason, forced: now.forced } });
    return now;
  });
}

/** Takes a decision back. @throws ReductionError `not-found` where there is none */
export async function undoByHand(context: Context, request: Request, about: About, topic: ManualTopic, nothing: string): Promise<ManualChoiceView> {
  return keepAndWake(context, about, async (trx) => {
    const undone = await undo(trx, about.subject, topic, spokenName(callerOf(request).user));
    if (!undone) throw new ReductionError('not-found', nothing, { topic });
    await audit(trx, request, { action: `choice.${topic}.undo`, subject: about.called, before: { what: undone.what, by: undone.name } });
    return undone;
  });
}

/** Masters look at their frames again; nothing was decided. */
export async function wakeMasters({ database, outbox }: Context, request: Request, about: readonly About[]): Promise<void> {
  const entries = await withStoreFailures(() =>
    database.transaction(async (trx) => {
      await audit(trx, request, { action: 'master.build', subject: about.map(({ called }) => called).join(' ') });
      return OutboxEntry.query(trx).insert(about.map(({ fileId, promise }) => ({ fileId, workflowStart: promise }))).returning('*');
    }),
  );
  outbox.startAll(entries);
}

async function keepAndWake({ database, outbox }: Context, about: About, work: (trx: Knex.Transaction) => Promise<ManualChoice>): Promise<ManualChoiceView> {
  const { choice, entry } = await withStoreFailures(() =>
    database.transaction(async (trx) => {
      // Two who decide at the same instant, one after the other.
      await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`manual:${about.called}`]);
      const kept = await work(trx);
      return { choice: kept, entry: await OutboxEntry.query(trx).insert({ fileId: about.fileId, workflowStart: about.promise }).returning('*') };
    }),
  );
  void outbox.start(entry);
  return manualChoiceView(choice, about.promise.workflowId);
}

function manualChoiceView({ topic, what, name, created, reason, forced, undone }: ManualChoice, workflowId: string): ManualChoiceView {
  return { topic, what, by: name, at: created.toISOString(), reason, forced, undone: undone?.toISOString() ?? null, workflow_id: workflowId };
}
