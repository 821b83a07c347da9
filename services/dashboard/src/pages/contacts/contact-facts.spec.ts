import { isMeant, type Contact } from './contact-facts';

describe('typing a contact to confirm its erasure', () => {
  const contact = (given: Partial<Contact>): Contact => ({ id: 'id-1', name: 'Ana', tags: [], attributes: {}, ...given }) as Contact;

  it.each([
    ['+51 987 111 000', true],
    ['51987111000', true],
    ['+51-987-111-000', true],
    ['51987111001', false],
    ['Ana', false],
    ['', false],
    [' + ', false],
  ])('%j of the contact with +51987111000: %s', (typed, meant) => {
    expect(isMeant(contact({ phone: '51987111000', username: 'ana.b' }), typed)).toBe(meant);
  });

  it('is the username, the user id or the id, where there is no number', () => {
    expect(isMeant(contact({ username: 'ana.b', userId: 'US.1' }), '@Ana.B')).toBe(true);
    expect(isMeant(contact({ userId: 'US.1' }), 'US.1')).toBe(true);
    expect(isMeant(contact({}), 'id-1')).toBe(true);
  });
});
