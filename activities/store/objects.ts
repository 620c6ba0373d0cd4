import { hash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client } from 'minio';
import { ReductionError } from '../domain/errors.js';
import { codeOf } from './database.js';
import { withStoreFailures } from './failures.js';

export interface S3Settings {
  /** http://host:port */
  readonly S3_ENDPOINT: string;
  readonly S3_ACCESS_KEY: string;
  readonly S3_SECRET_KEY: string;
  readonly S3_REGION: string;
}

/** `raw` is never changed; `products` can be made again. */
export type Bucket = 'raw' | 'products';

/** Longest a raw frame is locked against deletion at a time; S3 allows no "for ever". */
const RAW_LOCK_YEARS = 50;
/** A store that neither answers nor refuses is away. Generous: 500 MB at 10 MB/s. */
const PATIENCE_MS = 60_000;
const FITS = 'application/fits';
/** Without these a request is not complete, and what it brought is nothing. */
const END_BYTES = 2880;
/** An object that says nothing: written to see whether there is room. */
export const PROBE = 'probe';

/** Bytes by name. Knows nothing of what is in them. */
export class ObjectStore {
  /** Asks and reads; whole frames on their way in have connections of their own, so that readers who do not read keep out nobody's frame, nor the word whether the store is there. */
  readonly #client: Client;
  readonly #writer: Client;
  readonly #asker: Client;
  readonly #region: string;
  readonly #encrypted: boolean;
  /** The disk was full when something was last written. */
  #full = false;

  constructor({ S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION }: S3Settings) {
    const { protocol, hostname, port } = new URL(S3_ENDPOINT);
    const useSSL = protocol === 'https:';
    this.#region = S3_REGION;
    this.#encrypted = useSSL;
    const client = (maxSockets: number) => new Client({
      endPoint: hostname,
      port: port === '' ? (useSSL ? 443 : 80) : Number(port),
      useSSL,
      accessKey: S3_ACCESS_KEY,
      secretKey: S3_SECRET_KEY,
      region: S3_REGION,
      transportAgent: new (useSSL ? https : http).Agent({ keepAlive: true, maxSockets }),
      // Temporal and the uploader try again; the client's own retry also prints.
      retryOptions: { disableRetry: true },
    });
    this.#client = client(64);
    this.#writer = client(32);
    this.#asker = client(8);
  }

  /** Makes the buckets with their rules; does nothing to those that are there. */
  async ensureBuckets(): Promise<void> {
    await this.#make('raw', { ObjectLocking: true });
    await this.#make('products', {});
  }

