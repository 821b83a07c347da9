import { addressBlock, clientAddress } from './client-address.js';

describe('clientAddress', () => {
  it.each([
    ['::ffff:203.0.113.7', '1.1.1.1', 0, '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.7', 1, '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
    ['10.0.0.1', undefined, 1, '10.0.0.1'],
    ['10.0.0.1', '203.0.113.7', 2, '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7:4711', 1, '203.0.113.7'],
    ['10.0.0.1', '[2001:db8::1]:4711', 1, '2001:db8::1'],
    ['10.0.0.1', '::ffff:203.0.113.7', 1, '203.0.113.7'],
  ])('of %s with "%s" behind %i proxies is %s', (socket, forwarded, hops, address) => {
    expect(clientAddress(socket, forwarded, hops)).toBe(address);
  });
});

describe('addressBlock', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['made up', 'unknown'],
    ['', 'unknown'],
  ])('of %s is %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});
