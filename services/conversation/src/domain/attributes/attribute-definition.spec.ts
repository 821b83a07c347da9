import { attributeFaults, readAttributeCell, type AttributeDefinition, type AttributeType } from './attribute-definition.js';

const defined = (key: string, type: AttributeType, more: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
  id: key,
  key,
  name: key,
  type,
  choices: [],
  isRequired: false,
  isInList: false,
  position: 0,
  ...more,
});
const SIZE = defined('size', 'choice', { choices: ['S', 'M'] });

describe('typed attributes', () => {
  it.each([
    [defined('a', 'text'), 'x', 7],
    [defined('a', 'number'), 7, '7'],
    [defined('a', 'boolean'), false, 'no'],
    [defined('a', 'date'), '2026-11-20', '2026-02-31'],
    [defined('a', 'date'), '2026-11-20T09:00:00Z', '20/11/2026'],
    [{ ...SIZE, key: 'a' }, 'M', 'm'],
  ] as const)('takes what is of the type and refuses the rest: %#', (definition, right, wrong) => {
    expect(attributeFaults([definition], { a: right })).toEqual([]);
    expect(attributeFaults([definition], { a: wrong })).toMatchObject([{ field: 'attributes.a' }]);
  });

  it('asks for what is required, leaves undefined ones free, and lets stay what was there before', () => {
    const definitions = [defined('a', 'number', { isRequired: true })];
    expect(attributeFaults(definitions, { free: 'x' })).toEqual([{ field: 'attributes.a', message: 'is required' }]);
    expect(attributeFaults(definitions, { a: 'seven' }, { a: 'seven' })).toEqual([]);
    expect(attributeFaults(definitions, { a: 'eight' }, { a: 'seven' })).toHaveLength(1);
  });

  it.each([
    [defined('a', 'text'), '007', { value: '007' }],
    [defined('a', 'number'), '007', { value: 7 }],
    [defined('a', 'number'), '1,5', { fault: expect.any(String) }],
    [defined('a', 'boolean'), 'Sí', { value: true }],
    [defined('a', 'boolean'), 'perhaps', { fault: expect.any(String) }],
    [SIZE, 'm', { value: 'M' }],
    [SIZE, 'XL', { fault: 'must be one of S, M' }],
    [defined('a', 'date'), '20.11.2026', { fault: expect.any(String) }],
  ])('reads a cell of a file: %#', (definition, text, read) => {
    expect(readAttributeCell(definition, text)).toEqual(read);
  });
});
