import { unpackedSize } from '#numeric/fits/read';
import { isGzip } from '#numeric/fits/unpack/gzip';
import { packingOf } from '#numeric/fits/unpack/packing';
import { unpackedImageSize } from '#numeric/fits/unpack-image';
import { ReductionError } from '../domain/errors.js';
import { unpackOnce, type UnpackedFile } from '../products/raw-file.js';
import { gzipTrailerSize } from './gzip-ends.js';

/** A file as it was sent, and what unpacking it may take. */
export interface PackedUpload {
  /** As it was sent, perhaps compressed. */
  readonly bytes: Uint8Array;
  readonly maxBytes: number;
  /** Asks for memory before the frame is unpacked. */
  readonly reserve?: (bytes: number) => Promise<void>;
  /** What takes the packing off, where that may take a while: a thread. Without it, here. */
  readonly unpacking?: Unpacking;
}

export interface Unpacking {
  /** The outer packing off, as `unpackOnce`. */
  readonly unpack: (sent: Uint8Array, name: string, size: number) => Promise<UnpackedFile>;
  /** What the packing of a file unpacks to, as `unpackedSize`. */
  readonly size: (sent: Uint8Array, most: number) => Promise<number | undefined>;
}

const HERE: Unpacking = {
  unpack: async (sent, name, size) => Promise.resolve(unpackOnce(sent, name, size)),
  size: async (sent, most) => Promise.resolve(unpackedSize(sent, most)),
};

/**
 * Takes the packing off, the one of the file and then that of the image; the memory for each is asked for before anything of it is unpacked.
 * @throws ReductionError `too-large`, `not-fits`; what `reserve` throws.
 */
export async function unpackUpload(upload: PackedUpload, name: string): Promise<UnpackedFile> {
  const { maxBytes, reserve, unpacking = HERE } = upload;
  const { bytes, warnings } = await unpackWhole(upload, name);
  const image = packedImageOf(bytes);
  if (!image) return { bytes, warnings };
  refuseTooLarge(image.bytes, maxBytes, name);
  await reserve?.(image.bytes + image.scratch);
  return { bytes: (await unpacking.unpack(bytes, name, image.bytes)).bytes, warnings };
}

async function unpackWhole({ bytes, maxBytes, reserve, unpacking = HERE }: PackedUpload, name: string): Promise<UnpackedFile> {
  if (packingOf(bytes) === undefined) return { bytes, warnings: [] };
  // The trailer of a gzip tells its size, or lies; any other is counted.
  const told = isGzip(bytes) ? gzipTrailerSize(bytes) : 0;
  if (told > 0 && told <= maxBytes) {
    await reserve?.(told);
    const unpacked = await unpacking.unpack(bytes, name, told).catch(() => undefined);
    if (unpacked) return unpacked;
  }
  const size = await unpacking.size(bytes, maxBytes);
  if (size === undefined) return { bytes, warnings: [] };
  refuseTooLarge(size, maxBytes, name);
  await reserve?.(size);
  return unpacking.unpack(bytes, name, size);
}

/** What is wrong with an image whose size cannot be told is said where it is read. */
function packedImageOf(bytes: Uint8Array): ReturnType<typeof unpackedImageSize> {
  try {
    return unpackedImageSize(bytes);
  } catch {
    return undefined;
  }
}

function refuseTooLarge(size: number, maxBytes: number, name: string): void {
  if (size > maxBytes) throw new ReductionError('too-large', `${name} unpacks to more than the ${maxBytes} bytes that are allowed.`, { maxBytes });
}
