import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Knex } from 'knex';
import { pino, type Logger } from 'pino';
import { ArchiveCounts } from '#activities/store/archive/archive-counts';
import { connect, migrate } from '#activities/store/database';
import { ObjectStore } from '#activities/store/objects';
import { AccountLimits } from './access/account-limits.js';
import { RequestRates } from './access/request-rates.js';
import { makeApp } from './app.js';
import { goOnWhenRead } from './asked-to-go-on.js';
import { EventCursors } from './event-cursors.js';
import { EventFeed } from './event-feed.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { ExpiredTries } from './expired-tries.js';
import { surviveMistakes } from './last-resort.js';
import { MailSender } from './mail-sender.js';
import { MemoryBudget } from './memory-budget.js';
import { Outbox } from './outbox.js';
import { ReductionsClient } from './reductions-client.js';
import { apiSettings, type ApiSettings } from './settings.js';
import { StalledConnections } from './stalled-connections.js';
import { WebhookMessages } from './webhook-messages.js';
import { Views } from './views.js';

const CONNECTIONS = 20;
/** A 500 MB frame over a slow line takes its time; a caller that stopped sending is let go. */
const LONGEST_UPLOAD_MS = 15 * 60_000;
/**
 * A line between two requests. Longer than the pools of browsers, proxies and programs keep theirs without being told: who closes first must be who
 * asks, or a request meets a line that was closed the same moment, and one with a body is not sent again by itself.
 */
const IDLE_LINE_MS = 75_000;

export interface RunningApi {
  /** What callers type. */
  readonly url: string;
  /** Where this process listens, whatever stands before it. */
  readonly local: string;
  close(): Promise<void>;
}

/**
 * Opens everything the API needs and listens. Temporal may be away; database and object store may not, at the start.
 * @param database the pool of the address in the settings, for who wants to hear its queries; closed with the API
 */
export async function startApi(settings: ApiSettings, log: Logger, database: Knex = connect(settings.DATABASE_URL, { pool: CONNECTIONS })): Promise<RunningApi> {
  const objects = new ObjectStore(settings);
  await Promise.all([migrate(database), objects.ensureBuckets()]);
  const reductions = new ReductionsClient(settings.temporal);
  const outbox = new Outbox({ database, reductions, log });
  const feed = new EventFeed({ database, databaseUrl: settings.DATABASE_URL, log });
  await feed.open();
  const stalled = new StalledConnections(settings.STALL_SECONDS * 1000, log);
  const limits = new AccountLimits();
  const rates = new RequestRates(settings);
  const memory = new MemoryBudget(Math.max(settings.UPLOAD_MEMORY_MEGABYTES, settings.MAX_UPLOAD_MEGABYTES + 1) * 2 ** 20);
  const counts = new ArchiveCounts(database);
  counts.open((error) => {
    log.debug({ err: error }, 'counts were not added up; tried again');
  });
  const mails = new MailSender({ database, log, smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM, site: () => site });
  let site = '';
  const webhooks = new WebhookMessages({ database, feed, reductions, log });
  const views = new Views({ objects, memory, cacheBytes: settings.VIEW_MEMORY_MEGABYTES * 2 ** 20 });
  const tries = new ExpiredTries({ reductions, log });
  const loopDelay = new EventLoopDelay();
  const app = makeApp({ loopDelay, counts, settings, database, objects, reductions, outbox, feed, log, limits, rates, memory, stalled, mails, views, cursors: await EventCursors.of(database) });
  let stopping = false;
  const server = serverOf(app.callback(), () => stopping);
  stalled.watch(server);
  const port = await listen(server, settings.PORT, settings.HOST);
  const local = `http://${settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST}:${port}`;
  site = settings.PUBLIC_URL?.replace(/\/$/, '') ?? local;
  loopDelay.open();
  outbox.open();
  webhooks.open();
  mails.open();
  tries.open();
  return {
    url: site,
    local,
    async close() {
      stopping = true;
      const closed = new Promise((resolve) => server.close(resolve));
      // Event streams never end by themselves; what else is under way gets its time.
      feed.dismiss();
      const hurry = setTimeout(() => {
        server.closeAllConnections();
      }, settings.STOP_SECONDS * 1000);
      server.closeIdleConnections();
      await closed;
      clearTimeout(hurry);
      counts.close();
      loopDelay.close();
      await Promise.all([outbox.close(), webhooks.close(), mails.close(), tries.close(), feed.close(), views.close()]);
      await Promise.all([reductions.close(), database.destroy()]);
    },
  };
}

/** Answers by the application. In a process that wants to end each line ends with its answer: a caller would go on asking on it. */
function serverOf(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>, isStopping: () => boolean): Server {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (isStopping()) response.setHeader('Connection', 'close');
    void handle(request, response);
  };
  const server = createServer(answer);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    goOnWhenRead(request, response);
    answer(request, response);
  });
  server.requestTimeout = LONGEST_UPLOAD_MS;
  server.keepAliveTimeout = IDLE_LINE_MS;
  return server;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function main(): Promise<void> {
  const settings = apiSettings();
  // To stderr: stdout has the ready line.
  const log = pino({ level: settings.LOG_LEVEL, base: { process: 'api' } }, pino.destination(2));
  surviveMistakes(log);
  const api = await startApi(settings, log);
  process.stdout.write(`${JSON.stringify({ ready: true, url: api.url })}\n`);
  const stop = (): void => {
    api.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the API did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`api: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    // A connection that is half open would keep the process alive.
    setTimeout(() => process.exit(1), 500).unref();
  });
}
