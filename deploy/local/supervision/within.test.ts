import { getActiveResourcesInfo } from 'node:process';
import { expect, test } from 'vitest';
import { within } from './within.js';

const never = new Promise<never>(() => undefined);
const timers = () => getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('what is in time is given, and leaves no timer', async () => {
  const before = timers();
  expect(await within(60_000, Promise.resolve('in time'), 'late')).toBe('in time');
  await expect(within(60_000, Promise.reject(new Error('broken')), 'late')).rejects.toThrow('broken');
  expect(timers()).toBe(before);
});

test('what is late is not waited for', async () => {
  expect(await within(10, never, 'late')).toBe('late');
});
