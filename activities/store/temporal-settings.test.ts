import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporalAsked, temporalSettings, withoutTemporalConnection } from './temporal-settings.js';

/**
 * Of nobody: made for this test by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500`, for temporal.test, localhost and 127.0.0.1.
 */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdfZxOTU2nvuGZhbI
JUQnzmh0Vtmpac6lKAIHAV/adtWhRANCAASpiW+ON4sB/PH4DoWdQIGs+4sH7Sqg
86AtN49J+6L0GjQqrvFdSakUjw7rDe5o3qJcqE6fhIDZK5utyNbFgtIU
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrzCCAVWgAwIBAgIUUlGr/+cZqNWDj00n/7d2WdtC90owCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNdGVtcG9yYWwudGVzdDAgFw0yNjExMjcwOTA2MjBaGA8yMTI2
MTEwMzA5MDYyMFowGDEWMBQGA1UEAwwNdGVtcG9yYWwudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABKmJb443iwH88fgOhZ1Agaz7iwftKqDzoC03j0n7ovQa
NCqu8V1JqRSPDusN7mjeolyoTp+EgNkrm63I1sWC0hSjezB5MB0GA1UdDgQWBBS+
hnYwU4loLQ3oGWvmDbgc3HxqIDAfBgNVHSMEGDAWgBS+hnYwU4loLQ3oGWvmDbgc
3HxqIDApBgNVHREEIjAggg10ZW1wb3JhbC50ZXN0gglsb2NhbGhvc3SHBH8AAAEw
DAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNIADBFAiBGkUH7S6pUlDN40GefIYaF
xWx5BkaOXP6BdjtD8sw+hAIhAPi1Pl4xygR2dBSMoosHIUB8mB+V/hrpSNBirQsI
gczd
-----END CERTIFICATE-----`;

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that speaks enough gRPC over TLS to be connected to: it answers every call with an empty message, and remembers it. */
const heard: Heard[] = [];
const server = createSecureServer({ key: KEY, cert: CERTIFICATE });
server.on('stream', (stream, headers) => {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => {
    heard.push({ headers, body: Buffer.concat(parts) });
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  stream.on('error', () => undefined);
});

let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(path.join(tmpdir(), 'goodman-temporal-'));
  writeFileSync(path.join(folder, 'ca.pem'), CERTIFICATE);
  const { port } = server.address() as AddressInfo;
  environment = {
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
    TEMPORAL_NAMESPACE: 'soar.goodman',
    TEMPORAL_API_KEY: 'key-of-the-test',
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: path.join(folder, 'ca.pem'),
  };
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('TEMPORAL_… reach a server over TLS, with the key', () => {
  test('from the client', async () => {
    heard.length = 0;
    const { connection: options, namespace } = temporalSettings(environment);
    const connection = await Connection.connect(options);
    await new Client({ connection, namespace }).workflow.getHandle('frame:1').signal('calibrationsChanged');
    await connection.close();
    const [first] = heard;
    const signal = heard.find(({ headers }) => headers[':path'] === '/temporal.api.workflowservice.v1.WorkflowService/SignalWorkflowExecution');
    expect(first?.headers).toMatchObject({ ':scheme': 'https', authorization: 'Bearer key-of-the-test' });
    expect(signal?.headers.authorization).toBe('Bearer key-of-the-test');
    expect(signal?.body.toString('latin1')).toContain('soar.goodman');
  });

  test('from a worker', async () => {
    heard.length = 0;
    const connection = await NativeConnection.connect(temporalSettings(environment).connection);
    await connection.close();
    expect(heard[0]?.headers).toMatchObject({ ':scheme': 'https', authorization: 'Bearer key-of-the-test' });
  });

  test('but not one whose certificate nobody vouches for', async () => {
    heard.length = 0;
    const { TEMPORAL_TLS_SERVER_CA_CERT_PATH: _, ...unknown } = environment;
    await expect(Connection.connect({ ...temporalSettings(unknown).connection, connectTimeout: '1 second' })).rejects.toThrow();
    expect(heard).toEqual([]);
  });
});

describe('what is asked for', () => {
  test('nothing: our own server, in the clear', () => {
    expect(temporalSettings({ PATH: '/bin', TEMPORAL_API_KEY: '' })).toEqual({ connection: { address: '127.0.0.1:7233' }, namespace: 'default' });
    expect(temporalAsked({})).toEqual({ address: undefined, namespace: undefined });
  });

  test('a profile of a file, over which variables stand', () => {
    const file = path.join(folder, 'temporal.toml');
    writeFileSync(file, '[profile.soar]\naddress = "temporal.example.org:7233"\nnamespace = "soar"\napi_key = "of the file"\n');
    const named = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'soar', TEMPORAL_NAMESPACE: 'other' };
    expect(temporalSettings(named)).toEqual({ connection: { address: 'temporal.example.org:7233', apiKey: 'of the file', tls: true }, namespace: 'other' });
    expect(() => temporalSettings({ ...named, TEMPORAL_PROFILE: 'sora' })).toThrow(/cannot be set up from TEMPORAL_PROFILE.*Profile 'sora' not found/);
    writeFileSync(file, '[profile.default]\nadress = "temporal.example.org:7233"\n');
    expect(() => temporalSettings({ TEMPORAL_CONFIG_FILE: file })).toThrow(/unrecognized in profile.default: adress/);
  });

  test('a file of the user that no variable names is not read', () => {
    const file = path.join(folder, 'temporalio', 'temporal.toml');
    expect(temporalSettings({ XDG_CONFIG_HOME: folder, HOME: folder, IGNORED: file }).connection.address).toBe('127.0.0.1:7233');
  });

  test('a file or a certificate that cannot be read, and an address that is none, are said', () => {
    expect(() => temporalSettings({ TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' })).toThrow(/TEMPORAL_CONFIG_FILE.*\/nowhere\/temporal\.toml/);
    expect(() => temporalSettings({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' })).toThrow(/TEMPORAL_TLS_…: .*\/nowhere\/ca\.pem/);
    expect(() => temporalSettings({ TEMPORAL_ADDRESS: 'https://temporal.example.org' })).toThrow('TEMPORAL_ADDRESS must look like host:port, not "https://temporal.example.org"');
  });

  test('the server that was started here gets neither key nor certificate of another', () => {
    expect(withoutTemporalConnection({ ...environment, PATH: '/bin', TEMPORAL_CLI: '/opt/temporal', TEMPORAL_PROFILE: 'soar' })).toEqual({
      PATH: '/bin',
      TEMPORAL_CLI: '/opt/temporal',
      TEMPORAL_ADDRESS: environment.TEMPORAL_ADDRESS,
      TEMPORAL_NAMESPACE: 'soar.goodman',
    });
  });
});
