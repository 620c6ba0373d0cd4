/** Answers of the API by path, for tests of pages: a value is sent as JSON, a number is a refusal with that status, `null` never answers. */
export function answer(answers: Readonly<Record<string, unknown>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: Request | string): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    asked.push(pathname);
    const body = answers[pathname];
    if (body === null) return new Promise(() => undefined);
    if (body === undefined || typeof body === 'number') {
      const status = body ?? 404;
      return Response.json({ status, code: 'test', detail: `The store said ${status}.`, retry: false }, { status, headers: { 'X-Request-Id': 'request-7c1e9a20' } });
    }
    return Response.json(body);
  });
  return asked;
}
