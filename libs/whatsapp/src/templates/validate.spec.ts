import fc from 'fast-check';
import type { TemplateDefinition, TemplatePart } from './definition.js';
import { validateTemplate } from './validate.js';

const template = (components: unknown[], over: Partial<TemplateDefinition> = {}): TemplateDefinition => ({
  name: 'pickup',
  language: 'en_US',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: components as TemplatePart[],
  ...over,
});
const body = (text: string, samples: string[] = []): TemplatePart => ({
  type: 'BODY',
  text,
  ...(samples.length ? { example: { body_text: [samples] } } : {}),
});
const fieldsOf = (definition: TemplateDefinition): string[] => validateTemplate(definition).map(({ field }) => field);
const button = (type: string, more: object = {}): object => ({ type, text: type.toLowerCase(), ...more });
const buttons = (...list: object[]): unknown[] => [body('Ready.'), { type: 'BUTTONS', buttons: list }];
const card = (text: string, more: object[] = [button('QUICK_REPLY')]): object => ({
  components: [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['h'] } },
    { type: 'BODY', text },
    { type: 'BUTTONS', buttons: more },
  ],
});

describe('a template that WhatsApp would take', () => {
  it.each<[string, TemplateDefinition]>([
    ['of a text', template([body('Your parcel is ready.')])],
    ['with variables and samples', template([body('Hi {{1}}, order {{2}} is ready.', ['Ana', 'A-17'])])],
    [
      'with named variables',
      template(
        [{ type: 'BODY', text: 'Hi {{name}}, welcome.', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }],
        { parameterFormat: 'NAMED' },
      ),
    ],
    ['with a header of a file of ours', template([{ type: 'HEADER', format: 'VIDEO', example: { mediaId: 'x' } }, body('Look.')])],
    [
      'with all buttons',
      template(
        buttons(
          button('QUICK_REPLY'),
          button('URL', { url: 'https://a.example/{{1}}', example: ['https://a.example/1'] }),
          button('PHONE_NUMBER', { phone_number: '+16505551234' }),
          button('COPY_CODE', { example: 'SAVE10' }),
        ),
      ),
    ],
    ['of a carousel', template([body('New:'), { type: 'CAROUSEL', cards: [card('One'), card('Two')] }], { category: 'MARKETING' })],
    [
      'for one-time codes',
      template(
        [
          { type: 'BODY', add_security_recommendation: true },
          { type: 'FOOTER', code_expiration_minutes: 5 },
          { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' }] },
        ],
        { category: 'AUTHENTICATION' },
      ),
    ],
  ])('%s', (_, definition) => {
    expect(validateTemplate(definition)).toEqual([]);
  });
});

describe('a template that WhatsApp would refuse, by field', () => {
  it.each<[string, TemplateDefinition, string[]]>([
    ['a name in capitals', template([body('x')], { name: 'Pickup' }), ['name']],
    ['a language that is none', template([body('x')], { language: 'english' }), ['language']],
    ['no body', template([{ type: 'FOOTER', text: 'x' }]), ['components']],
    ['nothing', template([]), ['components']],
    ['two bodies', template([body('x'), body('y')]), ['components[1].type']],
    ['a body that is too long', template([body('x'.repeat(1025))]), ['components[0].text']],
    ['a variable at the start', template([body('{{1}} is ready', ['x'])]), ['components[0].text']],
    ['a variable at the end', template([body('Ready for {{1}}', ['x'])]), ['components[0].text']],
    ['variables side by side', template([body('Hi {{1}} {{2}}, ready.', ['x', 'y'])]), ['components[0].text']],
    ['a gap in the numbers', template([body('Hi {{1}} and {{3}}, ready.', ['x', 'y'])]), ['components[0].text']],
    ['a sample too few', template([body('Hi {{1}} and {{2}}, ready.', ['x'])]), ['components[0].example']],
    ['a brace too many', template([body('Hi {{1 there')]), ['components[0].text']],
    ['a footer with a variable', template([body('x'), { type: 'FOOTER', text: 'for {{1}} only' }]), ['components[1].text']],
    ['a header that is too long', template([{ type: 'HEADER', format: 'TEXT', text: 'x'.repeat(61) }, body('x')]), ['components[0].text']],
    ['a file without a sample', template([{ type: 'HEADER', format: 'IMAGE' }, body('x')]), ['components[0].example']],
    [
      'eleven buttons',
      template(buttons(...Array.from({ length: 11 }, (_, n) => ({ type: 'QUICK_REPLY', text: `${n}` })))),
      ['components[1].buttons'],
    ],
    [
      'quick replies apart',
      template(
        buttons({ type: 'QUICK_REPLY', text: 'a' }, button('PHONE_NUMBER', { phone_number: '+16505551234' }), {
          type: 'QUICK_REPLY',
          text: 'b',
        }),
      ),
      ['components[1].buttons'],
    ],
    ['two buttons of a text', template(buttons(button('QUICK_REPLY'), button('QUICK_REPLY'))), ['components[1].buttons']],
    ['a label that is too long', template(buttons({ type: 'QUICK_REPLY', text: 'x'.repeat(26) })), ['components[1].buttons[0].text']],
    [
      'a variable in the middle of an address',
      template(buttons(button('URL', { url: 'https://a.example/{{1}}/x', example: 'y' }))),
      ['components[1].buttons[0].url'],
    ],
    [
      'an address without a sample',
      template(buttons(button('URL', { url: 'https://a.example/{{1}}' }))),
      ['components[1].buttons[0].example'],
    ],
    ['one card', template([body('New:'), { type: 'CAROUSEL', cards: [card('One')] }]), ['components[1].cards']],
    [
      'cards that differ',
      template([
        body('New:'),
        { type: 'CAROUSEL', cards: [card('One'), card('Two', [button('QUICK_REPLY'), button('URL', { url: 'https://a.example' })])] },
      ]),
      ['components[1].cards'],
    ],
    [
      'a text of one’s own for codes',
      template([body('Your code: {{1}}.', ['1'])], { category: 'AUTHENTICATION' }),
      ['components[0].text', 'components'],
    ],
  ])('%s', (_, definition, fields) => {
    expect(fieldsOf(definition)).toEqual(fields);
  });

  it('never throws, whatever the components are', () => {
    const part = fc.record(
      {
        type: fc.constantFrom('HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'x', 'body'),
        text: fc.anything(),
        format: fc.anything(),
        example: fc.oneof(fc.constant(undefined), fc.dictionary(fc.constantFrom('body_text', 'header_handle', 'mediaId'), fc.anything())),
        buttons: fc.oneof(
          fc.constant(undefined),
          fc.array(fc.oneof(fc.record({ type: fc.anything(), text: fc.anything(), url: fc.anything() }), fc.anything())),
          fc.anything(),
        ),
        cards: fc.anything(),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(part), fc.anything()), fc.constantFrom('UTILITY', 'AUTHENTICATION'), (components, category) => {
        expect(Array.isArray(validateTemplate(template(components as unknown[], { category })))).toBe(true);
      }),
    );
  });
});
