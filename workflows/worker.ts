import { NativeConnection, Runtime, DefaultLogger, Worker, bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { workflowWorkerSettings } from './settings.js';

/** The workflows as one script for the sandbox; `#activities/…` are types only and vanish. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const fromSource = import.meta.url.endsWith('.ts');
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(fromSource ? './index.ts' : './index.js', import.meta.url)),
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        ...(fromSource ? { conditionNames: ['gp-src', '...'] } : {}),
      },
    }),
  });
}

/** The process that decides: workflow tasks only, queue `reductions`. */
async function main(): Promise<void> {
  const settings = workflowWorkerSettings();
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const [connection, workflowBundle] = await Promise.all([NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS }), bundleWorkflows()]);
  const worker = await Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: 'reductions',
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
