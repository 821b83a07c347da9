import fc from 'fast-check';
import { fuzz, hostileText, isStorable } from '../../../libs/testing/fuzz/fuzz.js';
import { normalizePhone, normalizeSeen, planContact, type KnownContact } from '../src/domain/contacts/identity.js';

const phone = fc.oneof(
  hostileText,
  fc.array(fc.constantFrom(...'0123456789+()-. \u00a0\u202a\u2011'), { maxLength: 30 }).map((characters) => characters.join('')),
);

describe('who a customer is, whatever WhatsApp calls them', () => {
  fuzz('a phone number is read in one way, which is read as itself', phone, (text) => {
    const read = normalizePhone(text);
    if (read === undefined) return;
    expect(isStorable(read)).toBe(true);
    expect(normalizePhone(read)).toBe(read);
  });

  const optional = (texts: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> => fc.option(texts, { nil: undefined });
  const seen = fc.record({
    phone: optional(phone),
    userId: optional(hostileText),
    parentUserId: optional(hostileText),
    name: optional(hostileText),
    username: optional(hostileText),
  }) as fc.Arbitrary<Record<string, string>>;

  fuzz('has a name of at most 200 characters, and an identifier or none at all', seen, (given) => {
    const contact = normalizeSeen(given);
    if (!contact) return;
    expect(Boolean(contact.phone ?? contact.userId)).toBe(true);
    expect([...(contact.name ?? '')].length).toBeLessThanOrEqual(200);
    expect(isStorable(contact)).toBe(true);
    expect(normalizeSeen(contact)).toEqual(contact);
  });

  const few = fc.constantFrom('1', '2', '3');
  const known: fc.Arbitrary<KnownContact[]> = fc.uniqueArray(
    fc.record({
      id: few,
      phone: fc.option(few),
      userId: fc.option(few),
      parentUserId: fc.constant(null),
      name: fc.constant(null),
      username: fc.constant(null),
    }),
    { selector: ({ id }) => id, maxLength: 2 },
  );

  fuzz(
    'is one contact in the end, which is what was seen, and no two contacts hold one phone',
    fc.tuple(known, few, few),
    ([contacts, phoneSeen, userId]) => {
      const holders = contacts.filter((contact) => contact.phone === phoneSeen || contact.userId === userId);
      const plan = planContact(holders, { phone: phoneSeen, userId });
      expect(plan.become).toMatchObject({ phone: phoneSeen, userId });
      const named = [plan.keep, ...plan.absorb, ...plan.losePhone].filter((contact) => contact !== undefined);
      expect(new Set(named.map(({ id }) => id)).size).toBe(named.length);
      const stay = holders.filter(({ id }) => ![plan.keep, ...plan.absorb, ...plan.losePhone].some((contact) => contact?.id === id));
      expect(stay.filter((contact) => contact.phone === phoneSeen)).toEqual([]);
    },
  );
});
