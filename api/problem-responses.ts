import { failures, type FailureCode } from '#activities/domain/errors';

/** What is known of an operation before it is asked. */
interface Shape {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

export type Answers = Record<string, Answer>;

const anywhere: readonly FailureCode[] = ['request-invalid', 'too-many-requests', 'contract-broken', 'store-unavailable'];
const signedIn: readonly FailureCode[] = ['unauthenticated', 'forbidden'];
const named: readonly FailureCode[] = ['not-found'];
const withBody: readonly FailureCode[] = ['too-large', 'unsupported-media', 'settings-invalid'];
const writing: readonly FailureCode[] = ['conflict', 'storage-full'];

/** Who writes with the cookie of a browser shows that the page is ours. */
const NOT_ALLOWED = `${failures.forbidden.title}; or a cookie came without the header X-CSRF-Token`;

/**
 * The problem documents that an operation of this method and shape may answer with, by status: what the doors before every controller refuse, and what a
 * controller of that kind does. Derived, so that no endpoint can forget one; a controller names only what is its own.
 */
export function problemResponses(method: string, { security = [], parameters = [], requestBody }: Shape): Answers {
  // A page after the last one does not exist either.
  const names = parameters.some(({ name, in: where }) => where === 'path' || /(^|_)id$|^page$/.test(name));
  const writes = !['get', 'head'].includes(method);
  const codes = [...anywhere, ...(security.length > 0 ? signedIn : []), ...(names || requestBody !== undefined ? named : []), ...(requestBody === undefined ? [] : withBody), ...(writes ? writing : [])];
  const statuses = [...new Set(codes.map((code) => failures[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const titles = codes.filter((code) => failures[code].status === status).map((code) => (code === 'forbidden' && writes ? NOT_ALLOWED : failures[code].title));
      return [String(status), { description: titles.join('; '), content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } } } }];
    }),
  );
}

/** The answers of an operation with every problem it may have: those its controller documents keep their words, errors are problem documents, and there is no catch-all. */
export function documentedAnswers(method: string, shape: Shape & { readonly responses: Answers }): Answers {
  const own = Object.fromEntries(
    Object.entries(shape.responses)
      .filter(([status]) => status !== 'default')
      .map(([status, answer]) => [status, asProblem(answer)]),
  );
  return { ...problemResponses(method, shape), ...own };
}

/** Whatever else an operation produces, its errors are problem documents. */
function asProblem(answer: Answer): Answer {
  const body = Object.values(answer.content ?? {})[0];
  return JSON.stringify(body ?? null).includes('/ProblemDocument"') ? { ...answer, content: { 'application/problem+json': body } } : answer;
}
