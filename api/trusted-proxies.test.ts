import { describe, expect, it } from 'vitest';
import { networkOf, plainAddress, TrustedProxies } from './trusted-proxies.js';

const proxies = new TrustedProxies(['10.0.0.1', '192.168.0.0/16', '::1', '2001:db8:1::/48']);
const said = (forwarded: string, protocol = '', host = '') => ({ for: forwarded, protocol, host });

describe('who asks', () => {
  it.each([
    ['nobody before us', '203.0.113.9', '', '203.0.113.9'],
    ['a caller that says it is another', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a caller that says it is one of ours', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['one proxy, and a caller that wrote some before', '10.0.0.1', '1.2.3.4, 10.0.0.1, 198.51.100.1', '198.51.100.1'],
    ['two proxies', '10.0.0.1', '198.51.100.1, 192.168.7.7', '198.51.100.1'],
    ['two proxies, and a caller that wrote some before', '10.0.0.1', '6.6.6.6, 198.51.100.1, 192.168.7.7', '198.51.100.1'],
    ['a second proxy that is none of ours', '10.0.0.1', '198.51.100.1, 203.0.113.77', '203.0.113.77'],
    ['a proxy that says nothing', '10.0.0.1', '', '10.0.0.1'],
    ['a proxy that says nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['a number that is no address', '10.0.0.1', '17', '10.0.0.1'],
    ['a port behind the address', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['IPv6', '::1', '2001:db8:2::1', '2001:db8:2::1'],
    ['IPv6 in its long spelling', '0:0:0:0:0:0:0:1', '2001:0DB8:0002:0:0:0:0:0001', '2001:db8:2::1'],
    ['IPv6 in brackets with a port', '::1', '[2001:db8:2::1]:443', '2001:db8:2::1'],
    ['IPv6 with a zone', '::1', 'fe80::1%eth0', 'fe80::1'],
    ['an IPv6 network of proxies', '2001:db8:1:9::3', '198.51.100.1, 2001:db8:1::2', '198.51.100.1'],
    ['IPv4 on a socket of both kinds', '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['an address that only begins like ours', '10.0.0.10', '198.51.100.1', '10.0.0.10'],
  ])('%s', (_, near, forwarded, address) => {
    expect(proxies.callerBehind(plainAddress(near), said(forwarded)).address).toBe(address);
  });
});

describe('how we were called', () => {
  it.each([
    ['by a caller that says what it likes', '203.0.113.9', '10.0.0.1', 'https', 'evil.example', undefined, undefined],
    ['through one proxy', '10.0.0.1', '198.51.100.1', 'https', 'data.example.org', 'https', 'data.example.org'],
    ['through one proxy that adds to what the caller wrote', '10.0.0.1', '198.51.100.1', 'https, http', 'evil.example, data.example.org', 'http', 'data.example.org'],
    ['through two proxies that add', '10.0.0.1', '198.51.100.1, 192.168.7.7', 'https, http', 'data.example.org, inner:8080', 'https', 'data.example.org'],
    ['through two proxies, of which the inner writes over', '10.0.0.1', '198.51.100.1, 192.168.7.7', 'https', 'data.example.org', 'https', 'data.example.org'],
    ['through a proxy that says nothing', '10.0.0.1', '', '', '', undefined, undefined],
    ['with what is no name of a host', '10.0.0.1', '198.51.100.1', 'gopher', 'a b/<x>', undefined, undefined],
  ])('%s', (_, near, forwarded, protocol, host, over, as) => {
    expect(proxies.callerBehind(near, said(forwarded, protocol, host))).toMatchObject({ protocol: over, host: as });
  });
});

describe('limits by address', () => {
  it('count a network of IPv6 as one, and every address of IPv4', () => {
    expect(networkOf('2001:db8:2:3::1')).toBe(networkOf('2001:db8:2:3:ffff::9'));
    expect(networkOf('2001:db8:2:3::1')).not.toBe(networkOf('2001:db8:2:4::1'));
    expect(networkOf('198.51.100.1')).not.toBe(networkOf('198.51.100.2'));
  });
});

describe('the list of proxies', () => {
  it.each(['10.0.0', 'proxy.example.org', '10.0.0.0/33', ''])('names what is no address: "%s"', (entry) => {
    expect(() => new TrustedProxies([entry])).toThrow(/neither an address nor a network/);
  });
  it('trusts nobody when it is empty', () => {
    expect(new TrustedProxies([]).has('127.0.0.1')).toBe(false);
  });
});
