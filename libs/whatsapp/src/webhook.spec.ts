import fc from 'fast-check';
import {
  accountEntry,
  inboundMessage,
  messagesEntry,
  statusUpdate,
  statusWebhook,
  textMessage,
  textWebhook,
  webhookBody,
} from './testing/builders.js';
import type { MessageInput } from './testing/builders.js';
import { splitWebhook } from './webhook.js';
import type { AccountItem, MessageItem, StatusItem, WebhookItem } from './webhook.js';

const receivedAt = new Date('2026-11-20T15:00:00Z');
const north = { wabaId: '100', phoneNumberId: '101' };
const south = { wabaId: '200', phoneNumberId: '201' };

function messagesValue(value: Record<string, unknown>, field = 'messages'): unknown {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '100', changes: [{ field, value: { metadata: { phone_number_id: '101' }, ...value } }] }],
  };
}

function onlyMessage(piece: Record<string, unknown>, contacts?: unknown): MessageItem['message'] {
  const items = splitWebhook(
    messagesValue({ contacts, messages: [{ id: 'wamid.A', from: '15551234567', timestamp: '1763640000', ...piece }] }),
    receivedAt,
  );
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ kind: 'message', phoneNumberId: '101', wabaId: '100' });
  return (items[0] as MessageItem).message;
}

function problemCodes(body: unknown): (string | undefined)[] {
  return splitWebhook(body, receivedAt).map((item) => item.problem?.code);
}

describe('splitWebhook on batches', () => {
  it('gives one item a message and a status, of every tenant, in order, with the exact piece it came from', () => {
    const body = webhookBody(
      messagesEntry(north, {
        messages: [textMessage({ wamid: 'w1', from: '1', body: 'a' }), textMessage({ wamid: 'w2', from: '2', body: 'b' })],
        statuses: [statusUpdate({ wamid: 'w3', status: 'read', recipientId: '3' })],
      }),
      messagesEntry(south, { messages: [textMessage({ wamid: 'w4', from: '4', body: 'd' })] }),
      accountEntry('300', 'account_review_update', { decision: 'APPROVED' }),
    );
    const items = splitWebhook(body, receivedAt);
    expect(items.map(({ index, kind, wabaId, phoneNumberId }) => [index, kind, wabaId, phoneNumberId])).toEqual([
      [0, 'message', '100', '101'],
      [1, 'message', '100', '101'],
      [2, 'status', '100', '101'],
      [3, 'message', '200', '201'],
      [4, 'account', '300', undefined],
    ]);
    expect(items[1]!.raw).toBe((body.entry[0]!.changes[0]!.value.messages as unknown[])[1]);
  });

  it('keeps duplicates apart', () => {
    const twice = { wamid: 'w1', from: '1', body: 'a' };
    expect(splitWebhook(textWebhook(north, twice, twice))).toHaveLength(2);
  });

  it('lets a broken piece stand beside its healthy neighbours', () => {
    const body = messagesValue({
      messages: [null, { id: 'w1', from: '1', type: 'text', text: { body: 'a' } }, { from: '1' }, 'x', { id: 'w2' }],
    });
    expect(problemCodes(body)).toEqual([
      'message_not_an_object',
      undefined,
      'message_without_id',
      'message_not_an_object',
      'message_without_sender',
    ]);
  });

  it('takes a thousand updates in one body', () => {
    const inputs = Array.from({ length: 1000 }, (_, index) => ({
      wamid: `w${index}`,
      from: String(15550000000 + index),
      name: `N${index}`,
      body: `t${index}`,
    }));
    const items = splitWebhook(textWebhook(north, ...inputs)) as MessageItem[];
    expect(items.map(({ message }) => [message.wamid, message.from.phone, message.from.name, message.text])).toEqual(
      inputs.map(({ wamid, from, name, body }) => [wamid, from, name, body]),
    );
  });
});

