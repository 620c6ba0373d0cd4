import { ReductionError } from '#activities/domain/errors';

/** Which files a request is about. */
export interface FilesRequest {
  /** One file. */
  file_id?: number | string;
  /** Or several, up to 500. */
  file_ids?: (number | string)[];
}

const MOST_FILES = 500;

/** The ids of a request, each once. @throws ReductionError `request-invalid` for none or too many */
export function idsOf({ file_id, file_ids = [] }: FilesRequest): string[] {
  const ids = [...new Set([...file_ids, ...(file_id === undefined ? [] : [file_id])].map(String))];
  if (ids.length === 0 || ids.length > MOST_FILES) throw new ReductionError('request-invalid', `Name one file in "file_id", or up to ${MOST_FILES} in "file_ids".`, { files: ids.length });
  return ids;
}
