import fc from 'fast-check';
import { toGraphPayload } from './graph-payload.js';
import type { OutboundContent } from './outbound-content.js';
import { validateOutbound } from './validate-outbound.js';

const text: OutboundContent = { type: 'text', text: 'hello' };
const buttons = (count: number, title = (index: number) => `T${index}`): OutboundContent => ({
  type: 'interactive',
  interactive: {
    kind: 'button',
    body: 'pick',
    buttons: Array.from({ length: count }, (_, index) => ({ id: `b${index}`, title: title(index) })),
  },
});
const list = (sections: number, rows: number): OutboundContent => ({
  type: 'interactive',
  interactive: {
    kind: 'list',
    body: 'pick',
    button: 'Open',
    sections: Array.from({ length: sections }, (_, section) => ({
      title: `S${section}`,
      rows: Array.from({ length: rows }, (_row, row) => ({ id: `r${section}.${row}`, title: `R${row}` })),
    })),
  },
});

describe('validateOutbound', () => {
  const allowed: [string, OutboundContent][] = [
    ['the longest text', { type: 'text', text: 'x'.repeat(4096) }],
    ['4096 emoji, which are 8192 code units', { type: 'text', text: { body: '🍕'.repeat(4096), previewUrl: true } }],
    ['an image by id', { type: 'image', image: { id: '1', caption: 'x'.repeat(1024) } }],
    ['a document by link', { type: 'document', document: { link: 'https://a.example/b.pdf', filename: 'b.pdf' } }],
    ['a voice note', { type: 'audio', audio: { id: '1', voice: true } }],
    ['a sticker', { type: 'sticker', sticker: { id: '1' } }],
    [
      'a template',
      {
        type: 'template',
        template: { name: 'order_update_2', language: 'pt_BR', components: [{ type: 'body', parameters: [{ type: 'text', text: 'x' }] }] },
      },
    ],
    ['three buttons', buttons(3)],
    ['ten rows', list(2, 5)],
    ['a link button', { type: 'interactive', interactive: { kind: 'cta_url', body: 'b', displayText: 'See', url: 'https://a.example' } }],
    ['a location request', { type: 'interactive', interactive: { kind: 'location_request', body: 'Where are you?' } }],
    ['a flow', { type: 'interactive', interactive: { kind: 'flow', body: 'b', flowId: '1', flowCta: 'Book' } }],
    ['a product', { type: 'interactive', interactive: { kind: 'product', catalogId: '1', productRetailerId: 'sku' } }],
    [
      'a product list',
      {
        type: 'interactive',
        interactive: {
          kind: 'product_list',
          catalogId: '1',
          header: 'h',
          body: 'b',
          sections: [{ title: 's', productRetailerIds: ['a'] }],
        },
      },
    ],
    ['a catalogue', { type: 'interactive', interactive: { kind: 'catalog', body: 'b' } }],
    ['a location', { type: 'location', location: { latitude: -90, longitude: 180 } }],
    ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'A B', first_name: 'A' } }] }],
    ['a reaction', { type: 'reaction', reaction: { wamid: 'w', emoji: '👨‍👩‍👧‍👦' } }],
    ['taking a reaction back', { type: 'reaction', reaction: { wamid: 'w', emoji: '' } }],
  ];
  it.each(allowed)('lets %s go', (_name, content) => {
    expect(validateOutbound(content)).toEqual([]);
  });

  const refused: [string, unknown, string, string][] = [
    ['no content', undefined, 'type', 'unknown_type'],
    ['an unknown type', { type: 'fax' }, 'type', 'unknown_type'],
    ['a type that every object inherits', { type: 'constructor' }, 'type', 'unknown_type'],
    ['an empty text', { type: 'text', text: '  ' }, 'text.body', 'required'],
    ['a text too long', { type: 'text', text: 'x'.repeat(4097) }, 'text.body', 'too_long'],
    ['media from nowhere', { type: 'image', image: {} }, 'image.id', 'required'],
    ['media from two places', { type: 'image', image: { id: '1', link: 'https://a.example' } }, 'image.id', 'exclusive'],
    ['a link that is no address', { type: 'video', video: { link: 'file:///etc/passwd' } }, 'video.link', 'not_valid'],
    ['a caption on audio', { type: 'audio', audio: { id: '1', caption: 'x' } }, 'audio.caption', 'not_valid'],
    ['a caption too long', { type: 'video', video: { id: '1', caption: 'x'.repeat(1025) } }, 'video.caption', 'too_long'],
    ['a template name in capitals', { type: 'template', template: { name: 'Hello', language: 'en' } }, 'template.name', 'not_valid'],
    ['a template without language', { type: 'template', template: { name: 'hello' } }, 'template.language', 'required'],
    ['four buttons', buttons(4), 'interactive.buttons', 'too_many'],
    ['no button', buttons(0), 'interactive.buttons', 'too_few'],
    ['two buttons with one title', buttons(2, () => 'Same'), 'interactive.buttons', 'not_unique'],
    ['a button title of 21 characters', buttons(1, () => 'x'.repeat(21)), 'interactive.buttons[0].title', 'too_long'],
    ['eleven rows in two sections', list(2, 6), 'interactive.sections', 'too_many'],
    ['eleven sections', list(11, 1), 'interactive.sections', 'too_many'],
    ['a latitude beyond the pole', { type: 'location', location: { latitude: 90.1, longitude: 0 } }, 'location.latitude', 'not_valid'],
    [
      'a latitude that is not a number',
      { type: 'location', location: { latitude: Number.NaN, longitude: 0 } },
      'location.latitude',
      'not_valid',
    ],
    ['a contact without a name', { type: 'contacts', contacts: [{}] }, 'contacts[0].name', 'required'],
    ['words as a reaction', { type: 'reaction', reaction: { wamid: 'w', emoji: 'well done' } }, 'reaction.emoji', 'not_valid'],
    ['an interactive kind nobody knows', { type: 'interactive', interactive: { kind: 'hologram' } }, 'interactive.kind', 'unknown_type'],
    [
      'an image above a list',
      {
        type: 'interactive',
        interactive: { ...(list(1, 1) as { interactive: object }).interactive, header: { type: 'image', image: { id: '1' } } },
      },
      'interactive.header.type',
      'unknown_type',
    ],
  ];
  it.each(refused)('refuses %s and names the field', (_name, content, field, code) => {
    const problems = validateOutbound(content as OutboundContent);
    expect(problems).toContainEqual(expect.objectContaining({ field, code }));
    for (const problem of problems) expect(problem.message).not.toBe('');
  });

  it('never throws, whatever a caller sends', () => {
    const type = fc.constantFrom('text', 'image', 'audio', 'template', 'interactive', 'location', 'contacts', 'reaction');
    const kind = fc.constantFrom('button', 'list', 'cta_url', 'flow', 'product', 'product_list', 'catalog', 'location_request');
    fc.assert(
      fc.property(
        type,
        kind,
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('body', 'header', 'buttons', 'sections', 'id', 'link', 'url'), fc.jsonValue()),
        (name, kindName, anything, object) => {
          for (const body of [anything, { kind: kindName, ...object }]) {
            expect(Array.isArray(validateOutbound({ type: name, [name]: body } as unknown as OutboundContent))).toBe(true);
          }
        },
      ),
    );
  });
});

