/** How a whole file is packed. */
export interface Packing {
  readonly name: string;
  /** What unpacks it, for a sentence. */
  readonly advice: string;
}

const FORMATS: readonly (Packing & { readonly magic: readonly number[] })[] = [
  { magic: [0x1f, 0x8b], name: 'gzip', advice: 'unpack it first' },
  { magic: [0x1f, 0x9d], name: 'Unix compress (.Z)', advice: 'unpack it with "uncompress" first' },
  { magic: [0x42, 0x5a, 0x68], name: 'bzip2 (.bz2)', advice: 'unpack it with "bunzip2" first' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'xz', advice: 'unpack it with "unxz" first' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'Zstandard', advice: 'unpack it with "unzstd" first' },
  { magic: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive', advice: 'unpack it first' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], name: 'a 7z archive', advice: 'unpack it first' },
];

/** The packing whose mark the bytes start with; undefined where they start with none of those known. */
export function packingOf(bytes: Uint8Array): Packing | undefined {
  return FORMATS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
}
