import { describe, expect, it } from 'vitest';
import { apiSettings } from './settings.js';

const right = { DATABASE_URL: 'postgres://u@h:5432/d', S3_ENDPOINT: 'http://h:9000', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b' };

describe('the settings of the API', () => {
  it('have defaults where there is a sensible one', () => {
    expect(apiSettings(right)).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, temporal: { connection: { address: '127.0.0.1:7233' }, namespace: 'default' }, MAX_UPLOAD_MEGABYTES: 256, LOG_LEVEL: 'info' });
  });
  it('count what is set to nothing as not set', () => {
    expect(apiSettings({ ...right, PORT: '', PUBLIC_URL: '' }).PORT).toBe(8080);
  });
  it('name every mistake together', () => {
    const wrong = { ...right, DATABASE_URL: 'mysql://h/d', S3_SECRET_KEY: undefined, PORT: 'http', LOG_LEVEL: 'loud', TRUSTED_PROXIES: '10.0.0.1, proxy', TEMPORAL_ADDRESS: 'temporal' };
    expect(() => apiSettings(wrong)).toThrow(/DATABASE_URL must look like.*S3_SECRET_KEY is missing.*LOG_LEVEL.*PORT must be a port number.*TRUSTED_PROXIES "proxy" is neither an address.*TEMPORAL_ADDRESS must look like host:port, not "temporal"/s);
  });
});
