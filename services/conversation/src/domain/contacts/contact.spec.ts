import { mergeFacts, NO_FACTS, tidyTags } from './contact.js';

const known = (more: object = {}) => ({ ...NO_FACTS, consentAt: null, ...more });

describe('tags', () => {
  it('are each there once, whatever their case, trimmed', () => {
    expect(tidyTags([' vip ', 'new', 'VIP'])).toEqual(['VIP', 'new']);
  });
});

describe('two contacts that are one person', () => {
  it('know what either knew; what stays wins', () => {
    const merged = mergeFacts(
      known({ alias: 'Ana', attributes: { size: 'M' }, tags: ['vip'] }),
      known({ alias: 'Anita', email: 'ana@example.com', attributes: { size: 'L', city: 'Cusco' }, tags: ['Vip', 'wholesale'] }),
    );
    expect(merged).toMatchObject({ alias: 'Ana', email: 'ana@example.com', attributes: { size: 'M', city: 'Cusco' } });
    expect(merged.tags).toEqual(['vip', 'wholesale']);
  });

  it.each([
    ['granted', 'denied', 'denied'],
    ['denied', 'granted', 'denied'],
    ['unknown', 'granted', 'granted'],
    ['granted', 'unknown', 'granted'],
  ] as const)('with marketing %s and %s: %s', (stays, goes, expected) => {
    const at = '2026-11-20T09:00:00.000Z';
    const merged = mergeFacts(
      known({ marketingConsent: stays, consentSource: `says ${stays}`, consentAt: at }),
      known({ marketingConsent: goes, consentSource: `says ${goes}`, consentAt: at }),
    );
    expect(merged).toMatchObject({ marketingConsent: expected, consentSource: `says ${expected}`, consentAt: at });
  });
});
