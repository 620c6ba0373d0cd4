import { signal } from '@angular/core';
import createClient, { type Middleware } from 'openapi-fetch';
import { ProblemError, readProblem } from './problem';
import type { components, paths } from './schema';

export type FileView = components['schemas']['FileView'];
export type FileDetail = components['schemas']['FileDetail'];
export type ReductionView = components['schemas']['ReductionView'];
export type ReductionDetail = components['schemas']['ReductionDetail'];
export type DecisionView = components['schemas']['DecisionView'];
export type CandidateView = components['schemas']['CandidateView'];
export type NightFrameView = components['schemas']['NightFrameView'];
export type FileSpectrum = components['schemas']['FileSpectrum'];
export type FileImage = components['schemas']['FileImage'];
export type FileSlit = components['schemas']['FileSlit'];
export type SessionView = components['schemas']['SessionView'];
export type HeaderView = components['schemas']['HeaderView'];

/** What proves that a write comes from this page; the answer to "who is signed in" brings it. */
export const csrfToken = signal<string | null>(null);
/** Counts the answers that said nobody is signed in any more. */
export const refusals = signal(0);

/** Where the platform begins: "/" or the prefix of a proxy, without the last slash. */
export const base = new URL('.', document.baseURI).href.replace(/\/$/, '');

const everyRequest: Middleware = {
  onRequest({ request }) {
    const token = csrfToken();
    if (token !== null && request.method !== 'GET') request.headers.set('X-CSRF-Token', token);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    if (response.status === 401 && schemaPath !== '/api/session/') refusals.update((n) => n + 1);
    throw new ProblemError(await readProblem(response));
  },
};

/** The API, typed by its own document. Every answer that is no success is thrown as a ProblemError. */
export const api = createClient<paths>({ baseUrl: base, fetch: (request) => globalThis.fetch(request) });
api.use(everyRequest);

/** The body of an answer. @throws ProblemError, or TypeError when the server cannot be reached */
export async function body<Data>(answer: Promise<{ data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new Error('the answer has no body');
  return data;
}

/** The bytes of a file as it is downloaded. @throws ProblemError */
export async function download(id: number, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(`${base}/api/files/${id}/download/`, signal ? { signal } : {});
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response.arrayBuffer();
}
