import { describe, expect, it } from 'vitest';
import { RequestRates } from './request-rates.js';

const rates = () => new RequestRates({ REQUESTS_PER_MINUTE: 100, WRONG_TOKENS_PER_MINUTE: 3 });

describe('wrong tokens', () => {
  it('are counted by network where an address is one of 2^64 of a household', async () => {
    const one = rates();
    for (let i = 1; i <= 3; i++) await one.failure(`2001:db8:7:1::${i}`, undefined);
    await expect(one.failure('2001:db8:7:1:aaaa::4', undefined)).rejects.toThrow('Too many wrong tokens came from your address');
    await one.failure('2001:db8:7:2::1', undefined);
  });

  it('are counted by address of IPv4', async () => {
    const one = rates();
    for (let i = 1; i <= 3; i++) await one.failure('198.51.100.1', undefined);
    await expect(one.failure('198.51.100.1', undefined)).rejects.toThrow('Too many wrong tokens');
    await one.failure('198.51.100.2', undefined);
  });
});

describe('wrong passwords', () => {
  it('are counted by network too', async () => {
    const one = rates();
    for (let i = 1; i <= 5; i++) await one.password('observer', `2001:db8:7:1::${i}`);
    await expect(one.password('observer', '2001:db8:7:1::99')).rejects.toThrow('Too many wrong passwords');
    await one.password('observer', '2001:db8:7:2::1');
  });

  it('with links are counted by address, so that nobody closes the links of all', async () => {
    const one = rates();
    for (let from = 1; from <= 9; from++) for (let i = 0; i < 10; i++) await one.passwordLink(`198.51.100.${from}`);
    await one.passwordLink('198.51.100.10');
    for (let i = 10; i < 60; i++) await one.passwordLink('198.51.100.1');
    await expect(one.passwordLink('198.51.100.1')).rejects.toThrow('Too many wrong passwords');
  });

  it('are forgotten of who came with a link', async () => {
    const one = rates();
    for (let i = 0; i < 5; i++) await one.password('observer', '198.51.100.1');
    await one.forget('Observer', '198.51.100.1');
    await one.password('observer', '198.51.100.1');
  });
});
