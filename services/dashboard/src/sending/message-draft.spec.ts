import { contentOf, EMPTY_DRAFT, fieldsOf, typeOf, type MessageDraft } from './message-draft';
import { partsOfContent, rowsOf } from './preview-parts';

const draft = (part: Partial<MessageDraft>): MessageDraft => ({ ...EMPTY_DRAFT, ...part });

describe('a message as it is written', () => {
  it.each<[string, Partial<MessageDraft>, object]>([
    ['text', { text: 'Hello' }, { type: 'text', text: { body: 'Hello' } }],
    [
      'text with an address',
      { text: 'See https://a.example' },
      { type: 'text', text: { body: 'See https://a.example', previewUrl: true } },
    ],
    [
      'a picture',
      { kind: 'file', text: ' Look ', file: { mediaId: 'm1', name: 'a.png', shows: 'image', as: 'image' } },
      { type: 'image', image: { mediaId: 'm1', caption: 'Look' } },
    ],
    [
      'a picture as a document',
      { kind: 'file', file: { mediaId: 'm1', name: 'a.png', shows: 'image', as: 'document' } },
      { type: 'document', document: { mediaId: 'm1', filename: 'a.png' } },
    ],
    [
      'a recording, which has no caption',
      { kind: 'file', text: 'left from before', file: { mediaId: 'm1', name: 'a.mp3', shows: 'audio', as: 'audio' } },
      { type: 'audio', audio: { mediaId: 'm1' } },
    ],
    [
      'a place, with a comma for a point',
      { kind: 'location', latitude: '-12,05', longitude: '-77.03', place: 'Shop' },
      { type: 'location', location: { latitude: -12.05, longitude: -77.03, name: 'Shop' } },
    ],
    [
      'buttons',
      { kind: 'buttons', text: 'Which?', header: 'Colours', buttons: ['Red', 'Blue '] },
      {
        type: 'interactive',
        interactive: {
          kind: 'button',
          header: { type: 'text', text: 'Colours' },
          body: 'Which?',
          buttons: [
            { id: 'button-1', title: 'Red' },
            { id: 'button-2', title: 'Blue' },
          ],
        },
      },
    ],
    [
      'a list',
      { kind: 'list', text: 'Which?', footer: 'Bye', listButton: 'Choose', rows: [{ title: 'Red', description: 'as a rose' }] },
      {
        type: 'interactive',
        interactive: {
          kind: 'list',
          body: 'Which?',
          footer: 'Bye',
          button: 'Choose',
          sections: [{ rows: [{ id: 'row-1', title: 'Red', description: 'as a rose' }] }],
        },
      },
    ],
    [
      'a link',
      { kind: 'link', text: 'Pay here', linkText: 'Pay', url: 'https://a.example/pay' },
      { type: 'interactive', interactive: { kind: 'cta_url', body: 'Pay here', displayText: 'Pay', url: 'https://a.example/pay' } },
    ],
  ])('becomes what the API takes: %s', (_, part, content) => {
    expect(contentOf(draft(part))).toEqual(content);
    expect(contentOf(draft(part)).type).toBe(typeOf(draft(part)));
  });

  it('says nothing of a place that is no number', () => {
    expect(contentOf(draft({ kind: 'location', latitude: 'north', longitude: '' })).location).toEqual({});
  });

  it('has a field for each problem that the server may find in it', () => {
    expect(fieldsOf(draft({ kind: 'buttons', buttons: ['a', 'b'] }))).toContain('interactive.buttons[1].title');
    expect(fieldsOf(draft({ kind: 'list' }))).toContain('interactive.sections[0].rows[0].description');
    expect(fieldsOf(draft({ kind: 'file', file: { mediaId: 'm', name: 'n', shows: 'video', as: 'video' } }))).toContain('video.caption');
  });
});

describe('a message as it is shown', () => {
  const buttons = (parts: ReturnType<typeof partsOfContent>) => parts.find(({ type }) => type === 'BUTTONS')?.buttons;

  it('has the words, the frame and the choices', () => {
    const list = contentOf(
      draft({ kind: 'list', text: 'Which?', footer: 'Bye', listButton: 'Choose', rows: [{ title: 'Red', description: '' }] }),
    );
    expect(partsOfContent(list)).toEqual([
      { type: 'BODY', text: 'Which?' },
      { type: 'FOOTER', text: 'Bye' },
      { type: 'BUTTONS', buttons: [{ type: 'LIST', text: 'Choose' }] },
    ]);
    expect(rowsOf(list)).toEqual([{ title: 'Red' }]);
    expect(buttons(partsOfContent(contentOf(draft({ kind: 'buttons', text: 'Which?', buttons: ['Red', ''] }))))).toEqual([
      { type: 'QUICK_REPLY', text: 'Red' },
    ]);
  });

  it('of a template is what the customer was shown', () => {
    const template = {
      name: 'parcel',
      language: 'en',
      rendered: {
        header: { type: 'image' },
        body: 'Hi Ana',
        footer: 'Acme',
        buttons: [{ type: 'URL', text: 'Track' }],
        cards: [{ body: 'One', buttons: [] }],
      },
    };
    expect(partsOfContent({ type: 'template', template })).toEqual([
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Hi Ana' },
      { type: 'FOOTER', text: 'Acme' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track' }] },
      { type: 'CAROUSEL', cards: [{ components: [{ type: 'BODY', text: 'One' }] }] },
    ]);
  });

  it('of what has no look of its own is nothing', () => {
    expect(partsOfContent({ type: 'reaction', reaction: { wamid: 'w', emoji: '👍' } })).toEqual([]);
    expect(partsOfContent({ type: 'text', text: 'plain' })).toEqual([{ type: 'BODY', text: 'plain' }]);
  });
});
