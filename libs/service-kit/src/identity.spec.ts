import type { ExecutionContext } from '@nestjs/common';
import { identityKey } from './identity-key.js';
import { AccessGuard, Allow, IDENTITY_HEADER, signIdentity, SignedIn, Superadmin, verifyIdentity, type Identity } from './identity.js';

describe('a signed identity', () => {
  const SECRET = 'a-secret-of-the-gateway-alone-0123456789';
  const identity: Identity = { kind: 'user', subject: 'u', superadmin: false, tenantId: 't', role: 'agent', session: 's' };
  const key = identityKey(SECRET, 'conversation');

  it('says to the service that it is for who calls', () => {
    expect(verifyIdentity(signIdentity(identity, key), key)).toEqual(identity);
  });

  it('is nothing to another service, and no service can make one for another', () => {
    for (const other of ['tenant', 'message-sender', 'gateway']) {
      expect(verifyIdentity(signIdentity(identity, key), identityKey(SECRET, other))).toBeUndefined();
      // All that a service has is its own key.
      expect(verifyIdentity(signIdentity(identity, identityKey(key, other)), identityKey(SECRET, other))).toBeUndefined();
    }
    expect(verifyIdentity(signIdentity(identity, key), SECRET)).toBeUndefined();
  });

  it('lives 30 seconds', () => {
    const token = signIdentity(identity, key, 1_000_000);
    expect(verifyIdentity(token, key, 1_029_999)).toEqual(identity);
    expect(verifyIdentity(token, key, 1_030_000)).toBeUndefined();
  });

  it('is not taken when anything of it was changed, or is missing', () => {
    const [payload, signature] = signIdentity(identity, key).split('.') as [string, string];
    const raised = Buffer.from(JSON.stringify({ ...identity, superadmin: true, exp: Date.now() + 10_000 })).toString('base64url');
    for (const token of [
      undefined,
      '',
      '.',
      payload,
      `${payload}.`,
      `.${signature}`,
      `${raised}.${signature}`,
      `${payload}.${signature.slice(1)}`,
    ]) {
      expect({ token, taken: verifyIdentity(token, key) }).toEqual({ token, taken: undefined });
    }
  });
});

describe('a superadmin whose right is locked', () => {
  const KEY = 'a-key-of-one-service-alone-0123456789';
  const root: Identity = { kind: 'user', subject: 'root', superadmin: false, superadminLocked: true };

  class Routes {
    @SignedIn()
    own(): void {}
    @Superadmin()
    platform(): void {}
    @Allow('admin', 'tenant:read')
    tenant(): void {}
  }
  const ask = (route: keyof Routes, identity: Identity): unknown => {
    const request = { headers: { [IDENTITY_HEADER]: signIdentity(identity, KEY) } };
    const context = {
      getHandler: () => Routes.prototype[route],
      getClass: () => Routes,
      switchToHttp: () => ({ getRequest: () => request }),
    };
    try {
      return new AccessGuard(KEY).canActivate(context as unknown as ExecutionContext);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('reaches what is their own, and what their role in a tenant opens; all else tells them to turn on the second factor', () => {
    expect(ask('own', root)).toBe(true);
    expect([ask('platform', root), ask('tenant', root)]).toEqual(['two_factor_required', 'two_factor_required']);
    expect(ask('tenant', { ...root, tenantId: 't', role: 'admin' })).toBe(true);
    expect(ask('tenant', { ...root, tenantId: 't', role: 'agent' })).toBe('two_factor_required');
    // Nobody else is told so.
    const { superadminLocked: _, ...plain } = root;
    expect([ask('platform', plain), ask('tenant', plain)]).toEqual(['forbidden', 'tenant_required']);
  });
});
