import { api, body, type FileSpectrum, type FileView } from './client';
import type { operations } from './schema';

type FileQuery = Omit<NonNullable<operations['api_files_list']['parameters']['query']>, 'fields'>;

/** Files with all their fields; the document allows for fewer, which this does not ask for. @throws ProblemError */
export async function listFiles(query: FileQuery, signal?: AbortSignal): Promise<{ readonly count: number; readonly results: readonly FileView[] }> {
  const { count, results } = await body(api.GET('/api/files/', { params: { query }, ...(signal ? { signal } : {}) }));
  return { count: count ?? results.length, results: results as readonly FileView[] };
}

/** A spectrum as JSON; the same address gives bytes to who accepts those. @throws ProblemError */
export async function readSpectrum(id: number, signal: AbortSignal): Promise<FileSpectrum> {
  const answer = await body(api.GET('/api/files/{id}/spectrum/', { params: { path: { id: String(id) } }, headers: { Accept: 'application/json' }, signal }));
  return answer as FileSpectrum;
}
