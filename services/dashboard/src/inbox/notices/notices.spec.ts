import { conversationOf } from '../data/samples';
import { Notices } from './notices';

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
