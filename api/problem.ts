import { randomBytes } from 'node:crypto';
import { ValidateError } from '@tsoa/runtime';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { failures, ReductionError, type FailureCode } from '#activities/domain/errors';
import { storeFailure } from '#activities/store/failures';
import { holdsBack } from './asked-to-go-on.js';
import { lastWords } from './last-words.js';
import { loggedPath } from './logged-path.js';
import { requestScope } from './request-scope.js';

/** RFC 9457. `code` is a key of the failure table; `facts` are the numbers behind `detail`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: FailureCode;
  /** Who has to act: data, request, platform or code. */
  readonly blame: string;
  /** Can trying the same again succeed? */
  readonly retry: boolean;
  readonly facts?: Readonly<Record<string, number | string>>;
  /** What was wrong with each field of the request. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Names this occurrence in our log. */
  readonly reference?: string;
}

/** Seconds after which a caller should try a store that does not answer again. */
const RETRY_AFTER_SECONDS = 2;

/** Every error of every request leaves here, as a problem document from the failure table. */
export function answerProblems(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.body == null && (ctx.status === 405 || ctx.status === 501)) throw new ReductionError('method-not-allowed', `${ctx.path} takes ${ctx.response.get('allow')}, not ${ctx.method}.`);
      if (ctx.body == null && ctx.status === 404) throw new ReductionError('not-found', `There is nothing at ${ctx.method} ${ctx.path}.`);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) log.error({ err: error, reference: problem.reference, requestId: requestScope.getStore()?.id, method: ctx.method, path: loggedPath(ctx.path) }, problem.title);
      if (ctx.res.headersSent) return ctx.res.destroy();
      for (const name of ['Content-Disposition', 'ETag', 'Last-Modified', 'Content-Range']) ctx.remove(name);
      if (problem.status === 401) ctx.set('WWW-Authenticate', 'Token');
      if (problem.status === 416 && problem.facts) ctx.set('Content-Range', `bytes */${problem.facts['bytes']}`);
      if (problem.status === 503) ctx.set('Retry-After', String(RETRY_AFTER_SECONDS));
      if (problem.status === 429) ctx.set('Retry-After', String(problem.facts?.['retryAfterSecond'] ?? RETRY_AFTER_SECONDS));
      ctx.status = problem.status;
      ctx.type = 'application/problem+json';
      const text = JSON.stringify(problem);
      if (holdsBack(ctx.req)) ctx.set('Connection', 'close');
      ctx.body = lastWords(ctx.req, text);
      ctx.length = Buffer.byteLength(text);
    }
  };
}

export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ReductionError) return document(error);
  const fromStore = storeFailure(error) ?? unstorable(error) ?? workflowServiceFailure(error);
  if (fromStore) return document(fromStore);
  if (error instanceof ValidateError) {
    const fields = Object.fromEntries(Object.entries(error.fields).map(([name, { message }]) => [name, plainly(message)]));
    const sentence = Object.entries(fields).map(([name, message]) => `${name}: ${message}`).join('; ');
    return { ...document(new ReductionError('request-invalid', sentence)), fields };
  }
  const status = httpStatusOf(error);
  if (status !== undefined && status < 500) return document(new ReductionError(codeOfStatus(status), error instanceof Error ? error.message : ''));
  // A text of ours may say more than a stranger should know: the log has it, under this reference.
  const reference = randomBytes(4).toString('hex');
  return { ...document(new ReductionError('contract-broken', `This should not have happened. Tell us the reference ${reference}.`)), reference };
}

/** Of a value that is none of several words the validator writes JSON, one object for each of the words. */
function plainly(message: string): string {
  const issues = /^Could not match the union against any of the items\. Issues: (\[.*\])$/s.exec(message)?.[1];
  if (issues === undefined) return message;
  const words = [...issues.matchAll(/"message":"should be one of the following; \[('[^"\]]*')\]"/g)].map(([, word]) => word);
  return words.length > 0 && words.length === (JSON.parse(issues) as object[]).length ? `should be one of the following; [${words.join(',')}]` : 'fits none of the shapes that it may have';
}

function document({ code, message, facts }: ReductionError): ProblemDocument {
  const { title, status, blame, retry } = failures[code];
  return { type: `urn:goodman-live:problem:${code}`, title, status, detail: message, code, blame, retry, ...(Object.keys(facts).length > 0 ? { facts } : {}) };
}

/** PostgreSQL's class 22, data exception: it is the value that was given which no column can hold. The layers before should have said so in better words. */
function unstorable(error: unknown): ReductionError | undefined {
  const cause = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string' || !/^22[0-9A-Z]{3}$/.test(cause.code)) return undefined;
  return new ReductionError('request-invalid', 'A value of this request is none that can be stored or searched for.', { sqlstate: cause.code }, { cause: error });
}

/** gRPC's words for "not now": 4 deadline exceeded, 8 resource exhausted, 14 unavailable. */
function workflowServiceFailure(error: unknown): ReductionError | undefined {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (!(cause instanceof Error) || !('code' in cause) || ![4, 8, 14].includes(cause.code as number)) return undefined;
  return new ReductionError('store-unavailable', 'The workflow service does not answer at the moment. Try again.', {}, { cause: error });
}

/** What koa, its body parser and its router throw. */
function httpStatusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

function codeOfStatus(status: number): FailureCode {
  const known = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 405: 'method-not-allowed', 409: 'conflict', 413: 'too-large', 415: 'unsupported-media' } as const;
  return known[status as keyof typeof known] ?? 'request-invalid';
}
