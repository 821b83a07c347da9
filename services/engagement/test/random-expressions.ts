import fc from 'fast-check';
import type { AttributeTypes } from '../src/domain/segments/expression.js';
import type { AudienceFacts } from '../src/domain/segments/matches.js';

/** Few values, so that they meet often; some that look like others. */
const TEXTS = [
  'Cusco',
  'cusco',
  'CUSCO',
  'Ñandú',
  'ñandú',
  '東京',
  'e\u0301',
  'é',
  '',
  ' ',
  "O'Brien",
  '100%',
  'a_b',
  '3',
  'true',
  '😀',
  'İstanbul',
  'null',
];
const DATES = [
  '2026-11-20',
  '2026-11-20T00:00:00Z',
  '2026-11-20T00:00:00.000Z',
  '2026-11-20T09:30:00.500Z',
  '2026-02-31',
  '2025-01-01',
  '2026-11-29',
];
const LIKE_DATES = ['2026-13-45', '2026-11-20 09:00', '20261120', '2026-11-20T09:00:00+02:00', '٢٠٢٦-11-20'];
const NUMBERS = [0, -0, 1, 3, 3.5, -2, 0.1, 0.30000000000000004, 1e21, 1e-7, 9007199254740991];
const TAGS = ['vip', 'VIP', 'mayorista', 'ñ', 'a b'];
const PHONES = ['51987111000', '16505551234', '16045551234', '447911123456', '77011234567', '5215512345678'];
/** Attributes with a type; what is stored of them is as mixed as of the free ones. */
export const TYPES: AttributeTypes = new Map([
  ['ofText', { type: 'text', choices: [] }],
  ['ofNumber', { type: 'number', choices: [] }],
  ['ofDate', { type: 'date', choices: [] }],
  ['ofYes', { type: 'boolean', choices: [] }],
  ['ofChoice', { type: 'choice', choices: ['Cusco', 'Ñandú', '3'] }],
]);
const NAMES = ['city', 'City', 'orders', 'since', 'ok', 'ünïcode', 'a.b'];
const LIKE_NUMBERS = ['007', '-3.50', '0.1', '3.', '1e3', '1234567890', '-0', '٣', 'true', 'false', 'True'];
const COUNTRIES = ['PE', 'US', 'CA', 'GB', 'KZ', 'MX', 'XX'];

const pick = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list);
const scalar = fc.oneof(pick(TEXTS), pick(DATES), pick(NUMBERS), fc.boolean());
const attribute = fc.oneof(
  scalar,
  pick(LIKE_DATES),
  pick(LIKE_NUMBERS),
  fc.constant(null),
  fc.array(scalar, { maxLength: 2 }),
  fc.constant({ city: 'Cusco' }),
);

/** Conditions, as somebody might send them. */
const condition: fc.Arbitrary<unknown> = fc.oneof(
  attributeCondition(),
  typedCondition(),
  record(pick(['name']), pick(['eq', 'ne', 'contains']), pick(TEXTS.filter((text) => text !== ''))),
  record(
    pick(['name', 'language', 'phone', 'country', 'tags', 'lastSeenAt', 'conversation.state', 'conversation.lastMessageAt']),
    pick(['exists']),
    fc.boolean(),
  ),
  record(pick(['language']), pick(['eq', 'ne']), pick(['es', 'es-PE', 'en'])),
  record(pick(['language']), pick(['in']), fc.subarray(['es', 'en', 'pt-BR'], { minLength: 1 })),
  record(pick(['phone']), pick(['eq', 'contains']), pick([...PHONES, '51', '+51 987'])),
  record(pick(['country']), pick(['eq', 'ne']), pick(COUNTRIES)),
  record(pick(['country']), pick(['in']), fc.subarray(COUNTRIES, { minLength: 1 })),
  record(pick(['consent.marketing']), pick(['eq', 'ne']), pick(['unknown', 'granted', 'denied'])),
  record(pick(['tags']), pick(['eq', 'ne', 'contains']), pick(TAGS)),
  record(pick(['tags']), pick(['in']), fc.subarray(TAGS, { minLength: 1 })),
  record(
    pick(['createdAt', 'lastSeenAt', 'conversation.lastMessageAt']),
    pick(['gt', 'lt']),
    pick(DATES.filter((date) => date !== '2026-02-31')),
  ),
  record(
    pick(['createdAt', 'lastSeenAt', 'conversation.lastMessageAt']),
    pick(['within']),
    fc.oneof(fc.integer({ min: 1, max: 400 }), pick(['12h', '30d'])),
  ),
  record(pick(['conversation.state']), pick(['eq', 'ne']), pick(['open', 'pending', 'snoozed', 'closed'])),
  record(pick(['conversation.owner']), pick(['in']), fc.subarray(['bot', 'agent', 'none'], { minLength: 1 })),
);

