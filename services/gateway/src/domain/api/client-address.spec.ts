import { clientAddress } from './client-address.js';

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
