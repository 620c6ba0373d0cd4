import { ValidateError } from '@tsoa/runtime';
import { describe, expect, it } from 'vitest';
import { ReductionError } from '#activities/domain/errors';
import { problemOf } from './problem.js';

describe('a problem document', () => {
  it('says what the failure table says, with the sentence and its facts', () => {
    expect(problemOf(new ReductionError('conflict', 'Another frame has this name.', { fileId: 5 }))).toEqual({
      type: 'urn:goodman-live:problem:conflict',
      title: 'It conflicts with what is there',
      status: 409,
      detail: 'Another frame has this name.',
      code: 'conflict',
      blame: 'request',
      retry: false,
      facts: { fileId: 5 },
    });
  });

  it('names each field that is wrong', () => {
    expect(problemOf(new ValidateError({ page: { message: 'min 1', value: 0 } }, ''))).toMatchObject({ status: 400, detail: 'page: min 1', fields: { page: 'min 1' } });
  });

  it('says in words what a value of several might be', () => {
    const issue = (word: string) => `{"query.state":{"message":"should be one of the following; ['${word}']","value":"x"}}`;
    const union = (issues: string) => new ValidateError({ 'query.state': { message: `Could not match the union against any of the items. Issues: [${issues}]`, value: 'x' } }, '');
    expect(problemOf(union(`${issue('info')},${issue('error')}`)).detail).toBe("query.state: should be one of the following; ['info','error']");
    expect(problemOf(union('{"body.anchor.from":{"message":"\'from\' is required"}}')).detail).toBe('query.state: fits none of the shapes that it may have');
  });

  it('of a store or workflow service that is away says to try again', () => {
    expect(problemOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED', status: 401 }))).toMatchObject({ status: 503, retry: true });
    expect(problemOf(new Error('failed to start', { cause: Object.assign(new Error('14 UNAVAILABLE'), { code: 14 }) }))).toMatchObject({ status: 503, code: 'store-unavailable' });
  });

  it('of the web server keeps its status', () => {
    expect(problemOf(Object.assign(new Error('invalid JSON'), { status: 400 }))).toMatchObject({ status: 400, detail: 'invalid JSON' });
  });

  it('of a mistake of ours hides the text and gives a reference', () => {
    const problem = problemOf(new Error('password of the database is hunter2'));
    expect(problem).toMatchObject({ status: 500, code: 'contract-broken', retry: false });
    expect(problem.reference).toMatch(/^[0-9a-f]{8}$/);
    expect(JSON.stringify(problem)).not.toMatch('hunter2');
    expect(problem.detail).toMatch(problem.reference ?? '');
  });
});
