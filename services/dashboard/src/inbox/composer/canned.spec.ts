import { fitting, personal, shortcutBefore } from './canned';

const reply = (shortcut: string, title = '') => ({ id: shortcut, shortcut, title, text: '' });

describe('canned replies', () => {
  it.each([
    ['/he', 'he'],
    ['Well, /', ''],
    ['either/or', undefined],
    ['https://x', undefined],
    ['/he llo', undefined],
  ])('of %j the shortcut being typed is %j', (text, typed) => expect(shortcutBefore(text)).toBe(typed));

  it('come with those first whose shortcut begins so', () => {
    const replies = [reply('oh', 'Hello again'), reply('hello'), reply('bye'), reply('help')];
    expect(fitting(replies, 'hel').map(({ shortcut }) => shortcut)).toEqual(['hello', 'help', 'oh']);
  });

  it('name the people, and nothing else in braces', () => {
    expect(personal('Hi {{contact.name}}, {{ agent.name }}, {{other}}', { contact: '$&', agent: 'Luis' })).toBe('Hi $&, Luis, {{other}}');
  });
});
