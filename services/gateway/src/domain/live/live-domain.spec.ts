import type { FeedEvent } from './feed-event.js';
import { InboxHistory } from './inbox-history.js';
import { isAhead, MAX_RESUMED_EVENTS, planResume } from './resume-plan.js';
import { agentRoom, conversationRoom, everyConversationRoom, tenantRoom } from './rooms.js';
import { TokenBucket } from './token-bucket.js';

const event = (inboxSeq: number): FeedEvent => ({ outletId: 'i', inboxSeq, event: 'conversation', data: {} });
const seqs = (events: FeedEvent[] | undefined): number[] | undefined => events?.map(({ inboxSeq }) => inboxSeq);

describe('the history of an inbox', () => {
  const history = (): InboxHistory => {
    const created = new InboxHistory(10);
    for (const seq of [11, 12, 13]) created.append(event(seq), seq);
    return created;
  };

  it('gives what lies between two positions, and says so where it does not reach', () => {
    expect(seqs(history().between(10, 13))).toEqual([11, 12, 13]);
    expect(seqs(history().between(11, 12))).toEqual([12]);
    expect(seqs(history().between(13, 13))).toEqual([]);
    expect(history().between(9, 13)).toBeUndefined();
  });

  it('forgets the oldest, by number and by age, and never a middle', () => {
    const byNumber = history();
    byNumber.trim(2, 0);
    expect([byNumber.start, seqs(byNumber.between(11, 13))]).toEqual([11, [12, 13]]);
    const byAge = history();
    byAge.trim(9, 13);
    expect([byAge.start, byAge.between(11, 13), seqs(byAge.between(12, 13))]).toEqual([12, undefined, [13]]);
  });

  it('grows backwards', () => {
    const grown = history();
    grown.prepend(8, [event(9), event(10)], 20);
    expect(seqs(grown.between(8, 11))).toEqual([9, 10, 11]);
  });
});

describe('what a client that comes back gets', () => {
  it('goes on where it was', () => {
    expect(planResume({ a: 3, b: 7 }, { a: 5, b: 7, c: 1 })).toEqual({
      starts: { a: 3, b: 7, c: 1 },
      behind: [{ outletId: 'a', after: 3 }],
      resync: [],
    });
  });

  it('reads anew what is too much, and keeps what is not', () => {
    const from = { a: 2 * MAX_RESUMED_EVENTS, b: 10, c: MAX_RESUMED_EVENTS };
    expect(planResume({ a: 0, b: 9, c: 0 }, from)).toEqual({
      starts: { ...from, b: 9 },
      behind: [{ outletId: 'b', after: 9 }],
      resync: ['c', 'a'],
    });
  });

  it('reads anew where it is ahead of the log', () => {
    expect(planResume({ a: 9 }, { a: 5 })).toEqual({ starts: { a: 5 }, behind: [], resync: ['a'] });
    expect([isAhead({ a: 9 }, { a: 5 }), isAhead({ x: 1 }, { a: 5 }), isAhead({ a: 5 }, { a: 5 })]).toEqual([true, true, false]);
  });

  it('hears nothing of an inbox that is not the tenant’s', () => {
    expect(planResume({ foreign: 1 }, { a: 5 })).toEqual({ starts: { a: 5 }, behind: [], resync: [] });
  });
});

describe('rooms', () => {
  it('begin with their tenant, so that no two tenants share one', () => {
    const rooms = (tenantId: string) => [
      tenantRoom(tenantId),
      conversationRoom(tenantId, 'x'),
      everyConversationRoom(tenantId),
      agentRoom(tenantId, 'x'),
    ];
    expect(rooms('t').every((room) => room.startsWith('t'))).toBe(true);
    expect(new Set([...rooms('t'), ...rooms('u')]).size).toBe(8);
  });
});

describe('a token bucket', () => {
  it('lets a burst through, and then so many a second', () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
    expect([bucket.take(100), bucket.take(100), bucket.take(10_000), bucket.take(10_000)]).toEqual([true, false, true, true]);
  });
});
