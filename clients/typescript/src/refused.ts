/** What the platform says when it refuses (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** A key of the platform's failure table, the same in every release: `not-found`. */
  readonly code: string;
}

/** The platform said no; the message is its own sentence: what, where, what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The problem document of an answer; of an answer by somebody in between, its status. */
export async function refusedBy(response: Response): Promise<Refused> {
  const said: unknown = await response.json().catch(() => undefined);
  const given = typeof said === 'object' && said !== null ? (said as Partial<Problem>) : {};
  const words = `${response.status} ${response.statusText}`.trim();
  return new Refused({ title: words, detail: words, code: 'unreachable', ...given, status: response.status });
}
