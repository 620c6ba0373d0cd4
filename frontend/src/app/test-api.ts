import { objectionTo } from './test-document';

/** What the document has against requests of this test: `test-browser.ts` looks at it after each. */
export const objections: string[] = [];

/** A request that would change something. */
export interface Write {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly body: unknown;
}

/** Paths in the order in which they were asked for; what was written, and the addresses that were read, with their queries. */
export type Asked = string[] & { readonly writes: Write[]; readonly reads: string[] };

/**
 * Answers of the API by path, or by "POST /path" for one method of it, for tests of pages: a value is sent as JSON, a number is a refusal with that status,
 * `null` never answers, a promise answers when a test wants, and a function is given the address.
 */
export function answer(answers: Readonly<Record<string, unknown>>): Asked {
  const asked: Asked = Object.assign([] as string[], { writes: [] as Write[], reads: [] as string[] });
  vi.stubGlobal('fetch', async (input: Request | string): Promise<Response> => {
    const { pathname, search, href } = new URL(input instanceof Request ? input.url : input, location.href);
    const [method, words] = input instanceof Request ? [input.method, await input.clone().text()] : ['GET', ''];
    const sent: unknown = words === '' ? undefined : JSON.parse(words);
    asked.push(pathname);
    if (method === 'GET') asked.reads.push(pathname + search);
    else asked.writes.push({ method, path: pathname + search, body: sent });
    // The real one refuses it, whatever a test would answer.
    const objection = objectionTo(method, new URL(href), sent);
    if (objection !== undefined) objections.push(objection);
    const name = `${method} ${pathname}`;
    const given = Object.hasOwn(answers, name) ? answers[name] : answers[pathname];
    if (given === null) return new Promise(() => undefined);
    const body: unknown = await (typeof given === 'function' ? (given as (address: URL) => unknown)(new URL(href)) : given);
    if (body === undefined || typeof body === 'number') {
      const status = body ?? 404;
      return Response.json({ status, code: 'test', detail: `The store said ${status}.`, retry: false }, { status, headers: { 'X-Request-Id': 'request-7c1e9a20' } });
    }
    return body instanceof Uint8Array ? new Response(body as Uint8Array<ArrayBuffer>) : Response.json(body);
  });
  return asked;
}
