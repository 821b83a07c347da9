import { readContent, readRecipient } from './submission.js';

describe('a submitted message', () => {
  it.each([
    ['+1 (650) 555-1234', { phone: '16505551234' }],
    ['16505551234', { phone: '16505551234' }],
    ['0051 987 111 000', { phone: '51987111000' }],
    ['\u202a+51\u00a0987\u2011111\u2011000', { phone: '51987111000' }],
    ['US.13491208655302741918', { userId: 'US.13491208655302741918' }],
  ])('reads the recipient %s', (to, recipient) => {
    expect(readRecipient(to)).toEqual({ recipient });
  });

  it.each(['', '+', '12345', '0049170', '1234567890123456', '123456789012345678', 'somebody', 'us.134'])(
    'refuses the recipient %p',
    (to) => {
      expect(readRecipient(to)).toEqual({ advice: expect.stringContaining('with its country code, such as +51 987 111 000; this') });
    },
  );

  it('takes the language of a template plain or as the Graph API writes it', () => {
    const template = { name: 'hello', language: { code: 'en_US' } };
    const read = readContent({ outletId: 'o', to: '1', type: 'template', template });
    expect(read).toEqual({ content: { type: 'template', template: { name: 'hello', language: 'en_US' } }, problems: [] });
  });

  it('names the wrong field', () => {
    expect(readContent({ outletId: 'o', to: '1', type: 'text', text: '' }).problems).toMatchObject([{ field: 'text.body' }]);
    expect(readContent({ outletId: 'o', to: '1', type: 'fax' }).problems).toMatchObject([{ field: 'type' }]);
  });
});
