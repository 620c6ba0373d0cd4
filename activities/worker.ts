import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { taskQueues } from './domain/workflow-contract.js';
import { reductionActivities } from './reductions/index.js';
import { workerSettings } from './settings.js';
import { activityLog } from './execution/activity-log.js';
import { DurableProductStore } from './execution/durable-products.js';
import { connect, migrate } from './store/database.js';
import { LineageRecords } from './store/lineage-records.js';
import { spanned } from './store/spans.js';
import { ObjectStore } from './store/objects.js';
import { ProductResolver } from './execution/product-resolver.js';
import { webhookActivities } from './webhooks/index.js';
import { StepPool } from './threads/step-pool.js';

const MEGABYTE = 2 ** 20;
/** More activities than threads: while some compute, others read and write. */
const ACTIVITIES_AT_ONCE = 24;

/** The process that works: activities only, queue `steps`. */
async function main(): Promise<void> {
  const settings = workerSettings();
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const database = connect(settings.DATABASE_URL);
  await migrate(database);
  const objects = new ObjectStore(settings);
  const [connection, clientConnection] = await Promise.all([
    NativeConnection.connect(settings.temporal.connection),
    Connection.connect(settings.temporal.connection),
  ]);
  const temporal = new Client({ connection: clientConnection, namespace: settings.temporal.namespace });

  const pool = new StepPool();
  const resolver = new ProductResolver({
    durable: new DurableProductStore(objects, pool),
    lineage: new LineageRecords(database),
    perform: (work, signal) => spanned(`${work.step}: numbers`, () => pool.step(work, signal)),
    cacheBytes: settings.CACHE_MEGABYTES * MEGABYTE,
  });
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: taskQueues.steps,
    activities: { ...reductionActivities({ database, objects, temporal, resolver, pool }), ...webhookActivities({ database, privateToo: settings.WEBHOOKS_TO_PRIVATE_ADDRESSES }) },
    interceptors: { activity: [activityLog(pino({ base: undefined }))] },
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    // A cancel must reach the thread it stops within a second.
    maxHeartbeatThrottleInterval: '500 milliseconds',
    shutdownGraceTime: '3 seconds',
  });
  process.stdout.write(`${JSON.stringify({ ready: true, worker: 'steps' })}\n`);
  await worker.run();
  await pool.close();
  await Promise.all([connection.close(), clientConnection.close(), database.destroy()]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`activity worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    setTimeout(() => process.exit(1), 200);
  });
}
