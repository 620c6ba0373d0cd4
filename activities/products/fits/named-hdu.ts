import type { FitsFile, ImageHdu, TableHdu } from '#numeric/fits/read';

/** The image extension of that name. @throws {Error} if there is none: storage holds what we wrote, so that is a mistake, not data. */
export function imageHdu(file: FitsFile, name: string): ImageHdu {
  const hdu = namedHdu(file, name);
  if (hdu.kind !== 'image') throw new Error(`extension ${name} is no image`);
  return hdu;
}

/** The table extension of that name. @throws {Error} as `imageHdu`. */
export function tableHdu(file: FitsFile, name: string): TableHdu {
  const hdu = namedHdu(file, name);
  if (hdu.kind !== 'table') throw new Error(`extension ${name} is no table`);
  return hdu;
}

/** The values of a column of a table. @throws {Error} as `imageHdu`. */
export function tableColumn<T extends Float64Array | Uint8Array | readonly string[]>(table: TableHdu, name: string): T {
  const found = table.column(name);
  if (!found) throw new Error(`table ${table.name} has no column ${name}`);
  return found.values() as T;
}

function namedHdu(file: FitsFile, name: string): FitsFile['hdus'][number] {
  const hdu = file.hdus.find((candidate) => candidate.name === name);
  if (!hdu) throw new Error(`the file has no extension ${name}`);
  return hdu;
}
