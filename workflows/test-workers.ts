import { randomBytes } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import type { WorkPriority } from '#activities/domain/priority';
import { taskQueues, workflowTypes, type BuildMaster, type BuildMasterInput, type ReduceFrame, type ReduceFrameInput } from '#activities/domain/workflow-contract';
// Says what inject('services') gives.
import type {} from '#activities/store/test-stores';
import { bundleWorkflows } from './bundle.js';
import type { Activities } from './test-activities.js';
import { makeTestNamespace } from './test-namespace.js';

export interface StartOptions {
  /** The server skips time for this workflow: when nothing else is left to do, its next timer fires at once. */
  readonly skipTime?: boolean;
  readonly priority?: WorkPriority;
}

/** The workflows of one case. */
export interface TestWorkflows {
  readonly reduceFrame: (input: ReduceFrameInput, options?: StartOptions) => Promise<WorkflowHandle<ReduceFrame>>;
  readonly buildMaster: (input: BuildMasterInput, options?: StartOptions) => Promise<WorkflowHandle<BuildMaster>>;
}

/** The real workflows on the Temporal server of the integration tests, in a namespace of their own: the queues of the contract belong to this test file alone. */
export interface TestWorkers {
  /** Runs a case with these activities. What it leaves running is terminated: the next case has the queues to itself. */
  withActivities<T>(activities: Activities, body: (workflows: TestWorkflows) => Promise<T>, limits?: { readonly stepsAtOnce?: number }): Promise<T>;
  close(): Promise<void>;
}

/** Starts by the service itself: the client has no option for skipping time. */
function starter(client: Client, started: WorkflowHandle[]) {
  return async <T extends ReduceFrame | BuildMaster>(type: keyof typeof workflowTypes, input: Parameters<T>[0], { skipTime = false, priority }: StartOptions = {}): Promise<WorkflowHandle<T>> => {
    const workflowId = `${type}:${randomBytes(6).toString('hex')}`;
    await client.connection.workflowService.startWorkflowExecution({
      namespace: client.options.namespace,
      workflowId,
      requestId: workflowId,
      workflowType: { name: type },
      taskQueue: { name: taskQueues.reductions },
      input: { payloads: toPayloads(defaultPayloadConverter, input) ?? [] },
      ...(priority ? { priority } : {}),
      ...(skipTime ? { timeSkippingConfig: { enabled: true } } : {}),
    });
    const handle = client.workflow.getHandle<T>(workflowId);
    started.push(handle as WorkflowHandle);
    return handle;
  };
}

export async function startTestWorkers(): Promise<TestWorkers> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('services').temporalAddress;
  const [nativeConnection, connection, workflowBundle] = await Promise.all([NativeConnection.connect({ address }), Connection.connect({ address }), bundleWorkflows()]);
  const namespace = await makeTestNamespace(connection);
  const client = new Client({ connection, namespace });
  const workflows = await Worker.create({ connection: nativeConnection, namespace, taskQueue: taskQueues.reductions, workflowBundle });
  const running = workflows.run();
  return {
    async withActivities(activities, body, { stepsAtOnce } = {}) {
      const common = { connection: nativeConnection, namespace, activities };
      const records = await Worker.create({ ...common, taskQueue: taskQueues.records });
      const steps = await Worker.create({ ...common, taskQueue: taskQueues.steps, ...(stepsAtOnce === undefined ? {} : { maxConcurrentActivityTaskExecutions: stepsAtOnce }) });
      const started: WorkflowHandle[] = [];
      const start = starter(client, started);
      const run = async () => {
        try {
          return await body({
            reduceFrame: (input, options) => start<ReduceFrame>(workflowTypes.reduceFrame, input, options),
            buildMaster: (input, options) => start<BuildMaster>(workflowTypes.buildMaster, input, options),
          });
        } finally {
          // Those that ended by themselves are not found any more.
          await Promise.allSettled(started.map((handle) => handle.terminate('the test is over')));
        }
      };
      return records.runUntil(() => steps.runUntil(run));
    },
    async close() {
      workflows.shutdown();
      await running;
      await Promise.all([connection.close(), nativeConnection.close()]);
    },
  };
}
