import { normalizePhone, normalizeSeen, planContact, type KnownContact } from './identity.js';

const contact = (id: string, fields: Partial<KnownContact>): KnownContact => ({
  id,
  phone: null,
  userId: null,
  parentUserId: null,
  name: null,
  username: null,
  ...fields,
});

describe('identifiers', () => {
  it('are phones in digits, whatever the spelling', () => {
    expect(normalizePhone('+1 (650) 555-1234')).toBe('16505551234');
    expect(normalizePhone('16505551234')).toBe('16505551234');
  });
  it('are never empty strings', () => {
    expect(normalizeSeen({ phone: '', userId: 'US.1', name: '' })).toEqual({ userId: 'US.1' });
    expect(normalizeSeen({ phone: ' ', userId: '' })).toBeUndefined();
    expect(normalizePhone('+ -')).toBeUndefined();
  });
});

describe('names', () => {
  it('are cut at 200 characters, and no character is cut in two', () => {
    const seen = normalizeSeen({ phone: '1', name: '😀'.repeat(5_000), username: 'x'.repeat(201) })!;
    expect([...seen.name!]).toEqual(Array.from({ length: 200 }, () => '😀'));
    expect(seen.username).toBe('x'.repeat(200));
    expect(normalizeSeen({ phone: '1', name: 'Ana' })).toEqual({ phone: '1', name: 'Ana' });
  });
});

describe('planning whose a message is', () => {
  it('makes a contact where nobody has the identifiers', () => {
    const plan = planContact([], { phone: '1', name: 'Ana' });
    expect(plan).toMatchObject({ absorb: [], losePhone: [], become: { phone: '1', userId: null, name: 'Ana' } });
    expect(plan.keep).toBeUndefined();
  });
  it('adds the user id to the contact that was known by phone alone', () => {
    expect(planContact([contact('a', { phone: '1', name: 'Ana' })], { phone: '1', userId: 'US.1' })).toMatchObject({
      keep: { id: 'a' },
      absorb: [],
      become: { phone: '1', userId: 'US.1', name: 'Ana' },
    });
  });
  it('merges the contact by phone and the contact by user id into the older one', () => {
    const known = [contact('b', { phone: '1', name: 'Ana' }), contact('a', { userId: 'US.1', username: 'ana.b' })];
    expect(planContact(known, { phone: '1', userId: 'US.1' })).toMatchObject({
      keep: { id: 'a' },
      absorb: [{ id: 'b' }],
      losePhone: [],
      become: { phone: '1', userId: 'US.1', name: 'Ana', username: 'ana.b' },
    });
  });
  it('never merges two people: a phone that shows up with another user id has passed to somebody else', () => {
    const plan = planContact([contact('a', { phone: '1', userId: 'US.1' })], { phone: '1', userId: 'US.2' });
    expect(plan.keep).toBeUndefined();
    expect(plan).toMatchObject({ absorb: [], losePhone: [{ id: 'a' }], become: { phone: '1', userId: 'US.2' } });
  });
  it('follows a person to a new phone', () => {
    expect(planContact([contact('a', { phone: '1', userId: 'US.1' })], { phone: '2', userId: 'US.1' })).toMatchObject({
      keep: { id: 'a' },
      losePhone: [],
      become: { phone: '2', userId: 'US.1' },
    });
  });
  it('takes an announced change of both identifiers at its word', () => {
    const self = contact('b', { phone: '1', userId: 'US.1' });
    expect(planContact([contact('a', { phone: '2' })], { phone: '2', userId: 'US.2' }, self)).toMatchObject({
      keep: { id: 'a' },
      absorb: [{ id: 'b' }],
      become: { phone: '2', userId: 'US.2' },
    });
  });
});
