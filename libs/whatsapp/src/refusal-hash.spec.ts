import fc from 'fast-check';
import { otherSpelling } from './phone-number.js';
import { refusalHashes } from './refusal-hash.js';

const KEY = 'a key of this installation, 32 characters';
const TENANT = '0198c0de-0000-7000-8000-000000000001';

describe('what is kept of a refusal', () => {
  it('meets the number again in either spelling, and no other number, tenant or key', () => {
    const digits = fc.stringMatching(/^(5511|52155|54911|1650|4477)\d{8}$/);
    fc.assert(
      fc.property(digits, digits, (phone, another) => {
        const kept = new Set(refusalHashes(KEY, TENANT, { phones: [phone] }));
        const meets = (hashes: string[]): boolean => hashes.some((hash) => kept.has(hash));
        expect(meets(refusalHashes(KEY, TENANT.toUpperCase(), { phones: [otherSpelling(phone) ?? phone] }))).toBe(true);
        expect(meets(refusalHashes(KEY, TENANT, { phones: [another] }))).toBe(
          [phone, otherSpelling(phone)].includes(another) || otherSpelling(another) === phone,
        );
        expect(meets(refusalHashes(KEY, TENANT.replace('1', '2'), { phones: [phone] }))).toBe(false);
        expect(meets(refusalHashes(`${KEY}!`, TENANT, { phones: [phone] }))).toBe(false);
        // A user id that looks like a number is none.
        expect(meets(refusalHashes(KEY, TENANT, { userIds: [phone] }))).toBe(false);
        expect([...kept].join()).not.toContain(phone.slice(-7));
      }),
    );
  });
});
