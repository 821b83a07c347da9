import { GraphError } from './graph-error.js';
import { renderTemplate, seedTemplates, type Template } from './template.js';

const seed = (name: string, change: Partial<Template> = {}): Template => ({
  id: '1',
  ...seedTemplates().find((template) => template.name === name)!,
  ...change,
});
const text = (...values: string[]) => values.map((value) => ({ type: 'text', text: value }));
const codeOf = (template: Template, components?: unknown): number | undefined => {
  try {
    renderTemplate(template, components);
    return undefined;
  } catch (error) {
    if (error instanceof GraphError) return error.code;
    throw error;
  }
};

describe('renderTemplate', () => {
  it('fills the words and gives quick replies their text as payload', () => {
    const rendered = renderTemplate(seed('order_update'), [{ type: 'body', parameters: text('Ana', 'A-1', 'packed') }]);
    expect(rendered.body).toBe('Hi Ana, your order A-1 is now packed.');
    expect(rendered.buttons[0]).toEqual({ type: 'QUICK_REPLY', text: 'Where is it?', payload: 'Where is it?' });
  });

  it('shows the code of a one-time password as something to copy', () => {
    const rendered = renderTemplate(seed('otp'), [
      { type: 'body', parameters: text('482913') },
      { type: 'button', sub_type: 'url', index: '0', parameters: text('482913') },
    ]);
    expect(rendered.buttons[0]).toMatchObject({ type: 'COPY_CODE', code: '482913' });
  });

  it('takes named parameters by name, in any order', () => {
    const template = seed('hello_world', { parameter_format: 'NAMED', components: [{ type: 'BODY', text: '{{greeting}} {{name}}' }] });
    const parameters = [
      { type: 'text', parameter_name: 'name', text: 'Ana' },
      { type: 'text', parameter_name: 'greeting', text: 'Hi' },
    ];
    expect(renderTemplate(template, [{ type: 'body', parameters }]).body).toBe('Hi Ana');
  });

  it.each<[string, number, Template, unknown]>([
    ['too few parameters', 132000, seed('order_update'), [{ type: 'body', parameters: text('Ana') }]],
    ['parameters where there are none', 132000, seed('hello_world'), [{ type: 'body', parameters: text('Ana') }]],
    ['a parameter without words', 132012, seed('order_update'), [{ type: 'body', parameters: text('Ana', '', 'c') }]],
    ['no parameter for a button with one', 131008, seed('otp'), [{ type: 'body', parameters: text('482913') }]],
    [
      'no file for an image header',
      132012,
      seed('hello_world', {
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: 'a' },
        ],
      }),
      [],
    ],
    ['a paused template', 132015, seed('hello_world', { status: 'PAUSED' }), []],
    ['a disabled template', 132016, seed('hello_world', { status: 'DISABLED' }), []],
    ['a template under review', 132001, seed('hello_world', { status: 'PENDING' }), []],
  ])('refuses %s with %i', (_, code, template, components) => expect(codeOf(template, components)).toBe(code));
});
