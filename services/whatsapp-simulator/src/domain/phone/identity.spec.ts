import { contactKey, phoneDigits, userIdOf, wamidOf } from './identity.js';

describe('identities', () => {
  it('reads phones in any usual writing and user ids as they are', () => {
    expect(phoneDigits('+49 (151) 234-5678')).toBe('491512345678');
    expect(contactKey('US.13491208655302741918')).toBe('US.13491208655302741918');
    expect(contactKey('ana')).toBeUndefined();
    expect(phoneDigits('12345')).toBeUndefined();
  });
  it('gives one phone the same user id in one account and another in another', () => {
    expect(userIdOf('491512345678', '1')).toBe(userIdOf('491512345678', '1'));
    expect(userIdOf('491512345678', '1')).not.toBe(userIdOf('491512345678', '2'));
    expect(userIdOf('491512345678', '1')).toMatch(/^DE\.\d+$/);
  });
  it('writes message ids as WhatsApp does', () => {
    expect(wamidOf('14205550749', 'inbound', '97C0F84E5A5B5D0699')).toBe('wamid.HBgLMTQyMDU1NTA3NDkVAgASGBI5N0MwRjg0RTVBNUI1RDA2OTkA');
  });
});
