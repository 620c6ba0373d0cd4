import { FitsError } from './errors.js';

/** The part of the web's stream interfaces used here; numeric/ knows no Node and no browser. */
interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
  cancel(): Promise<void>;
}
interface Writer {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
interface ByteTransform {
  readonly readable: { getReader(): Reader };
  readonly writable: { getWriter(): Writer };
}
type DecompressionStreamClass = new (format: 'gzip') => ByteTransform;

/** Written a piece at a time, so that a bomb is noticed before the stream has unpacked a large piece of it. */
const PIECE = 1 << 16;

/** True if the bytes start with the two that mark a gzip file (RFC 1952 §2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip, with the web-standard stream of Node and browsers.
 * @param maxBytes how much may come out: a kilobyte can unpack to a gigabyte.
 * @throws {FitsError} if the bytes are no gzip, are cut short, are damaged, or unpack to more than `maxBytes`.
 */
export async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw new FitsError('These bytes are not gzip', 0);
  const { DecompressionStream } = globalThis as unknown as { DecompressionStream: DecompressionStreamClass };
  const stream = new DecompressionStream('gzip');
  const reader = stream.readable.getReader();
  // A failure of the stream shows on the reading side as well; it is reported once, from there.
  const written = feed(bytes, stream.writable.getWriter()).catch(() => undefined);
  try {
    return await collect(reader, maxBytes);
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof FitsError) throw error;
    throw new FitsError('The gzip data are damaged or cut short: copy the file again', 0);
  } finally {
    await written;
  }
}

async function feed(bytes: Uint8Array, writer: Writer): Promise<void> {
  for (let i = 0; i < bytes.length; i += PIECE) await writer.write(bytes.subarray(i, i + PIECE));
  await writer.close();
}

async function collect(reader: Reader, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) break;
    length += value.length;
    if (length > maxBytes) throw new FitsError(`The gzip data unpack to more than the ${maxBytes} bytes allowed`, 0);
    pieces.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
