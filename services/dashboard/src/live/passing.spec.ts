import { Passing } from './passing';
import { RecentEvents } from './recent-events';

function setUp() {
  const timers = new Set<() => void>();
  const passing = new Passing((task) => {
    timers.add(task);
    return () => timers.delete(task);
  });
  const pass = () => {
    const due = [...timers];
    timers.clear();
    for (const task of due) task();
  };
  return { passing, pass };
}
const draft = (text: string, epoch = 1, done = false) => ({ conversationId: 'c1', text, epoch, done });

describe('what passes', () => {
  it('shows a draft as it grows, and a moment longer when it is done, until it is spoken', () => {
    const { passing, pass } = setUp();
    passing.draft(draft('We are'));
    passing.draft(draft('We are open'));
    expect(passing.of('c1').draft).toEqual({ text: 'We are open', epoch: 1 });
    passing.draft(draft('', 1, true));
    expect(passing.of('c1').draft?.text).toBe('We are open');
    pass();
    expect(passing.of('c1').draft).toBeUndefined();
    passing.draft(draft('Never shown while it grew', 2, true));
    expect(passing.of('c1').draft).toBeUndefined();
  });

  it('shows nothing of a turn that was overtaken', () => {
    const { passing } = setUp();
    passing.draft(draft('new', 3));
    passing.draft(draft('old', 2));
    expect(passing.of('c1').draft?.text).toBe('new');
    passing.overtaken('c1', 3);
    expect(passing.of('c1').draft?.text).toBe('new');
    passing.overtaken('c1', 4);
    expect(passing.of('c1').draft).toBeUndefined();
  });

  it('forgets what is not renewed, and whoever has sent what they wrote', () => {
    const { passing, pass } = setUp();
    passing.draft(draft('We are'));
    passing.typing('c1', 'nina');
    passing.typing('c1', 'omar');
    passing.stopped('c1', 'nina');
    expect(passing.of('c1').typing).toEqual(['omar']);
    pass();
    expect(passing.of('c1')).toEqual({ draft: undefined, typing: [] });
  });
});

describe('the last events', () => {
  it('are those since a mark, even where old ones were dropped', () => {
    const recent = new RecentEvents<number>();
    for (let n = 0; n < 1_999; n += 1) recent.push(n);
    const mark = recent.mark;
    for (let n = 1_999; n < 2_005; n += 1) recent.push(n);
    expect(recent.since(mark)).toEqual([1_999, 2_000, 2_001, 2_002, 2_003, 2_004]);
    expect(recent.since(recent.mark)).toEqual([]);
  });
});
