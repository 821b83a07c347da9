import { identityKey } from './identity-key.js';
import { signIdentity, verifyIdentity, type Identity } from './identity.js';

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
