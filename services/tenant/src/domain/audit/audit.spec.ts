import { csvHead, csvRow, difference, withoutSecrets } from './audit.js';

describe('what the log keeps', () => {
  it('no secret, at any depth', () => {
    const facts = { name: 'n', accessToken: 'x', settings: { apiSecret: 'y', list: [{ password: 'z', hash: null }] }, keyId: 'k' };
    expect(withoutSecrets(facts)).toEqual({
      name: 'n',
      accessToken: '[removed]',
      settings: { apiSecret: '[removed]', list: [{ password: '[removed]', hash: null }] },
      keyId: 'k',
    });
  });

  it('of two states only what differs', () => {
    const before = { name: 'a', same: [1], version: 1, updatedAt: 'x', gone: 1 };
    const after = { name: 'b', same: [1], version: 2, updatedAt: 'y', fresh: null };
    expect(difference(before, after)).toEqual({ before: { name: 'a', gone: 1 }, after: { name: 'b', gone: null } });
  });
});

describe('the CSV export', () => {
  it('has a field for every column, quoted where RFC 4180 asks for it, and no formula', () => {
    expect(csvHead().split(',')).toHaveLength(11);
    const row = csvRow({
      at: '2026',
      actorEmail: '=HYPERLINK("x")',
      action: '@a',
      targetType: 'a\r\nb',
      before: { a: '1,2' },
      after: null,
    });
    expect(row).toBe(`2026,,,"'=HYPERLINK(""x"")",'@a,"a\r\nb",,,,"{""a"":""1,2""}",\r\n`);
  });
});
