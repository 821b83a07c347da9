import { isWindowOpen, windowAfter } from './service-window.js';

describe('the 24-hour window', () => {
  const expires = windowAfter('2026-11-20T09:00:00.000Z');

  it('runs 24 hours from the timestamp of WhatsApp', () => expect(expires).toBe('2026-11-21T09:00:00.000Z'));
  it('is open 23:59:59 after the message', () => expect(isWindowOpen(expires, new Date('2026-11-21T08:59:59.999Z'))).toBe(true));
  it('is closed 24:00:00 after the message', () => expect(isWindowOpen(expires, new Date('2026-11-21T09:00:00.000Z'))).toBe(false));
  it('is not open for a customer who has never written', () => expect(isWindowOpen(null, new Date(0))).toBe(false));
});
