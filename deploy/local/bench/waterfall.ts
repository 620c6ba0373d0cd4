import { Client, Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { Knex } from 'knex';
import { OutboxEntry, Reduction } from '#activities/store/models';
import type { NightFrame } from '../demo/follow-night.js';
import type { Platform } from '../platform/platform.js';

/** A part of the way of one frame; milliseconds since its first byte was sent. */
export interface Bar {
  readonly part: string;
  /** What it is: the caller's wait, the taking in, the waiting for a worker, the work, what is within it. */
  readonly depth: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where the time of a frame went, from the clocks of who did the work: the upload as the API timed it, what Temporal's history says of tasks and
 * activities, and the spans that the worker kept of the work within them.
 */
export async function waterfallOf(platform: Platform, database: Knex, frame: NightFrame): Promise<Bar[]> {
  const run = await Reduction.query(database).where({ fileId: frame.fileId ?? 0 }).orderBy('attempt').first().throwIfNotFound();
  const promised = await OutboxEntry.query(database).where({ fileId: frame.fileId ?? 0 }).first().throwIfNotFound();
  const temporal = await temporalBars(platform, run);
  const begun = temporal[0]?.from ?? promised.created.getTime();
  const within = Object.values(run.spans).flatMap((spans) => spans.map(({ name, from, to }): Bar => ({ part: name, depth: name in run.timings || name in run.spans ? 1 : 2, from, to })));
  const lastByte = { part: 'last byte sent → spectrum on the event stream', depth: 0, from: frame.sentAt + frame.sentSecond * 1000, to: frame.sentAt + (frame.calibratedSecond ?? NaN) * 1000 };
  const bars = [lastByte, ...uploadBars(frame), { part: 'answered → started', depth: 0, from: frame.sentAt + frame.uploadSecond * 1000, to: begun }, ...temporal, ...within];
  const whole = { part: 'first byte → spectrum on the event stream', depth: 0, from: frame.sentAt, to: frame.sentAt + (frame.calibratedSecond ?? NaN) * 1000 };
  return [whole, ...bars.sort((a, b) => a.from - b.from || b.to - a.to)].map((bar) => ({ ...bar, from: bar.from - frame.sentAt, to: bar.to - frame.sentAt }));
}

/** The parts of an upload follow each other; what the API does not name of it stands before them. */
function uploadBars({ sentAt, uploadSecond, uploadTiming }: NightFrame): Bar[] {
  const parts = uploadTiming.split(', ').flatMap((word) => {
    const [, name, milliseconds] = /^([\w-]+);dur=([\d.]+)$/.exec(word) ?? [];
    return name === undefined ? [] : [{ name, milliseconds: Number(milliseconds) }];
  });
  // The rows are rehearsed while the bytes are on their way to the store.
  const beside = (name: string) => name === 'rehearse';
  let at = sentAt + uploadSecond * 1000 - parts.reduce((sum, { name, milliseconds }) => sum + (beside(name) ? 0 : milliseconds), 0);
  const bars = parts.map(({ name, milliseconds }): Bar => ({ part: `upload: ${name}`, depth: beside(name) ? 2 : 1, from: at, to: beside(name) ? at + milliseconds : (at += milliseconds) }));
  return [{ part: 'upload', depth: 0, from: sentAt, to: sentAt + uploadSecond * 1000 }, ...bars];
}

/** Of every task of the workflow and every activity: how long it waited for a worker, and how long it took. */
async function temporalBars({ temporalAddress, temporalNamespace }: Platform, { workflowId, runId }: Reduction): Promise<Bar[]> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const { events } = await new Client({ connection, namespace: temporalNamespace }).workflow.getHandle(workflowId, runId).fetchHistory();
    const byId = new Map((events ?? []).map((event) => [Number(event.eventId), event]));
    const timeOf = (id: unknown) => tsToMs(byId.get(Number(id))?.eventTime);
    return (events ?? []).flatMap((event): Bar[] => {
      const task = event.workflowTaskCompletedEventAttributes;
      const activity = event.activityTaskCompletedEventAttributes ?? event.activityTaskFailedEventAttributes;
      const done = task ?? activity;
      if (!done) return [];
      const name = task ? 'decision' : (byId.get(Number(activity?.scheduledEventId))?.activityTaskScheduledEventAttributes?.activityType?.name ?? 'activity');
      const [scheduled, started, completed] = [timeOf(done.scheduledEventId), timeOf(done.startedEventId), tsToMs(event.eventTime)];
      return [
        { part: `${name}: waits for a worker`, depth: 0, from: scheduled, to: started },
        { part: `${name}: until Temporal has the answer`, depth: 0, from: started, to: completed },
      ];
    });
  } finally {
    await connection.close();
  }
}
