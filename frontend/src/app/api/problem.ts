import { text } from '../texts/text';

/** What went wrong, in the words of the server: one clear sentence, its code, and the name of the request in the log. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retry: boolean;
  /** What was wrong with each field. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly request?: string;
}

/** An answer that is a problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The problem of anything that was thrown: a request that never got through is one too. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  // Angular wraps what a resource's loader throws when it is no Error; ours is always one.
  if (error instanceof Error && error.cause !== undefined) return problemOf(error.cause);
  if (error instanceof TypeError) return { status: 0, code: 'unreachable', detail: text('trouble.network'), retry: true };
  return { status: 0, code: 'portal', detail: error instanceof Error ? error.message : String(error), retry: false };
}

/** Reads the problem document of an answer; of an answer by somebody in between, its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const request = response.headers.get('x-request-id') ?? undefined;
  const document: unknown = await response.json().catch(() => undefined);
  const isOurs = typeof document === 'object' && document !== null && 'detail' in document;
  const known = isOurs ? (document as Problem) : { code: 'unreachable', detail: `${response.status} ${response.statusText}`, retry: response.status >= 500 };
  return { ...known, status: response.status, ...(request === undefined ? {} : { request }) };
}
