import { createHash } from 'node:crypto';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { StoredFile } from '#activities/store/models';
import type { Bucket, ObjectStore } from '#activities/store/objects';
import { sharedMaster } from '#activities/store/shared-master';
import type { MemoryBudget } from './memory-budget.js';

export interface Packed {
  readonly file: StoredFile;
  /** Of a master that serves everybody only what is for everybody goes in. */
  readonly shared: boolean;
}

interface Entry extends Packed {
  readonly path: string;
  sha256: string;
}

const UNKNOWN_SUM = '0'.repeat(64);
const MANIFEST = 'manifest.json';

/**
 * The files one after the other, as they come from the store and without packing them again; last a manifest with the SHA-256 of each as it is in the zip. A file that
 * cannot be read ends the stream without an end of the zip: no reader takes that for a whole one.
 */
export class ZipOfFiles {
  readonly stream: PassThrough = new PassThrough();
  /** Of the whole zip; undefined where a file is cut on its way. */
  readonly size: number | undefined;
  readonly #objects: ObjectStore;
  readonly #memory: MemoryBudget;
  readonly #entries: Entry[];

  private constructor(packed: readonly Packed[], { objects, memory }: { objects: ObjectStore; memory: MemoryBudget }, size: number | undefined) {
    this.#objects = objects;
    this.#memory = memory;
    this.#entries = withPaths(packed);
    this.size = size;
  }

  static async of(packed: readonly Packed[], parts: { objects: ObjectStore; memory: MemoryBudget }): Promise<ZipOfFiles> {
    // The sums are not known yet, their length is: so is the size of all.
    const size = packed.some(({ shared }) => shared) ? undefined : await new ZipOfFiles(packed, parts, undefined).#measure();
    const zip = new ZipOfFiles(packed, parts, size);
    void zip.#write();
    return zip;
  }

  #zip(open: (entry: Entry) => Promise<Readable>, fail: (error: Error) => void): ZipFile {
    const zip = new ZipFile();
    for (const entry of this.#entries) {
      const { file, shared, path } = entry;
      const options = { mtime: file.created, compress: false, ...(shared ? {} : { size: file.sizeBytes }) };
      zip.addReadStreamLazy(path, options, (give) => void open(entry).then((bytes) => give(null, bytes.on('error', fail)), fail));
    }
    const mtime = new Date(Math.max(0, ...this.#entries.map(({ file }) => file.created.getTime())));
    zip.addReadStreamLazy(MANIFEST, { mtime, compress: false, size: this.#manifest().length }, (give) => give(null, Readable.from([this.#manifest()], { objectMode: false })));
    return zip;
  }

  #measure(): Promise<number | undefined> {
    return new Promise((resolve) => {
      // yazl tells the size to a callback that its types do not give it as an argument.
      const told = (size: number) => resolve(size > 0 ? size : undefined);
      this.#zip(() => Promise.reject(new Error('only measured')), () => undefined).end({ forceZip64Format: false, comment: '' }, told as () => void);
    });
  }

  async #write(): Promise<void> {
    const fail = (error: Error) => this.stream.destroy(error);
    const zip = this.#zip((entry) => this.#open(entry), fail);
    zip.on('error', fail);
    zip.end();
    await pipeline(zip.outputStream as Readable, this.stream).catch(fail);
  }

  async #open(entry: Entry): Promise<Readable> {
    if (this.stream.destroyed) throw new Error('the caller has gone');
    const { file, shared } = entry;
    const hash = createHash('sha256');
    const hashed = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
      flush(done) {
        entry.sha256 = hash.digest('hex');
        done();
      },
    });
    const bytes = shared ? Readable.from([await this.#sharedMaster(file)], { objectMode: false }) : await this.#objects.openObject(file.bucket as Bucket, file.objectKey);
    const stop = () => bytes.destroy();
    this.stream.once('close', stop);
    void pipeline(bytes, hashed)
      .catch((error: unknown) => this.stream.destroy(error as Error))
      .finally(() => this.stream.off('close', stop));
    return hashed;
  }

  async #sharedMaster(file: StoredFile): Promise<Buffer> {
    const lease = await this.#memory.acquire(2 * file.sizeBytes);
    try {
      return sharedMaster(await this.#objects.getObject(file.bucket as Bucket, file.objectKey));
    } finally {
      lease.release();
    }
  }

  #manifest(): Buffer {
    const rows = this.#entries.map(({ file, shared, path, sha256 }) => ({ path, sha256, id: file.id, file_name: file.fileName, data_type: file.dataType, proposal_id: shared ? '' : file.proposalId, night: file.night }));
    return Buffer.from(`${JSON.stringify({ files: rows }, null, 1)}\n`);
  }
}

/** `20261123/wecfzst_0123.fits`; a second one of the same name has its number behind it. */
function withPaths(packed: readonly Packed[]): Entry[] {
  const taken = new Set<string>();
  return packed.map((each) => {
    const plain = `${each.file.night ?? 'unknown'}/${each.file.fileName}`;
    const path = taken.has(plain) ? plain.replace(/(\.\w+)?$/, `_${each.file.id}$1`) : plain;
    taken.add(path);
    return { ...each, path, sha256: UNKNOWN_SUM };
  });
}
