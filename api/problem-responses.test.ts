import { describe, expect, it } from 'vitest';
import { openApiDocument } from './documentation.js';
import { documentedAnswers, problemResponses } from './problem-responses.js';

const { paths } = openApiDocument;
const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })));

describe('the answers an operation may give', () => {
  it('names no catch-all: every status stands in the document by itself', () => {
    expect(operations.length).toBeGreaterThan(15);
    for (const { operationId, responses } of operations) expect(Object.keys(responses), operationId).not.toContain('default');
  });

  it('tells of a missing token wherever one is asked for', () => {
    const secured = operations.filter(({ security }) => (security ?? []).length > 0);
    expect(secured.length).toBeGreaterThan(10);
    for (const { operationId, responses } of secured) expect(responses, operationId).toHaveProperty('401');
  });

  it('knows what can go wrong from the method and the shape', () => {
    expect(Object.keys(problemResponses('get', {}))).toEqual(['400', '429', '500', '503']);
    expect(Object.keys(problemResponses('get', { security: [{}], parameters: [{ name: 'id', in: 'path' }] }))).toEqual(['400', '401', '403', '404', '429', '500', '503']);
    expect(Object.keys(problemResponses('get', { parameters: [{ name: 'page', in: 'query' }] }))).toContain('404');
    expect(Object.keys(problemResponses('post', { security: [{}], requestBody: {} }))).toEqual(['400', '401', '403', '404', '409', '413', '415', '422', '429', '500', '503', '507']);
  });

  it('leaves what a controller says as it is', () => {
    const answers = documentedAnswers('get', { responses: { 200: { description: 'here it is' }, 503: { description: 'not ready' }, default: { description: 'anything' } } });
    expect(answers).toMatchObject({ 200: { description: 'here it is' }, 503: { description: 'not ready' } });
    expect(answers).not.toHaveProperty('default');
  });
});
