import { connect, migrate } from '#activities/store/database';
import { onFreePort, type PublicPort } from '../services/ports.js';
import { startMailbox, type Mailbox } from '../services/mailbox.js';
import { startServices, type Services } from '../services/services.js';
import { Problem, systemReason } from '../settings/problem.js';
import { localSettings, type LocalSettings } from '../settings/settings.js';
import { eventInWords } from './event-in-words.js';
import { ownProcesses } from './own-processes.js';
import { publishAddresses, withdrawAddresses, type PlatformAddresses } from './platform-file.js';

const USUAL_PORT = 8080;

export interface PlatformOptions {
  /** Default: the settings of the environment. */
  readonly settings?: LocalSettings;
  /** Default: DATA_DIR. */
  readonly dataDir?: string;
  /** One line for the terminal: progress of a download, a process that died and came back. */
  readonly onLine?: (line: string) => void;
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Platform extends PlatformAddresses {
  readonly dataDir: string;
  /** Process ids by name: postgres, temporal, minio, activity-worker, workflow-worker, api; of the living, now. */
  readonly processes: Readonly<Record<string, number>>;
  /** Ends everything in order; nothing is left. */
  stop(): Promise<void>;
}

/**
 * The whole platform on this machine, supervised: ready when this resolves.
 * @throws Problem in one sentence; then nothing is left running.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const settings = options.settings ?? localSettings();
  const { onLine = () => undefined, signal } = options;
  const apiPort = { setting: 'PORT', wanted: settings.port, usual: USUAL_PORT, host: settings.host };
  const services = await startServices({
    settings,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    publicPorts: [apiPort],
    onProgress: onLine,
    onEvent: (event) => {
      const line = eventInWords(event);
      if (line !== undefined) onLine(line);
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const { supervisor, data } = services;
  let mailbox: Mailbox | undefined;
  const stop = async () => {
    withdrawAddresses(data.path);
    await services.stop();
    await mailbox?.close();
  };
  const abort = () => void supervisor.stop();
  signal?.addEventListener('abort', abort);
  try {
    await makeTables(services.databaseUrl);
    mailbox = await mailboxUnlessGiven(services, settings);
    const port = await startOwnProcesses(services, mailbox === undefined ? settings : { ...settings, environment: { ...settings.environment, SMTP_URL: mailbox.smtpUrl } }, apiPort);
    signal?.throwIfAborted();
    const addresses = { ...addressesOf(services, `http://${reachable(settings.host)}:${port}`), mailboxUrl: mailbox?.url };
    publishAddresses(data.path, addresses);
    return {
      ...addresses,
      dataDir: data.path,
      get processes() {
        return supervisor.pids;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** By their owner: API and worker may not. */
async function makeTables(databaseUrl: string): Promise<void> {
  const database = connect(databaseUrl, { pool: 1 });
  try {
    await migrate(database);
  } catch (error) {
    throw new Problem(`The database cannot be used: ${systemReason(error)}.`);
  } finally {
    await database.destroy();
  }
}

/** Where no mail server was given, mails are caught here, to be read in a browser. */
async function mailboxUnlessGiven({ data, ports }: Services, { environment }: LocalSettings): Promise<Mailbox | undefined> {
  if (environment['SMTP_URL']) return undefined;
  return startMailbox({ folder: data.folder('mailbox'), secret: data.secret('mailbox'), ports: { smtp: await ports.internal('mailboxSmtp'), web: await ports.internal('mailboxWeb') } });
}

/** Both workers and the API, ready; gives the port of the API, which was free when it was chosen and may be another by now. */
async function startOwnProcesses(services: Services, settings: LocalSettings, apiPort: Omit<PublicPort, 'remembered'>): Promise<number> {
  const { supervisor, ports, publicPorts } = services;
  const own = ownProcesses(services, settings);
  let first = publicPorts[apiPort.setting];
  const nextPort = async () => {
    const port = first ?? (await ports.forPeople(apiPort));
    first = undefined;
    return port;
  };
  const [port] = await Promise.all([
    onFreePort(nextPort, (free) => supervisor.start(own.api(free)), { fixed: settings.port !== undefined, host: settings.host }),
    ...own.workers.map((worker) => supervisor.start(worker)),
  ]);
  return port;
}

function addressesOf({ temporalUiUrl, databaseUrl, temporalAddress, temporalNamespace, s3 }: Services, site: string): PlatformAddresses {
  return { apiUrl: `${site}/api/`, docsUrl: `${site}/api/docs/`, temporalUiUrl, databaseUrl, temporalAddress, temporalNamespace, s3 };
}

/** An address a browser on this machine can open. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
