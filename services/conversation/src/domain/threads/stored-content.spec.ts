import { storableJson, storableText } from './stored-content.js';

describe('content on its way to Postgres', () => {
  it('loses what Postgres cannot hold, and nothing else', () => {
    expect(storableText('a\0b\ud83d')).toBe('a\uFFFDb\uFFFD');
    expect(storableText('😀 ü')).toBe('😀 ü');
    expect(storableJson({ 'k\0': ['x\0', { y: '\udc00' }], n: 1 })).toBe('{"k\uFFFD":["x\uFFFD",{"y":"\uFFFD"}],"n":1}');
    expect(storableJson({ text: 'literally \\u0000' })).toBe(JSON.stringify({ text: 'literally \\u0000' }));
  });
  it('is nothing where there was nothing', () => expect(storableJson(undefined)).toBeNull());
});
