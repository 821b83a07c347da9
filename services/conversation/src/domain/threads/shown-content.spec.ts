import { shownContent } from './shown-content.js';

const inbound = (type: string, body: unknown, more: object = {}) =>
  shownContent({ direction: 'inbound', type, content: { id: 'wamid', type, [type]: body, ...more } });
const outbound = (type: string, body: unknown) => shownContent({ direction: 'outbound', type, content: { type, [type]: body } });

describe('what is shown of a message', () => {
  it.each<[string, object, object]>([
    ['a picture', inbound('image', { id: '1', caption: 'look', mime_type: 'image/jpeg' }), { caption: 'look' }],
    ['a recording', inbound('audio', { id: '1', voice: true }), { voice: true }],
    ['a recording of old', inbound('voice', { id: '1' }), { voice: true }],
    ['a sticker', inbound('sticker', { id: '1', animated: true }), { animated: true }],
    [
      'a place',
      inbound('location', { latitude: '1.5', longitude: -2, name: 'Plaza' }),
      { location: { latitude: 1.5, longitude: -2, name: 'Plaza' } },
    ],
    ['a place that is none', inbound('location', { latitude: 'north' }), {}],
    [
      'contacts',
      inbound('contacts', [{ name: { formatted_name: 'Rosa' }, phones: [{ phone: '+51 9', type: 'CELL' }] }, 'broken']),
      { contacts: [{ name: 'Rosa', phones: [{ phone: '+51 9', type: 'CELL' }], emails: [] }] },
    ],
    [
      'a chosen button',
      inbound('interactive', { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } }),
      { interactive: { kind: 'reply', id: 'yes', title: 'Yes' } },
    ],
    [
      'a chosen row',
      inbound('interactive', { type: 'list_reply', list_reply: { id: 'r', title: 'Row', description: 'More' } }),
      { interactive: { kind: 'reply', id: 'r', title: 'Row', description: 'More' } },
    ],
    [
      'the answers of a flow',
      inbound('interactive', { nfm_reply: { response_json: '{"a":1}' } }),
      { interactive: { kind: 'flow', response: { a: 1 } } },
    ],
    [
      'answers that are no JSON',
      inbound('interactive', { nfm_reply: { response_json: '{a' } }),
      { interactive: { kind: 'flow', response: '{a' } },
    ],
    ['a quick reply', inbound('button', { text: 'Stop', payload: 'STOP' }), { interactive: { kind: 'button', title: 'Stop', id: 'STOP' } }],
    [
      'an order',
      inbound('order', {
        catalog_id: 7,
        text: 'soon',
        product_items: [{ product_retailer_id: 'a', quantity: '2', item_price: 3, currency: 'PEN' }],
      }),
      { order: { catalogId: '7', text: 'soon', items: [{ productRetailerId: 'a', quantity: 2, itemPrice: 3, currency: 'PEN' }] } },
    ],
    [
      'a customer from an advertisement',
      inbound('text', { body: 'Hi' }, { referral: { source_type: 'ad', source_id: '1', headline: 'Sale' } }),
      { referral: { sourceType: 'ad', sourceId: '1', headline: 'Sale' } },
    ],
    [
      'what WhatsApp does not hand on',
      inbound('unsupported', undefined, { unsupported: { type: 'poll_creation' } }),
      { unsupported: { type: 'poll_creation' } },
    ],
    ['what old WhatsApp does not hand on', inbound('unknown', undefined), { unsupported: {} }],
    [
      'what WhatsApp does not hand on, and says why',
      inbound('unsupported', undefined, {
        errors: [{ code: 131051, title: 'Message type unknown', error_data: { details: 'Message type is currently not supported.' } }],
      }),
      { unsupported: { title: 'Message type unknown', details: 'Message type is currently not supported.' } },
    ],
    [
      'a film that WhatsApp could not take',
      inbound('video', undefined, { errors: [{ code: 131052, title: 'Media download error', message: 'Media download error' }] }),
      { unsupported: { title: 'Media download error' } },
    ],
    [
      'an error that says one thing twice',
      inbound('unknown', undefined, { errors: [{ code: 501, message: 'Unknown message', error_data: { details: 'Unknown message' } }] }),
      { unsupported: { title: 'Unknown message' } },
    ],
    ['something passed on', inbound('text', { body: 'x' }, { context: { forwarded: true } }), { forwarded: true }],
    ['a picture of ours', outbound('image', { mediaId: 'm', caption: 'look' }), { caption: 'look' }],
    ['a recording of ours', outbound('audio', { mediaId: 'm', voice: true }), { voice: true }],
    ['a place of ours', outbound('location', { latitude: 1, longitude: 2 }), { location: { latitude: 1, longitude: 2 } }],
    [
      'buttons of ours',
      outbound('interactive', { kind: 'button', body: 'Well?', buttons: [{ id: 'a', title: 'A' }] }),
      { interactive: { kind: 'button', body: 'Well?', buttons: [{ id: 'a', title: 'A' }] } },
    ],
    ['words', outbound('text', { body: 'x' }), {}],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });

  it.each([null, undefined, 'text', 7, [], {}, { image: 'x' }, { interactive: { button_reply: 'x' } }, { context: 5, referral: 'x' }])(
    'is nothing, and never a failure, of %j',
    (content) => {
      for (const direction of ['inbound', 'outbound'] as const) {
        for (const type of ['image', 'location', 'contacts', 'interactive', 'order', 'template', 'x', '__proto__']) {
          expect(() => shownContent({ direction, type, content })).not.toThrow();
        }
      }
    },
  );
});
