import { readIdentityChange } from './identity-change.js';

const system = (body: object, from: { phone?: string; userId?: string } = { phone: '16505551234' }) =>
  readIdentityChange({ type: 'system', from, raw: { system: body } });

describe('identity changes announced by WhatsApp', () => {
  it('are read from a changed number, in the present and the former field', () => {
    const change = { previous: { phone: '16505551234' }, next: { phone: '16505559999' } };
    expect(system({ type: 'user_changed_number', wa_id: '16505559999' })).toEqual(change);
    expect(system({ type: 'user_changed_number', new_wa_id: 16505559999 })).toEqual(change);
  });
  it('are read from a changed user id, even when the sender already shows the new one', () => {
    expect(
      system({ type: 'user_changed_user_id', previous_user_id: 'US.1', user_id: 'US.2' }, { phone: '16505551234', userId: 'US.2' }),
    ).toEqual({ previous: { phone: '16505551234', userId: 'US.1' }, next: { userId: 'US.2' } });
  });
  it('are nothing else: other messages, other system types, broken bodies', () => {
    expect(readIdentityChange({ type: 'text', from: { phone: '1' }, raw: {} })).toBeUndefined();
    expect(system({ type: 'customer_identity_changed' })).toBeUndefined();
    expect(system({ type: 'user_changed_number' })).toBeUndefined();
    expect(system({ type: 'user_changed_number', wa_id: { nested: true } })).toBeUndefined();
    expect(readIdentityChange({ type: 'system', from: { phone: '1' }, raw: 'x' })).toBeUndefined();
  });
});
