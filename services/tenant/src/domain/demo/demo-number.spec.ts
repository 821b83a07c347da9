import { demoNumber } from './demo-number.js';

describe('the number of a demo tenant', () => {
  const one = demoNumber('0198c0de-0000-7000-8000-00000000000a', 'secret');

  it('is always the same for a tenant, and another for every other and under another secret', () => {
    expect(demoNumber('0198c0de-0000-7000-8000-00000000000a', 'secret')).toEqual(one);
    for (const other of [
      demoNumber('0198c0de-0000-7000-8000-00000000000b', 'secret'),
      demoNumber('0198c0de-0000-7000-8000-00000000000a', 'other'),
    ]) {
      for (const part of ['phoneNumberId', 'wabaId', 'accessToken'] as const) expect(other[part]).not.toBe(one[part]);
    }
  });

  it('has ids as WhatsApp Manager shows them', () => {
    expect(one.phoneNumberId).toMatch(/^9\d{14}$/);
    expect(one.wabaId).toMatch(/^8\d{14}$/);
  });
});