describe('toGraphPayload', () => {
  it('always puts + before the phone number, however it was written', () => {
    for (const to of ['5511999990000', '+55 (11) 99999-0000', '+5511999990000']) {
      expect(toGraphPayload({ to, content: text })).toEqual({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '+5511999990000',
        type: 'text',
        text: { body: 'hello' },
      });
    }
  });

  it('sends a business-scoped user id as recipient, untouched, even where it was given as the phone', () => {
    const userId = 'BR.ENT.13abc491208655302741918';
    for (const envelope of [{ recipient: userId }, { to: userId }]) {
      const payload = toGraphPayload({ ...envelope, content: text });
      expect(payload.recipient).toBe(userId);
      expect(payload).not.toHaveProperty('to');
    }
  });

  it('prefers the phone where both are known, as Meta does', () => {
    const payload = toGraphPayload({ to: '15551234567', recipient: 'US.1', content: text });
    expect(payload.to).toBe('+15551234567');
    expect(payload).not.toHaveProperty('recipient');
  });

  it('carries our id and the message answered', () => {
    expect(toGraphPayload({ to: '1', content: text, callbackData: 'our-id', contextWamid: 'wamid.A' })).toMatchObject({
      biz_opaque_callback_data: 'our-id',
      context: { message_id: 'wamid.A' },
    });
  });

  it('refuses to build a message without a recipient or with callback data Meta would cut', () => {
    expect(() => toGraphPayload({ content: text })).toThrow(RangeError);
    expect(() => toGraphPayload({ to: 'n/a', content: text })).toThrow(RangeError);
    expect(() => toGraphPayload({ to: '1', content: text, callbackData: 'x'.repeat(513) })).toThrow(RangeError);
  });

  it('writes each kind of content in the shape Graph expects', () => {
    const built = (content: OutboundContent): unknown => {
      const payload = JSON.parse(JSON.stringify(toGraphPayload({ to: '1', content }))) as Record<string, unknown>;
      return payload[content.type];
    };
    expect(built({ type: 'document', document: { id: '7', caption: 'c', filename: 'f.pdf' } })).toEqual({
      id: '7',
      caption: 'c',
      filename: 'f.pdf',
    });
    expect(built({ type: 'template', template: { name: 'hi', language: 'es' } })).toEqual({ name: 'hi', language: { code: 'es' } });
    expect(built(buttons(1))).toEqual({
      type: 'button',
      body: { text: 'pick' },
      action: { buttons: [{ type: 'reply', reply: { id: 'b0', title: 'T0' } }] },
    });
    expect(built(list(1, 1))).toEqual({
      type: 'list',
      body: { text: 'pick' },
      action: { button: 'Open', sections: [{ title: 'S0', rows: [{ id: 'r0.0', title: 'R0' }] }] },
    });
    expect(built({ type: 'interactive', interactive: { kind: 'flow', body: 'b', flowId: '9', flowCta: 'Book', flowToken: 't' } })).toEqual({
      type: 'flow',
      body: { text: 'b' },
      action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '9', flow_cta: 'Book', flow_token: 't' } },
    });
    expect(built({ type: 'interactive', interactive: { kind: 'location_request', body: 'where' } })).toEqual({
      type: 'location_request_message',
      body: { text: 'where' },
      action: { name: 'send_location' },
    });
    expect(built({ type: 'reaction', reaction: { wamid: 'wamid.A', emoji: '' } })).toEqual({ message_id: 'wamid.A', emoji: '' });
  });
});