  /**
   * Keeps bytes under a name. An object of `raw` is written once: the same name again is the same content, and left alone. The store proves what came
   * by its SHA-256.
   * @param known Their SHA-256, where somebody has it; and what must come to a good end before they are kept: they are sent meanwhile, all but their end, and where it
   * fails the store never heard of them.
   * @throws ReductionError `store-unavailable` or `storage-full`; what `after` throws.
   */
  async putObject(bucket: Bucket, key: string, bytes: Uint8Array, { sha256, after }: { readonly sha256?: string; readonly after?: Promise<unknown> } = {}): Promise<void> {
    const digest = sha256 ?? hash('sha256', bytes, 'hex');
    // It is waited for below, perhaps later than it fails.
    after?.catch(() => undefined);
    const headers = () => ({
      'Content-Type': FITS,
      'Content-Length': bytes.length,
      ...(bucket === 'raw' ? { 'If-None-Match': '*' } : {}),
      // Where the connection is encrypted the signature covers no content.
      ...(this.#encrypted ? { 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': Buffer.from(digest, 'hex').toString('base64') } : {}),
    });
    try {
      // Not `putObject` of the client: that copies what it is given, and hashes it once more.
      await this.#ask(async () => {
        const answer = await this.#writer.makeRequestStreamAsync({ method: 'PUT', bucketName: bucket, objectName: key, headers: headers() }, Readable.from(allButTheEnd(bytes, after)), this.#encrypted ? '' : digest, [200], this.#region);
        answer.resume();
      });
      this.#full = false;
    } catch (error) {
      if (bucket === 'raw' && codeOf(error) === 'PreconditionFailed') return void (await after);
      if (error instanceof ReductionError && error.code === 'storage-full') this.#full = true;
      throw error;
    }
  }

  /** @throws ReductionError `not-found` when there is none. */
  async getObject(bucket: Bucket, key: string): Promise<Buffer> {
    return this.#found(bucket, key, async () => buffer(await this.#client.getObject(bucket, key)));
  }

  /** The bytes as they come, all of them or a part. */
  async openObject(bucket: Bucket, key: string, part?: { readonly offset: number; readonly length: number }): Promise<Readable> {
    return this.#found(bucket, key, () =>
      part ? this.#client.getPartialObject(bucket, key, part.offset, part.length) : this.#client.getObject(bucket, key),
    );
  }

  async exists(bucket: Bucket, key: string): Promise<boolean> {
    try {
      await this.#ask(() => this.#client.statObject(bucket, key));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Names of all objects in a bucket. */
  async list(bucket: Bucket): Promise<string[]> {
    return this.#ask(async () => {
      const names: string[] = [];
      for await (const item of this.#client.listObjectsV2(bucket, '', true) as AsyncIterable<{ name?: string }>) if (item.name !== undefined) names.push(item.name);
      return names;
    });
  }

  /** Does the store answer, and take what it is given? */
  async ping(): Promise<void> {
    await this.#ask(() => this.#asker.bucketExists('raw'));
    // Once a write found the disk full, only a write can tell that there is room again.
    if (this.#full) await this.putObject('products', PROBE, new Uint8Array(1));
  }

  async #make(bucket: Bucket, options: { ObjectLocking?: boolean }): Promise<boolean> {
    if (await this.#ask(() => this.#client.bucketExists(bucket))) return false;
    try {
      await this.#ask(() => this.#client.makeBucket(bucket, this.#region, options));
    } catch (error) {
      if (/BucketAlready(OwnedByYou|Exists)/.test(codeOf(error) ?? '')) return false;
      if (!options.ObjectLocking || codeOf(error) !== 'NotImplemented') throw error;
      // A server without object lock still keeps old versions.
      await this.#make(bucket, {});
      await this.#ask(() => this.#client.setBucketVersioning(bucket, { Status: 'Enabled' }));
      return true;
    }
    if (options.ObjectLocking) {
      await this.#ask(async () => this.#client.setObjectLockConfig(bucket, { mode: 'GOVERNANCE', unit: 'Years', validity: RAW_LOCK_YEARS } as never));
    }
    return true;
  }

  async #found<T>(bucket: Bucket, key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#ask(work);
    } catch (error) {
      if (isMissing(error)) throw new ReductionError('not-found', `There is no object ${bucket}/${key}.`, { bucket, key }, { cause: error });
      throw error;
    }
  }

  /** One question to the server. Once more when a kept connection turns out dead: the server was started anew in between. */
  async #ask<T>(work: () => Promise<T>): Promise<T> {
    return withStoreFailures(async () => {
      try {
        return await patiently(work());
      } catch (error) {
        if (!['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '')) throw error;
        return patiently(work());
      }
    });
  }
}

/** Bytes for a request: what goes first, and its end when something else has come to a good end. */
async function* allButTheEnd(bytes: Uint8Array, after: Promise<unknown> | undefined): AsyncGenerator<Uint8Array> {
  const end = Math.max(0, bytes.length - END_BYTES);
  if (end > 0) yield bytes.subarray(0, end);
  await after;
  yield bytes.subarray(end);
}

function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound', 'NoSuchObject'].includes(codeOf(error) ?? '');
}

async function patiently<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ReductionError('store-unavailable', 'The object store does not answer.', { patienceSecond: PATIENCE_MS / 1000 }));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
