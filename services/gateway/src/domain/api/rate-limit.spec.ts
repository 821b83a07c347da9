import { addressLimit, keyLimit, rateHeaders, retryAfter } from './rate-limit.js';

const limit = keyLimit({ id: 'k', tenantId: 't', rateLimitPerHour: 50 });

describe('rate limits', () => {
  it('are told in whole seconds, never sooner than the window ends', () => {
    const standing = { isGranted: true, limit, remaining: 49, endsInMs: 1_201 };
    expect(rateHeaders(standing)).toEqual({
      'ratelimit-limit': '50',
      'ratelimit-remaining': '49',
      'ratelimit-reset': '2',
      'ratelimit-policy': '50;w=3600',
    });
    expect(retryAfter(standing)).toBe('2');
    expect(retryAfter({ ...standing, endsInMs: 0 })).toBe('1');
  });

  it('count a key for its tenant, and an address for nobody’s', () => {
    expect(limit).toEqual({ tenantId: 't', subject: 'key:k', most: 50, windowMs: 3_600_000 });
    expect(addressLimit({ name: 'login', most: 20, windowMs: 60_000 }, '203.0.113.7')).toMatchObject({
      tenantId: '00000000-0000-0000-0000-000000000000',
      subject: 'login:203.0.113.7',
    });
  });
});
