import fc from 'fast-check';
import { chooseLanguage, type TemplateDefinition } from './definition.js';
import { renderedText } from './rendered.js';
import { componentsOf, renderTemplate, sendProblems, templateFields } from './send.js';

const definition = (over: Partial<TemplateDefinition> = {}): TemplateDefinition => ({
  name: 'sale',
  language: 'en',
  category: 'MARKETING',
  parameterFormat: 'POSITIONAL',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
    { type: 'BODY', text: 'Dear {{1}}, take {{2}} off. {{1}}, today only.' },
    { type: 'FOOTER', text: 'Reply STOP to stop' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'URL', text: 'Shop', url: 'https://a.example/{{1}}' },
        { type: 'COPY_CODE', text: 'Copy' },
      ],
    },
  ],
  ...over,
});
const VALUES = { header: 'you', 1: 'Ana', 2: '10 %', 'button.1': 'x9', 'button.2': 'SAVE10' };

describe('the values of a send', () => {
  it('are asked for in the order in which they are read', () => {
    expect(templateFields(definition()).map(({ name }) => name)).toEqual(['header', '1', '2', 'button.1', 'button.2']);
  });

  it('become components, and the text that the customer sees', () => {
    const components = componentsOf(definition(), VALUES);
    expect(components).toEqual([
      { type: 'header', parameters: [{ type: 'text', text: 'you' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Ana' },
          { type: 'text', text: '10 %' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'x9' }] },
      { type: 'button', sub_type: 'copy_code', index: '2', parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }] },
    ]);
    expect(sendProblems(definition(), components)).toEqual([]);
    const rendered = renderTemplate(definition(), components);
    expect(renderedText(rendered)).toBe('For you\nDear Ana, take 10 % off. Ana, today only.\nReply STOP to stop');
    expect(rendered.buttons[1]).toEqual({ type: 'URL', text: 'Shop', url: 'https://a.example/x9' });
  });

  it('have names where the template names them, in any order', () => {
    const named = definition({ parameterFormat: 'NAMED', components: [{ type: 'BODY', text: 'Dear {{name}}, order {{order}} is here.' }] });
    const parameters = [
      { type: 'text', parameter_name: 'order', text: 'A-17' },
      { type: 'text', parameter_name: 'name', text: 'Ana' },
    ];
    expect(sendProblems(named, [{ type: 'body', parameters }])).toEqual([]);
    expect(renderTemplate(named, [{ type: 'body', parameters }]).body).toBe('Dear Ana, order A-17 is here.');
    expect(sendProblems(named, [{ type: 'body', parameters: [parameters[0]!, parameters[0]!] }])).toMatchObject([
      { message: expect.stringContaining('{{name}} is missing') },
    ]);
  });

  it('of a header of a file are a file of that kind', () => {
    const photo = definition({
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Look.' },
      ],
    });
    expect(sendProblems(photo, componentsOf(photo, { header: { mediaId: 'm1' } }))).toEqual([]);
    expect(sendProblems(photo, undefined)).toMatchObject([{ field: 'template.components.header' }]);
    expect(sendProblems(photo, [{ type: 'header', parameters: [{ type: 'video', video: { id: '1' } }] }])).toMatchObject([
      { message: expect.stringContaining('type image is expected') },
    ]);
  });

  it('of a carousel are those of each card', () => {
    const cards = ['One', 'Two'].map((text) => ({
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: `${text}: {{1}} only.` },
      ],
    }));
    const carousel = definition({
      components: [
        { type: 'BODY', text: 'New:' },
        { type: 'CAROUSEL', cards },
      ],
    });
    const values = { 'card.0.header': { id: '1' }, 'card.0.1': '5 €', 'card.1.header': { id: '2' }, 'card.1.1': '6 €' };
    const components = componentsOf(carousel, values);
    expect(sendProblems(carousel, components)).toEqual([]);
    expect(renderTemplate(carousel, components).cards!.map(({ body }) => body)).toEqual(['One: 5 € only.', 'Two: 6 € only.']);
    expect(sendProblems(carousel, componentsOf(carousel, { ...values, 'card.1.1': '' }))).toMatchObject([
      { field: 'template.components.cards[1].body' },
    ]);
  });

  it('of an authentication template are its code twice, also before WhatsApp has told its text', () => {
    const written = definition({
      category: 'AUTHENTICATION',
      components: [{ type: 'BODY' }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }],
    });
    const components = componentsOf(written, { 1: '482913', 'button.0': '482913' });
    const parameters = [{ type: 'text', text: '482913' }];
    expect(components).toEqual([
      { type: 'body', parameters },
      { type: 'button', sub_type: 'url', index: '0', parameters },
    ]);
    expect(sendProblems(written, components)).toEqual([]);
    expect(renderTemplate(written, components).body).toBe('*482913*');
  });

  it.each([['a line\nbreak'], ['a\ttab'], ['six      spaces'], ['  ']])('refuses %j', (text) => {
    expect(sendProblems(definition(), componentsOf(definition(), { ...VALUES, 1: text }))).not.toEqual([]);
  });

  it('fit whenever every field has one: whatever the words, no variable is left in the text', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9${}%]{1,12}$/).filter((text) => !text.includes('{{') && !text.includes('}}'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const body = `${words.map((_, index) => `w {{${index + 1}}}`).join(' and ')}.`;
        const own = definition({ components: [{ type: 'BODY', text: body }] });
        const components = componentsOf(own, Object.fromEntries(words.map((text, index) => [String(index + 1), text])));
        expect(sendProblems(own, components)).toEqual([]);
        expect(renderTemplate(own, components).body).toBe(`${words.map((text) => `w ${text}`).join(' and ')}.`);
      }),
    );
  });
});

describe('the language of a send', () => {
  it.each<[string[], string, string | undefined, string | undefined]>([
    [['pt', 'pt_BR', 'en'], 'pt_BR', undefined, 'pt_BR'],
    [['pt', 'en'], 'pt_BR', 'en', 'pt'],
    [['pt_PT', 'en'], 'pt_BR', 'en', 'pt_PT'],
    [['en_US', 'es'], 'pt_BR', 'es', 'es'],
    [['en_US'], 'en-US', undefined, 'en_US'],
    [['en_US'], 'de', 'fr', undefined],
    [[], 'de', 'de', undefined],
  ])('of %j for %s, else %s, is %s', (available, wanted, otherwise, chosen) => {
    expect(chooseLanguage(available, wanted, otherwise)).toBe(chosen);
  });
});
