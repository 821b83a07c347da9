import type { FoundTemplate } from '../templates/template-facts.js';
import { decide, findings } from './decide.js';
import type { ActiveHold, Facts } from './facts.js';
import { GATE_CODES, RULES, type Effect, type GateCode } from './rules.js';

const now = new Date('2026-11-20T09:00:00.000Z');
const later = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();

const template = (over: Partial<FoundTemplate> = {}): FoundTemplate => ({
  known: 'found',
  id: 'parcel-id',
  name: 'parcel',
  language: 'en_US',
  category: 'UTILITY',
  status: 'APPROVED',
  rejectionReason: null,
  problems: [],
  ...over,
});
const sale = (over: Partial<FoundTemplate> = {}): FoundTemplate =>
  template({ id: 'sale-id', name: 'sale', category: 'MARKETING', ...over });
const code = (over: Partial<FoundTemplate> = {}): FoundTemplate =>
  template({ id: 'code-id', name: 'code', category: 'AUTHENTICATION', ...over });
const hold = (over: Partial<ActiveHold> = {}): ActiveHold => ({
  scope: 'number',
  kind: 'stop',
  code: '131048',
  title: 'Number restricted',
  advice: 'Wait some hours.',
  until: null,
  ...over,
});

/** A text to a customer in Peru who wrote an hour ago: nothing speaks against it. */
const facts = (over: Partial<Facts> = {}): Facts => ({
  now,
  at: now,
  outlet: { status: 'active', health: 'ok', phone: '15550783881' },
  holds: [],
  recipient: { phone: '51987111000', country: 'PE' },
  areValuesGiven: true,
  windowExpiresAt: later(23),
  freeEntryUntil: null,
  isRefused: false,
  cappedUntil: null,
  countryRefusedUntil: null,
  headroom: null,
  quota: null,
  ...over,
});

/** The deposit would pay, and may not today. */
const cap = { currency: 'USD', capMinor: 500, spentMinor: 499, endsAt: later(15) };

/** What the portfolio counts: a template outside the window. */
const outside = { windowExpiresAt: null, template: template() };

const told = (given: Facts): [GateCode, Effect][] => findings(given).map((reason) => [reason.code, reason.effect]);

