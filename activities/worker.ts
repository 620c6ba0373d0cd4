import { availableParallelism } from 'node:os';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
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
import { collectAbove, collectWhenLarge } from './threads/collect-garbage.js';
import { StepPool } from './threads/step-pool.js';

const MEGABYTE = 2 ** 20;
/** One more reduction than threads: while those compute, it reads and writes. No more: what waits, waits with Temporal, which knows what is of tonight, and takes no memory here. */
const REDUCTIONS_AT_ONCE = availableParallelism() + 1;
/** What a night at 2×2, one frame at a time, takes beside the products that are kept: up to that garbage may wait. */
const BESIDE_CACHE = 700 * MEGABYTE;
const GROWTH = 200 * MEGABYTE;
/** How often the thread that hands out the work looks how large the process is: it holds every product that was handed over. */
const LOOK_EVERY_MS = 100;
/** Of what is only written down or told. */
const RECORDS_AT_ONCE = 20;

/** The process that works: activities only, queues `steps` and `records`. */
async function main(): Promise<void> {
  const settings = workerSettings();
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const database = connect(settings.DATABASE_URL, { kept: 4 });
  await migrate(database);
  const objects = new ObjectStore(settings);
  const [connection, clientConnection] = await Promise.all([
    NativeConnection.connect(settings.temporal.connection),
    Connection.connect(settings.temporal.connection),
  ]);
  const temporal = new Client({ connection: clientConnection, namespace: settings.temporal.namespace });

  collectAbove({ room: settings.CACHE_MEGABYTES * MEGABYTE + BESIDE_CACHE, growth: GROWTH });
  setInterval(collectWhenLarge, LOOK_EVERY_MS).unref();
  const pool = new StepPool({ rehearsal: settings.REHEARSAL });
  const resolver = new ProductResolver({
    durable: new DurableProductStore(objects, pool),
    lineage: new LineageRecords(database),
    perform: (work, signal) => spanned(`${work.step}: numbers`, () => pool.step(work, signal)),
    cacheBytes: settings.CACHE_MEGABYTES * MEGABYTE,
  });
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace: settings.temporal.namespace,
    activities: { ...reductionActivities({ database, objects, temporal, resolver, pool }), ...webhookActivities({ database, privateToo: settings.WEBHOOKS_TO_PRIVATE_ADDRESSES }) },
    interceptors: { activity: [activityLog(pino({ base: undefined }))] },
    // A cancel must reach the thread it stops within a second.
    maxHeartbeatThrottleInterval: '500 milliseconds',
    shutdownGraceTime: '3 seconds',
  };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: taskQueues.steps, maxConcurrentActivityTaskExecutions: REDUCTIONS_AT_ONCE, maxConcurrentActivityTaskPolls: 2 }),
    Worker.create({ ...common, taskQueue: taskQueues.records, maxConcurrentActivityTaskExecutions: RECORDS_AT_ONCE, maxConcurrentActivityTaskPolls: 2 }),
  ]);
  process.stdout.write(`${JSON.stringify({ ready: true, worker: 'steps' })}\n`);
  const stopped = Promise.all(workers.map((worker) => worker.run()));
  await Promise.race([stopped, pool.rehearsed.then(() => stopped)]);
  await pool.close();
  await Promise.all([connection.close(), clientConnection.close(), database.destroy()]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`activity worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    setTimeout(() => process.exit(1), 200);
  });
}
