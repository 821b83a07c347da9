import { splitWebhook } from './webhook.js';
import type { MessageItem, StatusItem } from './webhook.js';

const receivedAt = new Date('2026-11-20T15:00:00Z');

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

function onlyStatus(piece: Record<string, unknown>, contacts?: unknown): StatusItem['status'] {
  const items = splitWebhook(
    messagesValue({ contacts, statuses: [{ id: 'wamid.A', status: 'sent', timestamp: '1763640000', ...piece }] }),
    receivedAt,
  );
  expect(items).toHaveLength(1);
  expect(items[0]!.problem).toBeUndefined();
  return (items[0] as StatusItem).status;
}

describe('splitWebhook on messages', () => {
  it.each([
    ['seconds as a string', '1763640000', '2025-11-20T12:00:00.000Z'],
    ['seconds as a number', 1763640000, '2025-11-20T12:00:00.000Z'],
    ['milliseconds', '1763640000123', '2025-11-20T12:00:00.123Z'],
  ])('reads the time in %s', (_name, timestamp, expected) => {
    const message = onlyMessage({ timestamp });
    expect(message.timestamp.toISOString()).toBe(expected);
    expect(message.timestampInferred).toBeUndefined();
  });

  it.each([[undefined], ['soon'], ['0'], [-5], ['1e300'], [Number.MAX_SAFE_INTEGER]])(
    'says so when it had to infer the time of %j',
    (timestamp) => {
      expect(onlyMessage({ timestamp })).toMatchObject({ timestamp: receivedAt, timestampInferred: true });
    },
  );

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['text', { text: { body: 'hola' } }, { text: 'hola' }],
    [
      'image',
      { image: { id: 9, mime_type: 'image/jpeg', sha256: 'a=', url: 'https://u', caption: 'c' } },
      { text: 'c', media: { id: '9', kind: 'image', mimeType: 'image/jpeg', sha256: 'a=', url: 'https://u', caption: 'c' } },
    ],
    ['voice', { voice: { id: '9' } }, { media: { id: '9', kind: 'audio', voice: true } }],
    ['sticker', { sticker: { id: '9', animated: true } }, { media: { id: '9', kind: 'sticker', animated: true } }],
    ['document', { document: { id: '9', filename: 'a.pdf' } }, { media: { id: '9', kind: 'document', filename: 'a.pdf' } }],
    ['button', { button: { payload: 'P', text: 'Yes' } }, { text: 'Yes', buttonPayload: 'P' }],
    [
      'interactive',
      { interactive: { type: 'button_reply', button_reply: { id: 'i', title: 't' } } },
      { text: 't', interactiveReply: { id: 'i', title: 't' } },
    ],
    [
      'interactive',
      { interactive: { type: 'list_reply', list_reply: { id: 'i', title: 't', description: 'd' } } },
      { text: 't', interactiveReply: { id: 'i', title: 't', description: 'd' } },
    ],
    [
      'interactive',
      { interactive: { type: 'nfm_reply', nfm_reply: { body: 'Sent', response_json: '{"a":1}' } } },
      { text: 'Sent', flowResponse: { a: 1 } },
    ],
    ['interactive', { interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{broken' } } }, { flowResponse: '{broken' }],
    ['interactive', { interactive: { type: 'nfm_reply', nfm_reply: { response_json: '[1]' } } }, { flowResponse: [1] }],
    [
      'location',
      { location: { latitude: 1.5, longitude: '-2', name: 'Cafe', address: 'Road 1' } },
      { text: 'Cafe, Road 1', location: { latitude: 1.5, longitude: -2, name: 'Cafe', address: 'Road 1' } },
    ],
    ['location', { location: { latitude: 1.5, longitude: 2 } }, { text: '1.5,2' }],
    [
      'contacts',
      {
        contacts: [{ name: { formatted_name: 'Lu' }, phones: [{ phone: '+1 2', wa_id: '12' }], origin: 'contact_request' }, { phones: [] }],
      },
      {
        text: 'Lu, +1 2',
        contacts: [
          { name: 'Lu', phones: [{ phone: '+1 2', waId: '12' }], emails: [], origin: 'contact_request' },
          { phones: [], emails: [] },
        ],
      },
    ],
    [
      'order',
      {
        order: {
          catalog_id: 'c',
          text: '',
          product_items: [{ product_retailer_id: 'sku', quantity: '2', item_price: 30, currency: 'USD' }],
        },
      },
      { text: '2 x sku', order: { catalogId: 'c', items: [{ productRetailerId: 'sku', quantity: 2, itemPrice: 30, currency: 'USD' }] } },
    ],
    ['reaction', { reaction: { message_id: 'w', emoji: '👍' } }, { text: '👍', reaction: { targetWamid: 'w', emoji: '👍' } }],
    ['reaction', { reaction: { message_id: 'w', emoji: '' } }, { reaction: { targetWamid: 'w', emoji: null } }],
    ['reaction', { reaction: { message_id: 'w' } }, { reaction: { targetWamid: 'w', emoji: null } }],
    [
      'system',
      { system: { type: 'user_changed_number', body: 'changed', new_wa_id: '19' } },
      { text: 'changed', system: { type: 'user_changed_number', body: 'changed', previousPhone: '15551234567', newPhone: '19' } },
    ],
    [
      'system',
      {
        system: {
          type: 'user_changed_user_id',
          user_id: 'US.2',
          previous_user_id: 'US.1',
          parent_user_id: 'US.ENT.2',
          previous_parent_user_id: 'US.ENT.1',
        },
      },
      {
        system: {
          type: 'user_changed_user_id',
          previousPhone: '15551234567',
          userId: 'US.2',
          previousUserId: 'US.1',
          parentUserId: 'US.ENT.2',
          previousParentUserId: 'US.ENT.1',
        },
      },
    ],
    [
      'unsupported',
      { unsupported: { type: 'poll_creation' }, errors: [{ code: 131051, error_data: { details: 'no' } }] },
      { unsupported: { type: 'poll_creation' }, errors: [{ code: 131051, details: 'no' }] },
    ],
    [
      'edit',
      { edit: { original_message_id: 'w', message: { type: 'text', text: { body: 'new' } } } },
      { text: 'new', edit: { originalWamid: 'w', type: 'text' } },
    ],
    ['revoke', { revoke: { original_message_id: 'w' } }, { revoke: { originalWamid: 'w' } }],
    ['hologram', { hologram: { depth: 3 } }, { content: { depth: 3 } }],
  ])('reads %s %j', (type, body, expected) => {
    expect(onlyMessage({ type, ...body })).toEqual(expect.objectContaining({ type, content: body[type], ...expected }));
  });

  it('keeps what the message answers, that it was forwarded, and the ad it came from', () => {
    expect(onlyMessage({ context: { id: 'w', from: '1', referred_product: { catalog_id: 'c', product_retailer_id: 'p' } } })).toMatchObject(
      {
        contextWamid: 'w',
        referredProduct: { catalogId: 'c', productRetailerId: 'p' },
      },
    );
    const forwarded = onlyMessage({ context: { frequently_forwarded: true } });
    expect(forwarded).toMatchObject({ forwarded: true, frequentlyForwarded: true });
    expect(forwarded.contextWamid).toBeUndefined();
    expect(onlyMessage({ referral: { source_id: 's', ctwa_clid: 'c', welcome_message: { text: 'hi' } }, group_id: 'g' })).toMatchObject({
      referral: { sourceId: 's', ctwaClid: 'c', welcomeMessage: 'hi' },
      groupId: 'g',
    });
  });

  it('makes text storable: no U+0000, no lone surrogates', () => {
    expect(onlyMessage({ type: 'text', text: { body: 'a\0b\ud800c🍕' } }).text).toBe('a\ufffdb\ufffdc🍕');
  });
});

describe('splitWebhook on statuses', () => {
  it('reads our own id, prices, conversation and errors', () => {
    const status = onlyStatus({
      status: 'failed',
      recipient_id: '15551234567',
      recipient_user_id: 'US.1',
      biz_opaque_callback_data: 'our-id',
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
      conversation: { id: 'c', origin: { type: 'service' }, expiration_timestamp: 1763640000 },
      errors: [{ code: 131047, title: 'Re-engagement message', error_data: { details: '24 hours' } }],
    });
    expect(status).toEqual({
      wamid: 'wamid.A',
      status: 'failed',
      timestamp: new Date('2025-11-20T12:00:00Z'),
      recipient: { phone: '15551234567', userId: 'US.1' },
      callbackData: 'our-id',
      pricing: { billable: false, model: 'PMP', type: 'free_customer_service', category: 'service' },
      conversation: { id: 'c', originType: 'service', expiresAt: new Date('2025-11-20T12:00:00Z') },
      errors: [{ code: 131047, title: 'Re-engagement message', details: '24 hours' }],
    });
  });

  it('reads what a delivery under a max price costs, and no amount of a shape that it does not know', () => {
    const priced = (price: unknown) =>
      onlyStatus({ status: 'delivered', pricing: { type: 'regular', category: 'marketing_lite', price } }).pricing?.price;
    expect(priced({ amount_micros: 7_100, currency: 'USD' })).toEqual({ amountMicros: 7_100, currency: 'USD' });
    for (const other of [0.0071, '0.0071 USD', { amount_micros: -1, currency: 'USD' }, { amount_micros: 7_100, currency: '$' }]) {
      expect(priced(other)).toBeUndefined();
    }
  });

  it('keeps a status nobody knows', () => {
    expect(onlyStatus({ status: 'teleported' }).status).toBe('teleported');
  });

  it('does not take a group for a person', () => {
    expect(onlyStatus({ recipient_type: 'group', recipient_id: 'g1', recipient_participant_id: '15550001111' })).toMatchObject({
      groupId: 'g1',
      recipient: { phone: undefined, participantId: '15550001111' },
    });
  });

  it('finds the user id in contacts', () => {
    expect(
      onlyStatus({ recipient_id: '1' }, [
        { wa_id: '2', user_id: 'US.2' },
        { wa_id: '1', user_id: 'US.1' },
      ]).recipient,
    ).toEqual({ phone: '1', userId: 'US.1' });
  });
});
