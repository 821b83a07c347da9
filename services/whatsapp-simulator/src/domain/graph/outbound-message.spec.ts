import { GraphError } from './graph-error.js';
import { parseOutbound } from './outbound-message.js';

const whole = (body: object) => ({ messaging_product: 'whatsapp', to: '+491512345678', ...body });
const codeOf = (body: unknown): number | undefined => {
  try {
    parseOutbound(body);
    return undefined;
  } catch (error) {
    if (error instanceof GraphError) return error.code;
    throw error;
  }
};
const buttons = (...titles: string[]) => titles.map((title, index) => ({ type: 'reply', reply: { id: String(index), title } }));
const button = (more: object = {}) => ({
  type: 'interactive',
  interactive: { type: 'button', body: { text: 'Choose' }, action: { buttons: buttons('Yes', 'No') }, ...more },
});
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `Row ${index}` }));
const list = (sections: object[]) => ({
  type: 'interactive',
  interactive: { type: 'list', body: { text: 'Choose' }, action: { button: 'Open', sections } },
});

describe('parseOutbound', () => {
  it.each<[string, object]>([
    ['a text of 4,096 characters', { type: 'text', text: { body: '🍕'.repeat(4096) } }],
    ['a text without a type', { text: { body: 'hi' } }],
    ['an image by link', { type: 'image', image: { link: 'https://example.org/a.png', caption: 'a' } }],
    ['a document by id', { type: 'document', document: { id: '1', filename: 'a.pdf' } }],
    ['buttons', button()],
    ['a list of ten rows', list([{ rows: rows(10) }])],
    [
      'a link button',
      {
        type: 'interactive',
        interactive: {
          type: 'cta_url',
          body: { text: 'See' },
          action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://example.org' } },
        },
      },
    ],
    ['a reaction taken back', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } }],
    ['a location', { type: 'location', location: { latitude: -12, longitude: '-77.03' } }],
    ['contacts', { type: 'contacts', contacts: [{ name: { formatted_name: 'Rosa' } }] }],
    ['a template', { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }],
  ])('takes %s', (_, body) => expect(codeOf(whole(body))).toBeUndefined());

  it.each<[string, number, unknown]>([
    ['no body at all', 100, undefined],
    ['no messaging_product', 100, { to: '+491512345678', type: 'text', text: { body: 'hi' } }],
    ['no recipient', 100, { messaging_product: 'whatsapp', type: 'text', text: { body: 'hi' } }],
    ['a recipient that is no user id', 131009, { messaging_product: 'whatsapp', recipient: 'ana', type: 'text', text: { body: 'hi' } }],
    ['a place in a group', 100, whole({ recipient_type: 'group', to: 'g', type: 'location', location: { latitude: 1, longitude: 2 } })],
    ['an unknown type', 100, whole({ type: 'poll', poll: {} })],
    ['a missing body', 131008, whole({ type: 'text' })],
    ['an empty text', 131008, whole({ type: 'text', text: { body: '' } })],
    ['4,097 characters', 100, whole({ type: 'text', text: { body: 'x'.repeat(4097) } })],
    ['callback data of 513 characters', 100, whole({ type: 'text', text: { body: 'hi' }, biz_opaque_callback_data: 'x'.repeat(513) })],
    ['a caption on audio', 100, whole({ type: 'audio', audio: { id: '1', caption: 'a' } })],
    ['an image with neither id nor link', 131008, whole({ type: 'image', image: {} })],
    ['an image with both', 131009, whole({ type: 'image', image: { id: '1', link: 'https://example.org' } })],
    ['four buttons', 131009, whole(button({ action: { buttons: buttons('1', '2', '3', '4') } }))],
    ['two buttons with one title', 131009, whole(button({ action: { buttons: buttons('Yes', 'Yes') } }))],
    ['a button of 21 characters', 100, whole(button({ action: { buttons: buttons('x'.repeat(21)) } }))],
    ['a footer of 61 characters', 100, whole(button({ footer: { text: 'x'.repeat(61) } }))],
    [
      'eleven rows in two sections',
      131009,
      whole(
        list([
          { title: 'a', rows: rows(6) },
          { title: 'b', rows: rows(5).map((row) => ({ ...row, id: `b${row.id}` })) },
        ]),
      ),
    ],
    ['a row id used twice', 131009, whole(list([{ rows: [...rows(1), ...rows(1)] }]))],
    ['two sections, one without title', 131008, whole(list([{ title: 'a', rows: rows(1) }, { rows: rows(1) }]))],
    ['a latitude of 91', 131009, whole({ type: 'location', location: { latitude: 91, longitude: 0 } })],
    ['a template without language', 131008, whole({ type: 'template', template: { name: 'a' } })],
  ])('refuses %s with %i', (_, code, body) => expect(codeOf(body)).toBe(code));

  it('prefers to over recipient, as Meta does, and keeps the input as it was given', () => {
    const parsed = parseOutbound({
      messaging_product: 'whatsapp',
      to: '+49 (151) 234-5678',
      recipient: 'US.1',
      type: 'text',
      text: { body: 'hi' },
    });
    expect(parsed).toMatchObject({ input: '+49 (151) 234-5678', phone: '491512345678' });
    expect(parsed.userId).toBeUndefined();
  });
});
