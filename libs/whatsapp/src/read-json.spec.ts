import fc from 'fast-check';
import { storableJson } from './read-json.js';

describe('storableJson', () => {
  it('replaces exactly what jsonb refuses', () => {
    expect(storableJson({ a: 'x\0y', b: '\ud800', c: '🍕', d: '\\u0000', e: '\\\0' })).toBe(
      '{"a":"x\ufffdy","b":"\ufffd","c":"🍕","d":"\\\\u0000","e":"\\\\\ufffd"}',
    );
  });

  it('changes nothing else, for any JSON', () => {
    const unit = fc.constantFrom('a', 'u', '0', 'd', '8', '\\', '"', '\0', '\ud800', '\udfff', '\n', '🍕');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(JSON.parse(storableJson([text]))).toEqual([text.toWellFormed().replaceAll('\0', '\ufffd')]);
      }),
    );
  });

  it('has an answer for what JSON cannot hold', () => {
    expect(storableJson(undefined)).toBe('null');
  });
});
