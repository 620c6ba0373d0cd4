import { Client, Connection, WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowStart } from '#activities/store/workflow-start';
import type { reduceFrame } from '#workflows/reduce-frame';

/** A workflow service that is away must not hold up an upload or a request. */
const PATIENCE_MS = 5000;

const attributeKeys = {
  proposal: keyword('Proposal'),
  night: keyword('Night'),
  obsType: keyword('ObsType'),
  object: keyword('Object'),
  wavMode: keyword('WavMode'),
  state: keyword('State'),
};

function keyword(name: string) {
  return defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
}

/** Starts reductions; knows nothing of what they do. */
export class ReductionsClient {
  readonly #connection: Connection;
  readonly #client: Client;

  /** Connects when first needed, and again whenever it must: the API starts and answers without Temporal. */
  constructor({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE }: { readonly TEMPORAL_ADDRESS: string; readonly TEMPORAL_NAMESPACE: string }) {
    this.#connection = Connection.lazy({ address: TEMPORAL_ADDRESS });
    this.#client = new Client({ connection: this.#connection, namespace: TEMPORAL_NAMESPACE });
  }

  /**
   * Starts the reduction of a new frame, exactly once: a start that reached Temporal before whoever asked for it died is found
   * there, running or ended.
   */
  async start(start: WorkflowStart): Promise<void> {
    try {
      await this.#patiently(() =>
        this.#client.workflow.start<typeof reduceFrame>('reduceFrame', {
          ...optionsOf(start),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Reduces a frame once more: tells the workflow that runs, or starts the next run of it. Gives the id of that run. */
  async reduceAgain(start: WorkflowStart): Promise<string> {
    const handle = await this.#patiently(() =>
      this.#client.workflow.signalWithStart<typeof reduceFrame, [unknown]>('reduceFrame', {
        ...optionsOf(start),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        signal: 'reduceAgain',
        signalArgs: [start.input.settings ?? {}],
      }),
    );
    return handle.signaledRunId;
  }

  /** Does the workflow service answer? */
  async ping(): Promise<void> {
    await this.#patiently(() => this.#connection.workflowService.getSystemInfo({}));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return this.#connection.withDeadline(Date.now() + PATIENCE_MS, work);
  }
}

function optionsOf({ workflowId, summary, attributes, input }: WorkflowStart): WorkflowStartOptions<typeof reduceFrame> {
  return {
    taskQueue: 'reductions',
    workflowId,
    args: [input],
    staticSummary: summary,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: attributeKeys.proposal, value: filled(attributes.proposal) },
      { key: attributeKeys.night, value: filled(attributes.night) },
      { key: attributeKeys.obsType, value: filled(attributes.obsType) },
      { key: attributeKeys.object, value: filled(attributes.object) },
      { key: attributeKeys.wavMode, value: filled(attributes.wavMode) },
      { key: attributeKeys.state, value: 'reducing' },
    ]),
  };
}

/** Temporal refuses an empty keyword. */
function filled(text: string): string {
  return text === '' ? '-' : text.slice(0, 200);
}
