import { draftOf, EMPTY, emptyButton, emptyCard, isSaidAnew, isWritable, partsOf, sourcesOf, type TemplateDraft } from './template-draft';
import { slotsOf, wordsOf } from './template-text';

const draft: TemplateDraft = {
  ...EMPTY,
  category: 'MARKETING',
  header: { kind: 'text', text: 'For {{1}}' },
  body: 'Dear {{1}}, take {{2}} off today.',
  footer: 'Bye',
  buttons: [
    { ...emptyButton('URL'), text: 'Shop', url: 'https://a.example/{{1}}' },
    { ...emptyButton('PHONE_NUMBER'), text: 'Call', phone: '+1 650 555-1234' },
  ],
  sources: {
    header: { source: '', fallback: 'you', sample: 'you' },
    1: { source: 'contact.name', fallback: 'there', sample: 'Ana' },
    2: { source: 'attributes.discount', fallback: '10 %', sample: '10 %' },
    'button.0': { source: '', fallback: 'home', sample: 'x9' },
  },
};
const stored = (of: TemplateDraft) => ({
  category: of.category,
  parameterFormat: 'POSITIONAL',
  components: partsOf(of),
  parameters: sourcesOf(of),
});

describe('a template as it is written', () => {
  it('becomes what WhatsApp reviews, with a sample for each value', () => {
    expect(partsOf(draft)).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}', example: { header_text: ['you'] } },
      { type: 'BODY', text: draft.body, example: { body_text: [['Ana', '10 %']] } },
      { type: 'FOOTER', text: 'Bye' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Shop', url: 'https://a.example/{{1}}', example: ['https://a.example/x9'] },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+16505551234' },
        ],
      },
    ]);
  });

  it('comes back as it was written', () => {
    const back = draftOf(stored(draft));
    expect(partsOf(back)).toEqual(partsOf(draft));
    expect(sourcesOf(back)).toEqual(sourcesOf(draft));
  });

  it('is reviewed again only where what it says has changed', () => {
    expect(isSaidAnew(draft, { ...draft, sources: {} })).toBe(false);
    expect(isSaidAnew(draft, { ...draft, body: 'Other' })).toBe(true);
  });

  it('of a carousel has a text and its cards, with their samples, and comes back as it was written', () => {
    const card = (name: string, mediaId: string) => ({
      mediaId,
      body: `${name}: {{1}} only`,
      buttons: [{ ...emptyButton('URL'), text: 'See', url: 'https://a.example/{{1}}' }],
    });
    const cards: TemplateDraft = {
      ...draft,
      body: 'For {{1}}',
      carousel: { kind: 'video', cards: [card('One', 'm1'), card('Two', 'm2')] },
      sources: {
        1: { source: 'contact.name', fallback: 'you', sample: 'Ana' },
        'card.0.1': { source: '', fallback: '', sample: '5 €' },
        'card.1.1': { source: '', fallback: '', sample: '6 €' },
        'card.0.button.0': { source: '', fallback: '', sample: 'one' },
        'card.1.button.0': { source: '', fallback: '', sample: 'two' },
      },
    };
    const cardOf = (mediaId: string, text: string, price: string, end: string) => ({
      components: [
        { type: 'HEADER', format: 'VIDEO', example: { mediaId } },
        { type: 'BODY', text, example: { body_text: [[price]] } },
        { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'See', url: 'https://a.example/{{1}}', example: [`https://a.example/${end}`] }] },
      ],
    });
    // Header, footer and buttons of its own are not there beside cards.
    expect(partsOf(cards)).toEqual([
      { type: 'BODY', text: 'For {{1}}', example: { body_text: [['Ana']] } },
      { type: 'CAROUSEL', cards: [cardOf('m1', 'One: {{1}} only', '5 €', 'one'), cardOf('m2', 'Two: {{1}} only', '6 €', 'two')] },
    ]);
    const back = draftOf(stored(cards));
    expect(partsOf(back)).toEqual(partsOf(cards));
    expect(sourcesOf(back)).toEqual(sourcesOf(cards));
    expect(isWritable(partsOf(cards))).toBe(true);
    expect(
      isSaidAnew(cards, { ...cards, carousel: { ...cards.carousel!, cards: [...cards.carousel!.cards, emptyCard(card('x', 'm3'))] } }),
    ).toBe(true);
  });

  it('of one-time codes has no text of its own', () => {
    expect(partsOf({ ...EMPTY, category: 'AUTHENTICATION' })).toEqual([
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 5 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
    ]);
  });

  it('keeps the file of a header that was not replaced, and is not written here where it has parts that the page does not know', () => {
    const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['h'] } };
    const back = draftOf({ ...stored(draft), components: [header, { type: 'BODY', text: 'Look.' }] });
    expect(partsOf(back)[0]).toEqual(header);
    expect([isWritable([header]), isWritable([{ type: 'LIMITED_TIME_OFFER' }])]).toEqual([true, false]);
  });
});

describe('the values of a send', () => {
  it('are named by what shows them, and stand in the words', () => {
    const parts = partsOf(draft);
    expect(slotsOf(parts).map(({ name }) => name)).toEqual(['header', '1', '2', 'button.0']);
    expect(wordsOf(parts, { header: 'you', 1: 'Ana' })).toBe('For you\nDear Ana, take {{2}} off today.\nBye');
  });
});
