import { api, body, type FileSpectrum, type FileView } from './client';
import type { operations } from './schema';

export type FileQuery = Omit<NonNullable<operations['api_files_list']['parameters']['query']>, 'fields'>;

/** Files, how many there are on all pages, or about so many, and where the next page begins. */
export interface FileList {
  readonly count: number;
  readonly isExact: boolean;
  readonly next: string | null;
  readonly results: readonly FileView[];
}

/** Files with all their fields; the document allows for fewer, which this does not ask for. @throws ProblemError */
export async function listFiles(query: FileQuery, signal?: AbortSignal): Promise<FileList> {
  const { count, count_exact, next_cursor, results } = await body(api.GET('/api/files/', { params: { query }, ...(signal ? { signal } : {}) }));
  return { count: count ?? results.length, isExact: count_exact ?? true, next: next_cursor ?? null, results: results as readonly FileView[] };
}

/** The raw frame with a running number, of a night or of the newest one; undefined where it has none that may be seen. @throws ProblemError */
export async function frameNumbered(number: number, night: string | null): Promise<{ readonly id: number } | undefined> {
  const of = night ?? (await body(api.GET('/api/nights/', { params: { query: { page_size: 1 } } }))).results[0]?.night;
  if (of === undefined) return undefined;
  const { frames } = await body(api.GET('/api/nights/{night}/', { params: { path: { night: of } } }));
  return frames.find(({ file_name }) => Number(/^\d+/.exec(file_name)?.[0]) === number);
}

/** A spectrum as JSON; the same address gives bytes to who accepts those. @throws ProblemError */
export async function readSpectrum(id: number, signal: AbortSignal): Promise<FileSpectrum> {
  const answer = await body(api.GET('/api/files/{id}/spectrum/', { params: { path: { id: String(id) } }, headers: { Accept: 'application/json' }, signal }));
  return answer as FileSpectrum;
}
