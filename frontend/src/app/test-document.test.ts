import { objectionTo } from './test-document';

const ask = (method: string, address: string, body?: unknown): string | undefined => objectionTo(method, new URL(address, 'http://here'), body);

describe('what the API would refuse', () => {
  it('is told in the words of its document', () => {
    expect(ask('GET', '/api/reductions/?state=waiting&page_size=200')).toMatch(/^GET \/api\/reductions\/: .*page_size must be <= 100/);
    expect(ask('GET', '/api/logs/?level=loud')).toMatch(/level must be equal to one of the allowed values/);
    expect(ask('GET', '/api/reductions/?pagesize=20')).toMatch(/pagesize is not known/);
    expect(ask('GET', '/api/reductionz/')).toBe('the API has no GET /api/reductionz/');
    expect(ask('POST', '/api/files/reduce/')).toMatch(/it has no body/);
    expect(ask('POST', '/api/files/reduce/', { file_ids: 7 })).toMatch(/file_ids must be array/);
    expect(ask('POST', '/api/files/reduce/', { files: [7] })).toMatch(/must NOT have additional properties/);
  });

  it('is nothing of what it takes', () => {
    expect(ask('GET', '/api/reductions/?state=waiting&page=2&page_size=50')).toBeUndefined();
    expect(ask('GET', '/api/files/?data_type=0&data_type=4&sort=-file_name&page_size=100')).toBeUndefined();
    expect(ask('GET', '/api/nights/20261123/')).toBeUndefined();
    expect(ask('POST', '/api/files/reduce/', { file_ids: [7, 8], settings: { cosmic_ray_rejection: 'none' } })).toBeUndefined();
  });
});
