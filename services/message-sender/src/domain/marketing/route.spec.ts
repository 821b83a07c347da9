import { classifyError, type SendResult } from '#whatsapp';
import { otherRoute, routeOf } from './route.js';

const HOUR = 60 * 60_000;
const NOW = 1_800_000_000_000;
const refused = (code: number, more: { subcode?: number; httpStatus?: number } = {}): SendResult => ({
  outcome: 'rejected',
  error: { ...classifyError({ code, httpStatus: 400, ...more }), httpStatus: more.httpStatus ?? 400 },
});

describe('the way of a template', () => {
  it('is that for promotions where it is one, until WhatsApp says otherwise, and again after a week', () => {
    const told = (route: 'messages' | 'marketing_messages', hours: number) => ({ route, toldAt: NOW - hours * HOUR });
    expect(routeOf('MARKETING', [], NOW)).toBe('marketing_messages');
    expect(routeOf('UTILITY', [told('marketing_messages', 1)], NOW)).toBe('messages');
    expect(routeOf(undefined, [], NOW)).toBe('messages');
    expect(routeOf('MARKETING', [told('messages', 1)], NOW)).toBe('messages');
    expect(routeOf('MARKETING', [told('messages', 24 * 7)], NOW)).toBe('marketing_messages');
    expect(routeOf('MARKETING', [told('marketing_messages', 24 * 70)], NOW)).toBe('marketing_messages');
    // What it said of the template counts before what it said of the account, while it holds.
    expect(routeOf('MARKETING', [told('messages', 1), told('marketing_messages', 1)], NOW)).toBe('messages');
    expect(routeOf('MARKETING', [told('messages', 24 * 8), told('messages', 1)], NOW)).toBe('messages');
  });
});

describe('a refusal', () => {
  it.each([
    ['marketing_messages', 134_102, {}, 'messages', 'account'],
    ['marketing_messages', 134_100, {}, 'messages', 'template'],
    ['marketing_messages', 131_055, {}, 'messages', 'template'],
    ['marketing_messages', 2_500, {}, 'messages', 'account'],
    ['marketing_messages', 10, {}, 'messages', 'account'],
    ['marketing_messages', 100, { subcode: 33 }, 'messages', 'account'],
    ['marketing_messages', 0, { httpStatus: 404 }, 'messages', 'account'],
    ['messages', 131_063, {}, 'marketing_messages', 'account'],
  ] as const)('on /%s with %i %j leads to /%s, for the %s', (route, code, more, other, scope) => {
    expect(otherRoute(route, refused(code, more))).toMatchObject({ route: other, scope });
  });

  it.each([
    ['marketing_messages', 134_101],
    ['marketing_messages', 131_049],
    ['marketing_messages', 132_001],
    ['marketing_messages', 100],
    ['marketing_messages', 131_063],
    ['messages', 134_102],
    ['messages', 134_100],
    ['messages', 10],
  ] as const)('on /%s with %i has nothing to do with the way', (route, code) => {
    expect(otherRoute(route, refused(code))).toBeUndefined();
  });

  it('is needed: what may have been carried out is tried on no other way', () => {
    expect(otherRoute('marketing_messages', { outcome: 'unknown', reason: 'timeout', detail: '' })).toBeUndefined();
    expect(otherRoute('marketing_messages', { outcome: 'accepted', wamid: 'wamid.x' })).toBeUndefined();
  });
});
