import fc from 'fast-check';
import { hashOf, isRight, keyOf, newCode, oneSpelling, prefixOf, type CodeOf } from './code.js';

const PEPPER = 'a pepper of nobody, 0123456789 0123456789';
const of: CodeOf = { tenantId: 't', id: 'i', phone: '16505551234', purpose: 'login' };

describe('a one-time code', () => {
  it.each([4, 6, 8])('has %i digits, also where it begins with zeros', (digits) => {
    for (let index = 0; index < 200; index++) expect(newCode(digits)).toMatch(new RegExp(`^\\d{${digits}}$`));
  });

  it('is right for its tenant, number, purpose and id alone', () => {
    const hash = hashOf(PEPPER, of, '123456');
    expect(isRight(PEPPER, of, '123456', hash)).toBe(true);
    for (const other of [{ tenantId: 'x' }, { id: 'x' }, { phone: '16505551235' }, { purpose: 'signup' as const }]) {
      expect(isRight(PEPPER, { ...of, ...other }, '123456', hash)).toBe(false);
    }
    expect(isRight(`${PEPPER}x`, of, '123456', hash)).toBe(false);
  });

  it('that is nearly right has nothing of its digest: no comparison could tell a right prefix', () => {
    const hash = hashOf(PEPPER, of, '123456');
    const code = fc.stringMatching(/^\d{0,8}$/).filter((text) => text !== '123456');
    fc.assert(
      fc.property(code, (text) => {
        const other = hashOf(PEPPER, of, text);
        expect(other).toHaveLength(hash.length);
        expect(isRight(PEPPER, of, text, hash)).toBe(false);
        expect(other.subarray(0, 8)).not.toEqual(hash.subarray(0, 8));
      }),
    );
  });

  it('counts for both spellings of an account', () => {
    expect(oneSpelling('5511987654321')).toBe(oneSpelling('551187654321'));
    expect(oneSpelling('16505551234')).toBe('16505551234');
  });

  it('is counted by keys that name nobody', () => {
    const key = keyOf(PEPPER, 't', 'phone', of.phone);
    expect(key).not.toContain(of.phone);
    expect(key).not.toBe(keyOf(PEPPER, 'x', 'phone', of.phone));
    expect(key).not.toBe(keyOf(PEPPER, 't', 'address', of.phone));
  });

  it('belongs to a block of numbers', () => expect(prefixOf('16505551234')).toBe('1650555'));
});
