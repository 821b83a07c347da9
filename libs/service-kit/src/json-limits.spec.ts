import { jsonFaults } from './json-limits.js';

const nested = (levels: number): object => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as object;

describe('what JSON may have', () => {
  it('lets through whatever can be kept', () => {
    const json = { to: '1', text: 'żółw 🐢 \u0001', list: [1, null, true, { a: {} }] };
    expect(jsonFaults(json)).toEqual([]);
  });

  it.each([
    [{ text: 'a\0b' }, 'text', 'nul_character'],
    [{ text: { body: 'a\ud83d' } }, 'text.body', 'lone_surrogate'],
    [
      { template: { components: [{}, { parameters: [{ text: '\udc00' }] }] } },
      'template.components[1].parameters[0].text',
      'lone_surrogate',
    ],
    [{ location: { 'na\0me': 1 } }, 'location', 'nul_character'],
    [{ title: { constructor: {} } }, 'title', 'reserved_key'],
    [{ constructor: 'ACME' }, 'body', 'reserved_key'],
    [JSON.parse('{ "attributes": { "__proto__": 1 } }'), 'attributes', 'reserved_key'],
    [{ contacts: nested(40) }, `contacts${'[0]'.repeat(31)}`, 'too_deep'],
  ])('names the place of the fault in %j', (json, field, code) => {
    expect(jsonFaults(json)).toEqual([{ field, code, message: expect.any(String) }]);
  });

  it('looks into JSON that is nested deeper than the stack of calls', () => {
    expect(jsonFaults({ text: nested(1_000_000) })).toMatchObject([{ code: 'too_deep' }]);
  });

  it('tells at most 20 faults', () => {
    expect(jsonFaults({ list: Array.from({ length: 50 }, () => '\0') })).toHaveLength(20);
  });

  it('ends early with more keys or values than anybody needs, however many there are', () => {
    const keys = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
    expect(jsonFaults({ inner: keys(1_000) })).toEqual([]);
    expect(jsonFaults({ inner: keys(1_001) })).toMatchObject([{ field: 'inner', code: 'too_many_keys' }]);
    expect(jsonFaults({ list: Array.from({ length: 40_000 }, () => 1) })).toEqual([]);
    expect(jsonFaults(Array.from({ length: 2_000_000 }, () => 1))).toMatchObject([{ field: 'body', code: 'too_many_values' }]);
    expect(jsonFaults(Array.from({ length: 100 }, () => Array.from({ length: 1_000 }, () => ({}))))).toMatchObject([
      { code: 'too_many_values' },
    ]);
  });
});
