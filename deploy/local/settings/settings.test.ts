import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from './problem.js';
import { checkout } from './checkout.js';
import { localSettings } from './settings.js';

describe('local settings', () => {
  it('need nothing', () => {
    const settings = localSettings({ HOME: '/home/observer' });
    expect(settings).toMatchObject({ databaseUrl: undefined, temporalAddress: undefined, s3: undefined, port: undefined, host: '127.0.0.1' });
    expect(settings.dataDir).toBe(path.join(checkout, '.data/platform'));
  });

  it('keep the cache outside the checkout, where the desktop wants it', () => {
    expect(localSettings({ XDG_CACHE_HOME: '/var/cache/observer' }).cacheDir).toBe('/var/cache/observer/goodman-live-pipeline');
    expect(localSettings({}).cacheDir.startsWith(checkout)).toBe(false);
  });

  it('take an empty value as not set', () => {
    expect(localSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: undefined, databaseUrl: undefined });
  });

  it('list every mistake in one sentence', () => {
    const wrong = () => localSettings({ PORT: 'http', TEMPORAL_ADDRESS: 'temporal', S3_ENDPOINT: 'http://store:9000', S3_ACCESS_KEY: 'key' });
    expect(wrong).toThrow(Problem);
    expect(wrong).toThrow(/PORT must be a port number, not "http"/);
    expect(wrong).toThrow(/TEMPORAL_ADDRESS must look like host:port, not "temporal"/);
    expect(wrong).toThrow(/S3_SECRET_KEY is needed with S3_ENDPOINT/);
  });

  it('want the owner of the tables beside the users of API and worker', () => {
    expect(() => localSettings({ API_DATABASE_URL: 'postgres://api@db/goodman' })).toThrow(/API_DATABASE_URL needs DATABASE_URL beside it/);
    const given = { DATABASE_URL: 'postgres://owner@db/goodman', API_DATABASE_URL: 'postgres://api@db/goodman' };
    expect(localSettings(given)).toMatchObject({ databaseUrl: given.DATABASE_URL, databaseUrls: { api: given.API_DATABASE_URL, worker: undefined } });
  });

  it('do not print a password', () => {
    const wrong = () => localSettings({ DATABASE_URL: 'mysql://goodman:hidden@db/goodman' });
    expect(wrong).toThrow(/DATABASE_URL must look like postgres/);
    expect(wrong).not.toThrow(/hidden/);
  });

  it('read the addresses of external services', () => {
    const settings = localSettings({ S3_ENDPOINT: 'https://s3.example.org', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b', PORT: '9000' });
    expect(settings.s3).toEqual({ endpoint: 'https://s3.example.org', accessKey: 'a', secretKey: 'b', region: 'us-east-1' });
    expect(settings.port).toBe(9000);
  });
});