describe('splitWebhook on wrong shapes', () => {
  it.each([
    ['null', null, 'not_an_object'],
    ['a list', [], 'not_an_object'],
    ['a string', 'x', 'not_an_object'],
    ['no entry', {}, 'entry_not_array'],
    ['an entry that is a string', { entry: ['x'] }, 'entry_not_an_object'],
    ['an entry without changes', { entry: [{ id: '1', messaging: [] }] }, 'changes_not_array'],
    ['a change that is null', { entry: [{ id: '1', changes: [null] }] }, 'change_not_an_object'],
    ['a change without field', { entry: [{ id: '1', changes: [{ value: {} }] }] }, 'field_missing'],
    ['a messages change without value', { entry: [{ id: '1', changes: [{ field: 'messages' }] }] }, 'value_not_an_object'],
    ['a value with nothing in it', messagesValue({ contacts: [] }), 'value_without_updates'],
    ['messages that are an object', messagesValue({ messages: {} }), 'messages_not_array'],
    ['statuses that are null', messagesValue({ statuses: null }), 'statuses_not_array'],
    ['errors that are a string', messagesValue({ errors: 'x' }), 'errors_not_array'],
    ['a status without id', messagesValue({ statuses: [{ status: 'sent' }] }), 'status_without_id'],
    ['a status without status', messagesValue({ statuses: [{ id: 'w' }] }), 'status_without_status'],
    ['a status that is a number', messagesValue({ statuses: [7] }), 'status_not_an_object'],
    ['an echo without id', messagesValue({ message_echoes: [{}] }, 'smb_message_echoes'), 'echo_without_id'],
  ])('reports %s, with the piece itself', (_name, body, code) => {
    const problem = splitWebhook(body, receivedAt).find((item) => item.problem);
    expect(problem?.problem).toMatchObject({ code, detail: expect.stringMatching(/./) });
    expect(problem).toHaveProperty('raw');
  });

  // Digits so that ids and times come up, and the characters that stores refuse.
  const unit = fc.constantFrom('a', '1', '2', '+', '.', '"', '{', '\0', '\ud800', '\udc00', '🍕');
  const json = fc.jsonValue({ maxDepth: 6, stringUnit: unit });
  const sometimes = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: json });
  const type = fc.constantFrom(
    'text',
    'image',
    'voice',
    'contacts',
    'button',
    'interactive',
    'location',
    'order',
    'reaction',
    'system',
    'unsupported',
    'edit',
    'revoke',
    '__proto__',
    'constructor',
    'hologram',
  );
  const message = type.chain((name) =>
    fc.record(
      {
        id: sometimes(fc.string({ unit, minLength: 1 })),
        from: sometimes(fc.string({ unit, minLength: 1 })),
        type: fc.constant(name),
        timestamp: json,
        context: json,
        referral: json,
        errors: json,
        [name]: json,
      },
      { requiredKeys: ['type'] },
    ),
  );
  const status = fc.record(
    {
      id: sometimes(fc.string({ unit, minLength: 1 })),
      status: sometimes(fc.string({ unit, minLength: 1 })),
      timestamp: json,
      pricing: json,
      conversation: json,
      errors: json,
      recipient_id: json,
    },
    { requiredKeys: [] },
  );
  const field = fc.constantFrom('messages', 'standby', 'smb_message_echoes', 'calls', 'account_update', '__proto__', 'toString');
  const value = fc.record(
    {
      metadata: sometimes(fc.record({ phone_number_id: sometimes(fc.string({ unit, minLength: 1 })) })),
      contacts: sometimes(fc.array(sometimes(fc.record({ wa_id: json, user_id: json, profile: json }, { requiredKeys: [] })))),
      messages: fc.array(sometimes(message)),
      statuses: fc.array(sometimes(status)),
      errors: fc.array(json),
      message_echoes: fc.array(sometimes(message)),
    },
    { requiredKeys: [] },
  );

  function expectReadable(items: WebhookItem[]): void {
    items.forEach((item, index) => {
      expect(item.index).toBe(index);
      expect(['message', 'status', 'account']).toContain(item.kind);
      // Whoever stores it next must be able to: times, UTF-8, Postgres text.
      if ('message' in item) {
        expect(item.message.timestamp.toISOString()).toMatch(/Z$/);
        const { content: _content, flowResponse: _flowResponse, ...parsed } = item.message;
        expect(JSON.stringify(parsed)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }
      if ('status' in item) {
        expect(item.status.timestamp.toISOString()).toMatch(/Z$/);
        encodeURIComponent(item.status.wamid);
      }
    });
  }

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(json, (body) => expectReadable(splitWebhook(body, receivedAt))),
      { numRuns: 300 },
    );
  });

  it('conserves counts: as many items as pieces, whatever is wrong with them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.record({ field, value }), { maxLength: 3 }), { maxLength: 3 }), (entries) => {
        const items = splitWebhook({ entry: entries.map((changes) => ({ id: '1', changes })) }, receivedAt);
        expectReadable(items);
        let expected = 0;
        for (const change of entries.flat()) {
          const count = (key: 'messages' | 'statuses' | 'errors' | 'message_echoes'): number => change.value[key]?.length ?? 0;
          const updates = count('messages') + count('statuses') + count('errors');
          const isEmpty = change.value.messages === undefined && change.value.statuses === undefined && change.value.errors === undefined;
          if (change.field === 'messages') expected += isEmpty ? 1 : updates;
          else if (change.field === 'standby') expected += 1 + updates + count('message_echoes');
          else expected += 1 + (change.field === 'smb_message_echoes' ? count('message_echoes') : 0);
        }
        expect(items).toHaveLength(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves prototypes alone', () => {
    const body = JSON.parse(
      '{"__proto__":{"polluted":1},"entry":[{"id":"1","changes":[{"field":"messages","value":{"__proto__":{"polluted":1},"messages":[{"id":"w","from":"1","type":"__proto__","__proto__":{"polluted":1}}]}}]}]}',
    ) as unknown;
    const [item] = splitWebhook(body, receivedAt) as MessageItem[];
    expect(item!.message).toMatchObject({ type: '__proto__', content: { polluted: 1 } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(onlyMessage({ type: 'constructor' }).content).toBeUndefined();
  });
});

