/** Endings of a packed file that is read: gzip, bzip2, Unix compress, and the tile compression of the archives. */
const PACKING = /\.(gz|bz2|z|fz)$/i;
/** Endings of packed files that are not read, and are said so: nobody's frame is passed over for its ending. */
const OTHER_PACKING = /\.(xz|zst|zip|7z|lzma|lz4)$/i;
const FITS = /\.(fits|fit|fts)$/i;

/** A file's name without the endings of its packings, `a.fits` for `a.fits.fz` and `a.fits.fz.gz`: the name its frame and products have. */
export function unpackedName(name: string): string {
  let rest = name;
  while (PACKING.test(rest)) rest = rest.replace(PACKING, '');
  return rest;
}

/** Whether a file is meant to be a FITS file by its name, packed or not, in letters of any case. */
export function isFitsName(name: string): boolean {
  return FITS.test(unpackedName(name.replace(OTHER_PACKING, '')));
}

/** Whether the first bytes of the file are those of its header: it is not packed as a whole. */
export function isPlainName(name: string): boolean {
  return FITS.test(name.replace(/\.fz$/i, ''));
}
