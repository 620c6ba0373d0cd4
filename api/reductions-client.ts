import { Client, Connection, WorkflowExecutionAlreadyStartedError, WorkflowFailedError, WorkflowNotFoundError, type WorkflowStartOptions } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { tsToDate } from '@temporalio/common/lib/time.js';
import { calibrationsChanged, membersChanged, reduceAgain, searchAttributePairs, taskQueues, workflowTypes, type BuildMaster, type DeliverWebhook, type ReduceFrame } from '#activities/domain/workflow-contract';
import { ReductionError } from '#activities/domain/errors';
import type { ReductionSettings } from '#activities/domain/settings';
import type { TrialInput, TrialOutcome, TryReduction } from '#activities/domain/trial';
import type { TemporalSettings } from '#activities/store/temporal-settings';
import { priorityNow, type MasterWake, type WorkflowStart } from '#activities/store/workflow-start';

/** A workflow service that is away must not hold up an upload or a request. */
const PATIENCE_MS = 5000;

/** So many tries of one account at a time: each takes a worker's thread for seconds. */
const TRIES_AT_ONCE = 2;
const TRY_LONGEST_MS = 10 * 60_000;
/** So long the result of a try can be fetched. */
const TRY_KEPT_MS = 60 * 60_000;

/** A reduction that was tried. */
export interface Trial extends Pick<TrialInput, 'fileId' | 'settings'> {
  readonly id: string;
  readonly started: Date;
  readonly expires: Date | undefined;
  /** Undefined while it runs. */
  readonly outcome: TrialOutcome | undefined;
}

/** A process that asks a queue for work. */
export interface Poller {
  queue: string;
  takes: 'decisions' | 'steps';
  /** Its process number and machine. */
  identity: string;
  /** When it asked last. */
  seen: string | null;
}

/** Starts reductions; knows nothing of what they do. */
export class ReductionsClient {
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #tryKeptMs: number;

  /** Connects when first needed, and again whenever it must: the API starts and answers without Temporal. */
  constructor({ connection, namespace }: TemporalSettings, { tryKeptMs = TRY_KEPT_MS }: { readonly tryKeptMs?: number } = {}) {
    this.#tryKeptMs = tryKeptMs;
    this.#connection = Connection.lazy(connection);
    this.#client = new Client({ connection: this.#connection, namespace });
  }

  /**
   * Starts the reduction of a new frame, exactly once: a start that reached Temporal before whoever asked for it died is found
   * there, running or ended.
   */
  async start(start: WorkflowStart): Promise<void> {
    try {
      await this.#patiently(() =>
        this.#client.workflow.start<ReduceFrame>(workflowTypes.reduceFrame, {
          ...optionsOf(start),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Does what was promised: a start, or a word to a workflow that it should look again. Each of them twice does no harm. */
  keepPromise(promise: WorkflowStart | MasterWake): Promise<void> {
    if ('group' in promise) return this.#wakeMaster(promise);
    return promise.wake === true ? this.#wakeFrame(promise) : this.start(promise);
  }

  async #wakeMaster({ workflowId, group }: MasterWake): Promise<void> {
    await this.#patiently(() =>
      this.#client.workflow.signalWithStart<BuildMaster, []>(workflowTypes.buildMaster, { taskQueue: taskQueues.reductions, workflowId, args: [group], signal: membersChanged, priority: priorityNow(group) }),
    );
  }