describe('splitWebhook on senders', () => {
  const two = [
    { wa_id: '2', profile: { name: 'Two' } },
    { wa_id: '1', user_id: 'US.ONE', profile: { name: 'One', username: 'uno' } },
  ];

  it('matches contacts by identifier, not by position', () => {
    const items = splitWebhook(
      messagesValue({
        contacts: two,
        messages: [
          { id: 'a', from: '1' },
          { id: 'b', from: '2' },
          { id: 'c', from_user_id: 'US.ONE' },
        ],
      }),
    );
    expect((items as MessageItem[]).map(({ message }) => message.from)).toEqual([
      { phone: '1', userId: 'US.ONE', name: 'One', username: 'uno' },
      { phone: '2', name: 'Two' },
      { phone: '1', userId: 'US.ONE', name: 'One', username: 'uno' },
    ]);
  });

  it('never lends the one contact of a batch to another sender', () => {
    const items = splitWebhook(
      messagesValue({
        contacts: [two[0]],
        messages: [
          { id: 'a', from: '9' },
          { id: 'b', from: '2' },
        ],
      }),
    ) as MessageItem[];
    expect(items.map(({ message }) => message.from.name)).toEqual([undefined, 'Two']);
  });

  it('takes the only contact of the only sender, and shows that its wa_id is spelled differently', () => {
    const from = onlyMessage({ from: '5511999990000' }, [{ wa_id: '551199990000', profile: { name: 'Ana' } }]).from;
    expect(from).toEqual({ phone: '5511999990000', waId: '551199990000', name: 'Ana' });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['null', null],
  ])('knows a customer with a %s phone by the user id', (_name, phone) => {
    const from = onlyMessage({ from: phone, from_user_id: 'BR.123', from_parent_user_id: 'BR.ENT.9' }, [
      { wa_id: phone, user_id: 'BR.123', profile: { name: 'Ana' } },
    ]).from;
    expect(from).toEqual({ userId: 'BR.123', parentUserId: 'BR.ENT.9', name: 'Ana' });
  });

  it('recognises a user id where a phone number was expected', () => {
    expect(onlyMessage({ from: 'US.13491208655302741918' }).from).toEqual({ userId: 'US.13491208655302741918' });
  });

  it('does without contacts', () => {
    expect(onlyMessage({}).from).toEqual({ phone: '15551234567' });
    expect(onlyMessage({}, 'nonsense').from).toEqual({ phone: '15551234567' });
  });
});

