import { chooseTenant, type Claims } from './tenant-choice.js';

const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';
const user = (...tenants: Claims['tenants']): Claims => ({
  sub: 'u',
  superadmin: false,
  tenants,
  twoFactor: false,
  twoFactorNeeded: [],
});

describe('chooseTenant', () => {
  it('takes the only tenant of a user, and none of several', () => {
    expect(chooseTenant(user({ id: A, role: 'agent' }), undefined)).toEqual({ tenantId: A, role: 'agent' });
    expect(chooseTenant(user({ id: A, role: 'agent' }, { id: B, role: 'owner' }), undefined)).toEqual({});
  });

  it('takes the named tenant with the role held there', () => {
    expect(chooseTenant(user({ id: A, role: 'agent' }, { id: B, role: 'owner' }), B.toUpperCase())).toEqual({ tenantId: B, role: 'owner' });
  });

  it("refuses another's tenant and what is no id", () => {
    expect(chooseTenant(user({ id: A, role: 'owner' }), B)).toEqual({ refused: 'not_a_member' });
    expect(chooseTenant(user({ id: A, role: 'owner' }), 'acme')).toEqual({ refused: 'malformed' });
  });

  it('lets a superadmin act as an owner anywhere, and nowhere unnamed', () => {
    expect(chooseTenant({ ...user(), superadmin: true }, B)).toEqual({ tenantId: B, role: 'owner' });
    expect(chooseTenant({ ...user(), superadmin: true }, undefined)).toEqual({});
  });

  it('lets nobody into a tenant that asks for a second factor which they have not, and takes no other in its place', () => {
    const locked = { ...user({ id: A, role: 'owner' }), twoFactorNeeded: [B] };
    expect(chooseTenant(locked, B)).toEqual({ refused: 'two_factor_required' });
    expect(chooseTenant(locked, undefined)).toEqual({ locked: true });
    expect(chooseTenant(locked, A)).toEqual({ tenantId: A, role: 'owner' });
  });
});
