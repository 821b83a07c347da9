import { addressRule } from './address-limits.js';

describe('addressRule', () => {
  it.each([
    ['POST', '/api/v1/auth/login', 'login', 20, 60_000],
    ['POST', '/api/v1/auth/firebase', 'firebase', 20, 60_000],
    ['POST', '/api/v1/auth/refresh', 'refresh', 120, 60_000],
    ['POST', '/api/v1/auth/register', 'register', 60, 3_600_000],
    ['POST', '/api/v1/auth/password-reset', 'reset', 20, 3_600_000],
    ['POST', '/api/v1/auth/password-reset/confirm', 'reset-confirm', 60, 3_600_000],
    ['GET', '/api/v1/auth/invitations/inv_8Lk0', 'invitation', 60, 60_000],
    ['HEAD', '/api/v1/auth/invitations/inv_8Lk0', 'invitation', 60, 60_000],
    ['POST', '/api/v1/auth/invitations/accept', 'invitation-accept', 60, 3_600_000],
  ])('%s %s is limited as %s: %i in %i ms', (method, path, name, most, windowMs) => {
    expect(addressRule(method, path, 20)).toEqual({ name, most, windowMs });
  });

  it.each([
    ['GET', '/api/v1/auth/login'],
    ['POST', '/api/v1/auth/logout'],
    ['GET', '/api/v1/auth/me'],
    ['POST', '/api/v1/messages'],
    ['POST', '/webhooks/whatsapp'],
    ['POST', '/auth/login'],
  ])('%s %s is not', (method, path) => {
    expect(addressRule(method, path, 20)).toBeUndefined();
  });
});