function attributeCondition(): fc.Arbitrary<unknown> {
  const field = pick(NAMES.map((name) => `attributes.${name}`));
  return fc.oneof(
    record(field, pick(['eq', 'ne']), scalar),
    record(field, pick(['in']), fc.array(scalar, { minLength: 1, maxLength: 4 })),
    record(field, pick(['contains']), pick(TEXTS.filter((text) => text !== ''))),
    record(field, pick(['gt', 'lt']), fc.oneof(pick(NUMBERS), pick(DATES.filter((date) => date !== '2026-02-31')))),
    record(field, pick(['within']), fc.record({ amount: fc.integer({ min: 1, max: 400 }), unit: pick(['days', 'hours']) })),
    record(field, pick(['exists']), fc.boolean()),
  );
}

/** Conditions on attributes with a type. */
function typedCondition(): fc.Arbitrary<unknown> {
  const of = (name: string) => fc.constant(`attributes.${name}`);
  const days = DATES.filter((date) => date !== '2026-02-31');
  const text = pick(TEXTS.filter((each) => each !== ''));
  return fc.oneof(
    record(of('ofText'), pick(['eq', 'ne', 'contains']), text),
    record(of('ofText'), pick(['in']), fc.array(fc.oneof(text, pick(NUMBERS)), { minLength: 1, maxLength: 3 })),
    record(of('ofNumber'), pick(['eq', 'ne', 'gt', 'lt']), fc.oneof(pick(NUMBERS), pick(['3', '-2.5', '0.1']))),
    record(of('ofNumber'), pick(['in']), fc.array(pick(NUMBERS), { minLength: 1, maxLength: 3 })),
    record(of('ofDate'), pick(['eq', 'ne', 'gt', 'lt']), pick(days)),
    record(of('ofDate'), pick(['within']), fc.integer({ min: 1, max: 400 })),
    record(of('ofYes'), pick(['eq', 'ne']), fc.boolean()),
    record(of('ofChoice'), pick(['eq', 'ne']), pick(['Cusco', 'Ñandú', '3'])),
    record(of('ofChoice'), pick(['in']), fc.subarray(['Cusco', 'Ñandú', '3'], { minLength: 1 })),
    record(pick([...TYPES.keys()].map((name) => `attributes.${name}`)), pick(['exists']), fc.boolean()),
  );
}

function record(field: fc.Arbitrary<string>, op: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.record({ field, op, value });
}

/** Trees of conditions, three groups deep at most. */
export const expressions: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ not: fc.array(tie('tree'), { maxLength: 2 }) }),
  ),
})).tree;

/** A moment up to 500 days before `now`, to the millisecond. */
const before = (now: Date): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: 0, max: 500 * 24 * 60 * 60_000 }).map((ms) => new Date(now.getTime() - ms).toISOString()),
    pick(['2026-11-20T00:00:00.000Z', '2026-11-20T09:30:00.500Z']),
  );

/** Contacts with gaps: no name, no attributes, no conversation. */
export const contacts = (now: Date): fc.Arbitrary<Omit<AudienceFacts, 'id' | 'phone'> & { seen: (string | null)[] }> =>
  fc
    .record({
      name: fc.option(pick(TEXTS.filter((text) => text.trim() !== ''))),
      language: fc.option(pick(['es', 'es-PE', 'en', 'pt-BR'])),
      tags: fc.subarray(TAGS),
      attributes: fc.dictionary(pick([...NAMES, ...TYPES.keys()]), attribute, { maxKeys: 8 }),
      consent: pick(['unknown', 'granted', 'denied'] as const),
      createdAt: before(now),
      conversations: fc.array(
        fc.record({
          state: pick(['open', 'pending', 'snoozed', 'closed']),
          owner: pick(['bot', 'agent', 'none']),
          lastMessageAt: before(now),
        }),
        { maxLength: 2 },
      ),
      seen: fc.array(fc.option(before(now)), { minLength: 2, maxLength: 2 }),
    })
    .map(({ seen, ...rest }) => {
      const times = seen.slice(0, rest.conversations.length).filter((at) => at !== null);
      return { ...rest, seen, lastSeenAt: times.length === 0 ? null : times.toSorted().at(-1)! };
    });

export const phones: fc.Arbitrary<string | null> = fc.option(pick(PHONES), { freq: 6 });
