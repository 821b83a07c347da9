import { isDate, isDay } from './days.js';

describe('a day', () => {
  it.each(['2026-11-20', '2028-02-29'])('is %s', (text) => expect(isDay(text)).toBe(true));
  it.each(['2026-02-29', '2026-13-01', '2026-11-00', '2026-11-20T09:00:00Z', '20/11/2026', ''])('is not %j', (text) =>
    expect(isDay(text)).toBe(false),
  );
});

describe('a time of an attribute', () => {
  it.each(['2026-11-20', '2026-11-20T09:00:00Z', '2026-11-20T09:00:00.250Z'])('is %s', (text) => expect(isDate(text)).toBe(true));
  it.each(['2026-02-29', '2026-02-29T09:00:00Z', '2026-11-20T25:00:00Z', '2026-11-20T09:00:00+01:00', '2026-11-20T09:00Z', 'today'])(
    'is not %j',
    (text) => expect(isDate(text)).toBe(false),
  );
});
