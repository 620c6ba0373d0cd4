import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker, type LogEntry } from '@temporalio/worker';
import { taskQueues } from '#activities/domain/workflow-contract';
import { bundlePath, bundleWorkflows } from './bundle.js';
import { workflowWorkerSettings } from './settings.js';

const usual = new DefaultLogger('WARN');

/** A line of JSON for what a workflow says, with the id of the request that began it; of the library only what is wrong. */
function write({ level, message, meta = {} }: LogEntry): void {
  if (level !== 'INFO') usual.log(level, message, meta);
  else if (meta['sdkComponent'] === 'workflow') {
    const { requestId, workflowType, workflowId, runId } = meta as Record<string, unknown>;
    process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), requestId, workflow: workflowType, workflowId, runId, msg: message })}\n`);
  }
}

/** The process that decides: workflow tasks only, queue `reductions`. */
async function main(): Promise<void> {
  const settings = workflowWorkerSettings();
  Runtime.install({ logger: new DefaultLogger('INFO', write) });
  const [connection, workflowBundle] = await Promise.all([NativeConnection.connect(settings.temporal.connection), existsSync(bundlePath) ? { codePath: bundlePath } : bundleWorkflows()]);
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: taskQueues.reductions,
    workflowBundle,
    stickyQueueScheduleToStartTimeout: settings.STICKY_QUEUE_TIMEOUT,
    maxCachedWorkflows: 500,
  });
  process.stdout.write(`${JSON.stringify({ ready: true, worker: 'workflows' })}\n`);
  await worker.run();
  await connection.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`workflow worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
    // A connection that is half open would keep the process alive.
    setTimeout(() => process.exit(1), 500).unref();
  });
}
