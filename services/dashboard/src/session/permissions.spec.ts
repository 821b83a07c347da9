import { grantable, may, type Viewer } from './permissions';

const member = (role: Viewer['role']): Viewer => ({ superadmin: false, role, tenantId: 't1' });
const superadmin = (tenantId?: string): Viewer => ({ superadmin: true, role: undefined, tenantId });

describe('what a viewer may see', () => {
  it.each([
    [
      'viewer',
      ['overview', 'inbox', 'team', 'outbox', 'numbers'],
      ['answer', 'send', 'playground', 'edit-team', 'api-keys', 'audit', 'ledger', 'tenants'],
    ],
    [
      'agent',
      ['overview', 'answer', 'send', 'playground'],
      ['edit-knowledge', 'edit-inbox', 'assistant', 'api-keys', 'branding', 'plan', 'costs', 'ledger'],
    ],
    [
      'admin',
      ['answer', 'edit-inbox', 'assistant', 'api-keys', 'audit', 'branding', 'edit-outlets', 'plan', 'costs'],
      ['settings', 'ledger', 'tenants'],
    ],
    ['owner', ['answer', 'assistant', 'api-keys', 'audit', 'branding', 'settings'], ['ledger', 'tenants']],
  ] as const)('%s', (role, yes, no) => {
    expect(yes.filter((what) => !may(member(role), what))).toEqual([]);
    expect(no.filter((what) => may(member(role), what))).toEqual([]);
  });

  it('a superadmin sees the platform always and a company when one is chosen', () => {
    expect(['tenants', 'ledger', 'audit'].every((what) => may(superadmin(), what as 'tenants'))).toBe(true);
    expect(may(superadmin(), 'team')).toBe(false);
    expect(may(superadmin('t1'), 'edit-team')).toBe(true);
  });

  it('nobody sees a company without belonging to it', () => {
    expect(may({ superadmin: false, role: 'owner', tenantId: undefined }, 'overview')).toBe(false);
  });

  it('everybody sees their own account', () => {
    expect(may({ superadmin: false, role: undefined, tenantId: undefined }, 'account')).toBe(true);
    expect(may(superadmin(), 'account')).toBe(true);
  });

  it('hands out roles up to one’s own, from admin on', () => {
    expect(grantable(member('agent'))).toEqual([]);
    expect(grantable(member('admin'))).toEqual(['viewer', 'agent', 'admin']);
    expect(grantable(superadmin('t1'))).toContain('owner');
  });
});