/** One row a rule: facts that differ from good ones in what the rule is about, and what it says; then facts of its neighbourhood that it lets through. */
const ROWS: readonly [code: GateCode, found: [Partial<Facts>, Effect][], passed: Partial<Facts>[]][] = [
  [
    'number_paused',
    [
      [{ outlet: { status: 'disabled', health: 'ok', phone: null } }, 'denies'],
      [{ outlet: { status: 'unconfirmed', health: 'ok', phone: null } }, 'denies'],
      [{ outlet: { status: 'active', health: 'blocked', phone: null } }, 'denies'],
      [{ holds: [hold()] }, 'denies'],
      [{ holds: [hold({ scope: 'waba', code: '368' })] }, 'denies'],
      [{ holds: [hold({ scope: 'app', kind: 'wait', code: '4', until: later(1) })] }, 'delays'],
      [{ holds: [hold({ kind: 'auth', code: '190' })] }, 'delays'],
      [{ holds: [hold({ code: 'by_hand' })] }, 'delays'],
      [{ holds: [hold({ code: 'by_hand' }), hold()] }, 'denies'],
    ],
    [{ outlet: { status: 'active', health: 'limited', phone: null } }, { holds: [hold({ scope: 'template', kind: 'wait' })] }],
  ],
  [
    'payment_method_missing',
    [
      [{ holds: [hold({ scope: 'waba', code: '131042' })] }, 'denies'],
      [{ holds: [hold({ scope: 'waba', code: '131044' })], template: template() }, 'denies'],
    ],
    [{ template: template() }],
  ],
  [
    'recipient_is_sender',
    [
      [{ recipient: { phone: '15550783881', country: 'US' } }, 'denies'],
      [
        { recipient: { phone: '551181230001', country: 'BR' }, outlet: { status: 'active', health: 'ok', phone: '5511981230001' } },
        'denies',
      ],
    ],
    [{ recipient: { userId: 'US.1', country: 'US' } }, { outlet: { status: 'active', health: 'ok', phone: null } }],
  ],
  [
    'template_not_found',
    [
      [{ template: { known: 'missing', name: 'parcel', language: 'fr', languages: ['en_US'] } }, 'denies'],
      [{ template: { known: 'missing', name: 'none', language: 'fr', languages: [] } }, 'denies'],
    ],
    [{ template: { known: 'unasked' } }],
  ],
  [
    'template_not_approved',
    (['PENDING', 'IN_APPEAL', 'REJECTED', 'PAUSED', 'DISABLED', 'SOMETHING_NEW'] as const).map((status) => [
      { template: template({ status }) },
      'denies',
    ]),
    [{ template: template() }],
  ],
  [
    'template_paused',
    [
      [{ template: template(), holds: [hold({ scope: 'template', code: '132015' })] }, 'denies'],
      [{ template: template(), holds: [hold({ scope: 'template', kind: 'wait', code: '132069', until: later(1) })] }, 'delays'],
    ],
    [{ template: template() }],
  ],
  [
    'template_parameters',
    [
      [
        { template: template({ problems: [{ field: 'template.components.body', message: 'the body has 1 parameter; 0 are given' }] }) },
        'denies',
      ],
      [{ template: template({ problems: [{ field: 'x', message: 'y' }] }), areValuesGiven: false }, 'warns'],
    ],
    [{ template: template() }],
  ],
  [
    'phone_required',
    [[{ template: code(), recipient: { userId: 'US.1', country: 'US' } }, 'denies']],
    [{ template: code() }, { template: template(), recipient: { userId: 'US.1', country: 'US' } }],
  ],
  [
    'purpose_mismatch',
    [
      [{ template: sale(), purpose: 'authentication' }, 'denies'],
      [{ template: sale(), purpose: 'utility' }, 'denies'],
      [{ template: template(), purpose: 'marketing' }, 'denies'],
      [{ template: code(), purpose: 'service' }, 'denies'],
    ],
    [
      { template: sale(), purpose: 'marketing' },
      { template: template(), purpose: 'utility' },
      { template: code(), purpose: 'authentication' },
      { template: template(), purpose: 'service' },
      { purpose: 'service' },
      { template: sale() },
    ],
  ],
  [
    'opted_out',
    [
      [{ template: sale(), isRefused: true }, 'denies'],
      [{ purpose: 'marketing', isRefused: true }, 'denies'],
      // Whoever has unsubscribed gets nothing that goes to many, unless its sender says that it is no promotion.
      [{ class: 'broadcast', template: template(), isRefused: true }, 'denies'],
      [{ class: 'drip', isRefused: true }, 'denies'],
    ],
    [
      { template: template(), isRefused: true },
      { isRefused: true },
      { template: code(), isRefused: true },
      { class: 'broadcast', purpose: 'utility', template: template(), isRefused: true },
    ],
  ],
  [
    'window_closed',
    [
      [{ windowExpiresAt: null }, 'denies'],
      [{ windowExpiresAt: now.toISOString() }, 'denies'],
      [{ windowExpiresAt: later(1), at: new Date(later(2)) }, 'denies'],
      // Three days without a charge are not three days without a template.
      [{ windowExpiresAt: later(-1), freeEntryUntil: later(40) }, 'denies'],
    ],
    [
      { windowExpiresAt: later(0.001) },
      { windowExpiresAt: null, template: template() },
      { windowExpiresAt: later(3), at: new Date(later(2)) },
    ],
  ],
  [
    'marketing_cap',
    [
      [{ template: sale(), cappedUntil: later(5) }, 'denies'],
      [{ purpose: 'marketing', cappedUntil: later(5) }, 'denies'],
    ],
    [{ template: template(), cappedUntil: later(5) }, { cappedUntil: later(5) }],
  ],
  ['country_not_served', [[{ countryRefusedUntil: later(48) }, 'denies']], [{}]],
  [
    'marketing_not_delivered',
    [[{ template: sale(), recipient: { phone: '16505551234', country: 'US' } }, 'warns']],
    [
      { template: sale(), recipient: { phone: '14165551234', country: 'CA' } },
      { template: template(), recipient: { phone: '16505551234', country: 'US' } },
    ],
  ],
  [
    'portfolio_limit_reached',
    [
      [{ ...outside, headroom: { limit: 250, used: 250, isReached: false, freeAt: later(2) } }, 'delays'],
      [{ ...outside, headroom: { limit: 250, used: 251, isReached: false, freeAt: null } }, 'delays'],
    ],
    [
      { ...outside, headroom: { limit: 250, used: 249, isReached: false, freeAt: later(2) } },
      { ...outside, headroom: { limit: 250, used: 250, isReached: true, freeAt: later(2) } },
      { ...outside, headroom: { limit: 250, used: 250, isReached: false, freeAt: later(-1) } },
      { ...outside, at: new Date(later(30)), headroom: { limit: 250, used: 250, isReached: false, freeAt: later(2) } },
      { template: template(), headroom: { limit: 250, used: 250, isReached: false, freeAt: later(2) } },
      { windowExpiresAt: null, headroom: null, template: template() },
    ],
  ],
  [
    'quota_exceeded',
    [
      [{ quota: { limit: 100, used: 100, isFull: true, cap: null } }, 'denies'],
      [{ quota: { limit: 0, used: 0, isFull: true, cap: null }, template: template() }, 'denies'],
    ],
    [
      { quota: { limit: 100, used: 99, isFull: false, cap: null } },
      { quota: { limit: 100, used: 105, isFull: false, cap: null } },
      { quota: { limit: 100, used: 105, isFull: true, cap } },
    ],
  ],
  [
    'spending_cap_reached',
    [[{ quota: { limit: 100, used: 105, isFull: true, cap } }, 'denies']],
    [{ quota: { limit: 100, used: 100, isFull: true, cap: null } }, { quota: { limit: 100, used: 5, isFull: false, cap: null } }],
  ],
];

