import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, refusal, startTestApi, type TestApi } from './test-api.js';

describe('errors of pages', () => {
  let api: TestApi;
  const report = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-request-id': 'a-page-in-trouble' } });
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('are taken from who is signed in, under the name the page was told', async () => {
    const error = { page: '/night', message: 'TypeError: x is undefined', stack: 'at night-page.ts:3' };
    expect(await refusal(api.fetch('/api/page-errors/', undefined, report(error)))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch('/api/page-errors/', 'pi', report({ ...error, message: 'x'.repeat(2001) })))).toMatchObject({ status: 400 });
    const taken = api.fetch('/api/page-errors/', 'pi', report(error));
    expect((await taken).status).toBe(202);
    expect(await json(taken.then((answer) => answer.clone()))).toEqual({ reference: 'a-page-in-trouble' });
  });
});
