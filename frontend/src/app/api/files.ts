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

/** A spectrum as JSON; the same address gives bytes to who accepts those. @throws ProblemError */
export async function readSpectrum(id: number, signal: AbortSignal): Promise<FileSpectrum> {
  const answer = await body(api.GET('/api/files/{id}/spectrum/', { params: { path: { id: String(id) } }, headers: { Accept: 'application/json' }, signal }));
  return answer as FileSpectrum;
}