  async #wakeFrame(start: WorkflowStart): Promise<void> {
    await this.#patiently(() => this.#client.workflow.signalWithStart<ReduceFrame, []>(workflowTypes.reduceFrame, { ...optionsOf(start), signal: calibrationsChanged }));
  }

  /** Reduces a frame once more: tells the workflow that runs, or starts the next run of it. Gives the id of that run. */
  async reduceAgain(start: WorkflowStart, { forget }: { forget: boolean } = { forget: false }): Promise<string> {
    const handle = await this.#patiently(() =>
      this.#client.workflow.signalWithStart<ReduceFrame, [Partial<ReductionSettings>, { readonly forget: boolean }?]>(workflowTypes.reduceFrame, {
        ...optionsOf(start),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        signal: reduceAgain,
        signalArgs: forget ? [start.input.settings ?? {}, { forget }] : [start.input.settings ?? {}],
      }),
    );
    return handle.signaledRunId;
  }

  /** Begins to deliver a message, exactly once. */
  async deliver(delivery: number): Promise<void> {
    try {
      await this.#patiently(() => this.#client.workflow.start<DeliverWebhook>(workflowTypes.deliverWebhook, { taskQueue: taskQueues.reductions, workflowId: `webhook:${delivery}`, args: [delivery], workflowIdReusePolicy: 'REJECT_DUPLICATE' }));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /**
   * Begins a try. An account has so many places for them, and their names are its own: what runs in a place is in nobody's way, and nobody else can ask for it.
   * @throws ReductionError `too-many-requests`
   */
  async startTrial(account: number, input: TrialInput): Promise<Trial> {
    for (let place = 1; place <= TRIES_AT_ONCE; place++) {
      try {
        const { firstExecutionRunId } = await this.#patiently(() =>
          this.#client.workflow.start<TryReduction>(workflowTypes.tryReduction, {
            taskQueue: taskQueues.reductions,
            workflowId: trialWorkflowId(account, place),
            args: [input],
            memo: { fileId: input.fileId, settings: input.settings },
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
            workflowIdConflictPolicy: 'FAIL',
            workflowExecutionTimeout: TRY_LONGEST_MS,
          }),
        );
        return { id: `${place}.${firstExecutionRunId}`, fileId: input.fileId, settings: input.settings, started: new Date(), expires: undefined, outcome: undefined };
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    }
    throw new ReductionError('too-many-requests', `${TRIES_AT_ONCE} of your tries are under way: wait until one of them is done.`, { retryAfterSecond: 5 });
  }

  /** A try of this account; undefined for what is none of its own, and once its hour is over. */
  async trial(account: number, id: string): Promise<Trial | undefined> {
    const [, place, runId] = /^(\d)\.([0-9a-f-]{36})$/.exec(id) ?? [];
    if (place === undefined || runId === undefined) return undefined;
    const handle = this.#client.workflow.getHandle<TryReduction>(trialWorkflowId(account, Number(place)), runId);
    try {
      const { memo, startTime, closeTime, status } = await this.#patiently(() => handle.describe());
      const expires = closeTime && new Date(closeTime.getTime() + this.#tryKeptMs);
      if (!memo || (expires && expires.getTime() < Date.now())) return undefined;
      const { fileId, settings } = memo as Pick<TrialInput, 'fileId' | 'settings'>;
      const outcome = status.name === 'RUNNING' ? undefined : await this.#patiently(() => handle.result()).catch(neverCame);
      return { id, fileId, settings, started: startTime, expires, outcome };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** Deletes tries whose time is over, with their results: Temporal would keep them as long as everything else. Gives how many. */
  async forgetTrials(): Promise<number> {
    const { namespace } = this.#client.options;
    const before = new Date(Date.now() - this.#tryKeptMs).toISOString();
    let gone = 0;
    for await (const { workflowId, runId } of this.#client.workflow.list({ query: `WorkflowType = '${workflowTypes.tryReduction}' AND CloseTime < '${before}'` })) {
      await this.#patiently(() => this.#connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } }));
      gone++;
    }
    return gone;
  }

  /** Does the workflow service answer? */
  async ping(): Promise<void> {
    await this.#patiently(() => this.#connection.workflowService.getSystemInfo({}));
  }

  /** Who asks the queues for work. */
  async pollers(): Promise<Poller[]> {
    const kinds = [
      [taskQueues.reductions, 'decisions', 1],
      [taskQueues.steps, 'steps', 2],
    ] as const;
    const { namespace } = this.#client.options;
    const answers = await Promise.all(
      kinds.map(async ([queue, takes, taskQueueType]) => {
        const { pollers } = await this.#patiently(() => this.#connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType }));
        return (pollers ?? []).map(({ identity, lastAccessTime }): Poller => ({ queue, takes, identity: identity ?? '', seen: lastAccessTime ? tsToDate(lastAccessTime).toISOString() : null }));
      }),
    );
    return answers.flat();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return this.#connection.withDeadline(Date.now() + PATIENCE_MS, work);
  }
}

function trialWorkflowId(account: number, place: number): string {
  return `try:${account}:${place}`;
}

/** It was ended from outside, or took longer than a try may. */
function neverCame(error: unknown): TrialOutcome {
  if (!(error instanceof WorkflowFailedError)) throw error;
  return { state: 'failed', reason: 'It came to no end within ten minutes, or was stopped. Try again when less is under way.', spectra: [] };
}

function optionsOf({ workflowId, summary, attributes, input }: WorkflowStart): WorkflowStartOptions<ReduceFrame> {
  return {
    taskQueue: taskQueues.reductions,
    workflowId,
    args: [input],
    staticSummary: summary,
    typedSearchAttributes: new TypedSearchAttributes(searchAttributePairs(attributes, 'reducing')),
    priority: priorityNow(attributes),
  };
}
