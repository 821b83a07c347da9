import { isInstant } from './instant.js';

describe('a time in a request', () => {
  it.each(['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.123+05:30', '2026-11-20T09:00Z', '2028-02-29', '2026-11-20'])(
    'may be %s',
    (time) => {
      expect(isInstant(time)).toBe(true);
    },
  );

  it.each([
    '2026-W05-1',
    '2026-123',
    '2026-11-30T10',
    '2026-02-30',
    '2026-02-30T00:00:00Z',
    '0000-01-01',
    '2026-11-20 09:00',
    'now',
    '',
    7,
    null,
  ])('may not be %s', (time) => {
    expect(isInstant(time)).toBe(false);
  });
});
