import { typedValue, type Definition } from './attribute-value';

const of = (type: Definition['type']) => ({ type }) as Definition;

describe('a value that somebody types for an attribute', () => {
  it.each([
    ['number', '3.5', 3.5],
    ['number', 'many', 'many'],
    ['number', ' ', ' '],
    ['boolean', 'true', true],
    ['boolean', 'perhaps', 'perhaps'],
    ['text', '3', '3'],
  ] as const)('becomes one of its type: %s %s', (type, text, value) => {
    expect(typedValue(of(type), text)).toBe(value);
    expect(typedValue(undefined, text)).toBe(text);
  });
});