describe('the rules of the gate', () => {
  it('each have a row here, once', () => {
    expect(ROWS.map(([rule]) => rule)).toEqual([...GATE_CODES]);
    expect(RULES.map((rule) => rule.code)).toEqual([...GATE_CODES]);
  });

  it('find nothing where nothing is wrong', () => {
    expect(decide(facts())).toEqual({ decision: 'allow', reasons: [], price: null, alternative: null });
  });

  it.each(ROWS)('%s', (rule, found, passed) => {
    for (const [over, effect] of found) {
      expect(told(facts(over))).toEqual([[rule, effect]]);
      expect(decide(facts(over)).decision).toBe(effect === 'denies' ? 'deny' : 'allow');
    }
    for (const over of passed) expect(told(facts(over)).map(([other]) => other)).not.toContain(rule);
  });

  it('tell all that speaks against a message, what denies first', () => {
    const many = facts({ template: sale(), isRefused: true, cappedUntil: later(1), holds: [hold({ code: 'by_hand' })] });
    expect(told(many)).toEqual([
      ['opted_out', 'denies'],
      ['marketing_cap', 'denies'],
      ['number_paused', 'delays'],
    ]);
  });
});

describe('the alternative to what is denied', () => {
  const both = [template(), sale()];
  it.each<[string, Partial<Facts>, FoundTemplate[], unknown]>([
    [
      'a text outside the window: what the customer waits for',
      { windowExpiresAt: null },
      both,
      { type: 'template', templateId: 'parcel-id' },
    ],
    ['no promotion in its place', { windowExpiresAt: null }, [sale()], null],
    ['unless it is one', { windowExpiresAt: null, purpose: 'marketing' }, [sale()], { type: 'template', templateId: 'sale-id' }],
    ['no promotion to who wants none', { windowExpiresAt: null, purpose: 'marketing', isRefused: true }, [sale()], null],
    ['a promotion that was refused, in an open window', { template: sale(), isRefused: true }, both, { type: 'text' }],
    ['outside of it', { template: sale(), isRefused: true, windowExpiresAt: null }, both, { type: 'template', templateId: 'parcel-id' }],
    [
      'a template that is paused',
      { template: template({ id: 'p', status: 'PAUSED' }), windowExpiresAt: null },
      both,
      { type: 'template', templateId: 'parcel-id' },
    ],
    ['a code to a user id', { template: code(), recipient: { userId: 'US.1', country: 'US' } }, both, null],
    ['anything of a number that is stopped', { template: sale(), holds: [hold()] }, both, null],
  ])('%s', (_, over, substitutes, alternative) => {
    expect(decide(facts(over), substitutes)).toMatchObject({ decision: 'deny', alternative });
  });
});
