import { fitting, personal, shortcutBefore } from './canned';
import { mediaKindOf } from './media-kind';
import { Notices } from './notices';
import { plain } from './plain-text';
import { conversationOf } from './samples';
import { snoozeTimes } from './snooze-times';

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

describe('a file', () => {
  it.each([
    [{ type: 'image/png', size: 1_000 }, 'image'],
    [{ type: 'image/png', size: 6_000_000 }, 'document'],
    [{ type: 'image/webp', size: 1_000 }, 'document'],
    [{ type: 'video/mp4', size: 1_000 }, 'video'],
    [{ type: 'application/pdf', size: 1_000 }, 'document'],
    [{ type: 'application/pdf', size: 200_000_000 }, undefined],
  ])('%j goes as %s', (file, kind) => expect(mediaKindOf(file)).toBe(kind));
});

describe('times to snooze until', () => {
  const names = (now: Date) => snoozeTimes(now).map(({ name }) => name);
  it('are all to come, and none twice', () => {
    expect(names(new Date(2026, 10, 18, 10))).toEqual(['hour', 'evening', 'tomorrow', 'week']);
    expect(names(new Date(2026, 10, 18, 17))).toEqual(['hour', 'tomorrow', 'week']);
    // Of a Sunday, tomorrow is Monday.
    expect(names(new Date(2026, 10, 22, 20))).toEqual(['hour', 'tomorrow']);
    for (let day = 1; day < 9; day += 1) {
      const now = new Date(2026, 10, day, 12);
      expect(snoozeTimes(now).filter(({ until }) => until <= now)).toEqual([]);
    }
  });
});

describe('a line of preview', () => {
  it.each([
    ['*Hello*\n_you_  there', 'Hello you there'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['see https://a.example/x_y_z', 'see https://a.example/x_y_z'],
  ])('of %j is %j', (text, line) => expect(plain(text)).toBe(line));
});

describe('notices', () => {
  it('tell an assignment once, though it is heard of twice, and every message', () => {
    const clock = { now: 0 };
    const notices = new Notices(() => clock.now);
    const told: string[] = [];
    notices.subscribe(({ kind }) => told.push(kind));
    const notice = { conversation: conversationOf(), text: undefined };
    for (const kind of ['assigned', 'assigned', 'message', 'message'] as const) notices.tell({ kind, ...notice });
    clock.now = 60_000;
    notices.tell({ kind: 'assigned', ...notice });
    expect(told).toEqual(['assigned', 'message', 'message', 'assigned']);
  });
});
