import { readFileSync } from 'node:fs';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

/** Where the Temporal server is and how it is spoken to, for `Connection` and `NativeConnection` alike. */
export interface TemporalSettings {
  readonly connection: ClientConnectConfig['connectionOptions'] & { readonly address: string };
  readonly namespace: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that say how a server is spoken to; without an address of it they say nothing. */
const CONNECTION_VARIABLE = /^TEMPORAL_(PROFILE|CONFIG_FILE|API_KEY|TLS|TLS_.+|GRPC_META_.+|CODEC_.+)$/;

/**
 * The connection as the variables of every Temporal SDK name it: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS and TEMPORAL_TLS_… (certificate,
 * key, CA, server name), TEMPORAL_GRPC_META_…, over the profile TEMPORAL_PROFILE of the file TEMPORAL_CONFIG_FILE. The file of a profile is read only where one
 * of the two names it: what somebody's `temporal` command uses must not redirect a reduction unasked. A variable that is set to nothing counts as not set.
 *
 * @throws Error in a sentence that names the variables: a profile or certificate that cannot be read, an address that is none.
 */
export function temporalSettings(given: Environment): TemporalSettings {
  const { address = '127.0.0.1:7233', ...asked } = askedFor(given);
  return { connection: { ...asked.connection, address }, namespace: asked.namespace ?? 'default' };
}

/** The address that the environment or its profile names; undefined where neither does. @throws as `temporalSettings`. */
export function temporalAsked(given: Environment): { readonly address: string | undefined; readonly namespace: string | undefined } {
  const { address, namespace } = askedFor(given);
  return { address, namespace };
}

/** The environment without what was meant for another server than our own. */
export function withoutTemporalConnection<T>(given: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !CONNECTION_VARIABLE.test(name)));
}

function askedFor(given: Environment): { address: string | undefined; namespace: string | undefined; connection: ClientConnectConfig['connectionOptions'] } {
  const filled = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
  const { connectionOptions, namespace } = load(filled);
  const set = Object.fromEntries(Object.entries(connectionOptions).filter(([, value]) => value !== undefined)) as ClientConnectConfig['connectionOptions'];
  const { address } = set;
  if (address !== undefined && !/^[^\s/]+:\d{1,5}$/.test(address)) throw new Error(`TEMPORAL_ADDRESS must look like host:port, not "${address}"`);
  return { address, namespace, connection: set };
}

function load(filled: Record<string, string>): ClientConnectConfig {
  const { TEMPORAL_PROFILE: profile, TEMPORAL_CONFIG_FILE: file } = filled;
  try {
    return loadClientConnectConfig({
      overrideEnvVars: filled,
      configFileStrict: true,
      // Read here: a file that is named and not there would else count as none.
      ...(file === undefined ? { disableFile: profile === undefined } : { configSource: { data: readFileSync(file, 'utf8') } }),
    });
  } catch (error) {
    throw new Error(`the connection to Temporal cannot be set up from TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE and TEMPORAL_TLS_…: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