describe('splitWebhook on account changes', () => {
  const only = (body: unknown): AccountItem => {
    const items = splitWebhook(body, receivedAt);
    expect(items).toHaveLength(1);
    return items[0] as AccountItem;
  };

  it('keeps every field, known or not, whole, with its event and time', () => {
    const value = { event: 'REJECTED', message_template_id: 9007199254740991 };
    const item = only(webhookBody(accountEntry('100', 'message_template_status_update', value, receivedAt)));
    expect(item).toMatchObject({
      kind: 'account',
      field: 'message_template_status_update',
      event: 'REJECTED',
      wabaId: '100',
      value,
      timestamp: receivedAt,
    });
    expect(only(webhookBody(accountEntry('100', 'field_of_2031', { a: 1 })))).toMatchObject({ field: 'field_of_2031', value: { a: 1 } });
  });

  it('finds the account of a partner event inside the value, since the entry names the portfolio', () => {
    const value = { event: 'PARTNER_ADDED', waba_info: { waba_id: '555', owner_business_id: '7' } };
    expect(only(webhookBody(accountEntry('portfolio', 'account_update', value)))).toMatchObject({ wabaId: '555', entryId: 'portfolio' });
  });

  it('turns an error of the whole account into an item of its own', () => {
    const item = only(messagesValue({ errors: [{ code: 131031, title: 'locked' }] }));
    expect(item).toMatchObject({ kind: 'account', field: 'messages', errors: [{ code: 131031, title: 'locked' }], phoneNumberId: '101' });
  });

  it('shows what standby holds, marked as such, beside the change itself', () => {
    const input: MessageInput = { wamid: 'w1', from: '1' };
    const body = webhookBody(
      messagesEntry(north, {
        field: 'standby',
        messages: [inboundMessage(input, 'text', { body: 'hi' })],
        statuses: [statusUpdate({ wamid: 'w2', status: 'sent' })],
      }),
    );
    body.entry[0]!.changes[0]!.value.message_echoes = [
      { id: 'w3', from: '15550000000', to: '1', type: 'text', text: { body: 'from the agent' } },
    ];
    const items = splitWebhook(body, receivedAt);
    expect(items.map(({ kind, standby }) => [kind, standby])).toEqual([
      ['account', true],
      ['message', true],
      ['status', true],
      ['account', true],
    ]);
    expect((items[3] as AccountItem).echo).toMatchObject({ wamid: 'w3', to: { phone: '1' }, text: 'from the agent' });
  });

  it('never shows an echo of the business as a message of the customer', () => {
    const items = splitWebhook(
      messagesValue(
        { message_echoes: [{ id: 'w3', from: '15550000000', to: '1', type: 'text', text: { body: 'x' } }] },
        'smb_message_echoes',
      ),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['account', 'account']);
    expect((items[1] as AccountItem).echo?.wamid).toBe('w3');
  });
});

describe('the builders', () => {
  it('build bodies that are read back without a problem', () => {
    const bodies = [
      textWebhook(north, { wamid: 'w', userId: 'US.1', name: 'Ana', username: 'ana', body: 'x', contextWamid: 'v' }),
      statusWebhook(south, {
        wamid: 'w',
        status: 'failed',
        recipientId: '1',
        callbackData: 'id',
        errors: [{ code: 131047, title: 't', details: 'd' }],
      }),
    ].map((body) => JSON.parse(JSON.stringify(body)) as unknown);
    const [message] = splitWebhook(bodies[0]) as MessageItem[];
    expect(message!.message).toMatchObject({ text: 'x', contextWamid: 'v', from: { userId: 'US.1', name: 'Ana', username: 'ana' } });
    const [status] = splitWebhook(bodies[1]) as StatusItem[];
    expect(status!.status).toMatchObject({ status: 'failed', callbackData: 'id', errors: [{ code: 131047, details: 'd' }] });
  });
});
