import { mergeThreads, moveOwner, type Ownership, type Thread } from './conversation.js';

const owned = (fields: Partial<Ownership> = {}): Ownership => ({
  state: 'open',
  owner: 'bot',
  assigneeId: null,
  handoffReason: null,
  epoch: 3,
  ...fields,
});

describe('moving a conversation from hand to hand', () => {
  it('raises the epoch with every change', () => {
    expect(moveOwner(owned(), { kind: 'take-over', agentId: 'ana' })).toEqual(owned({ owner: 'agent', assigneeId: 'ana', epoch: 4 }));
    expect(moveOwner(owned(), { kind: 'handoff', reason: 'angry' })).toEqual(
      owned({ state: 'pending', owner: 'none', handoffReason: 'angry', epoch: 4 }),
    );
    expect(moveOwner(owned(), { kind: 'assign', userId: 'ana' })).toEqual(owned({ owner: 'agent', assigneeId: 'ana', epoch: 4 }));
    expect(moveOwner(owned(), { kind: 'close' })).toEqual(owned({ state: 'closed', owner: 'none', epoch: 4 }));
    expect(moveOwner(owned({ owner: 'agent', assigneeId: 'ana' }), { kind: 'release' })).toEqual(owned({ epoch: 4 }));
  });
  it('is nothing when it is so already', () => {
    expect(moveOwner(owned(), { kind: 'release' })).toBeUndefined();
    expect(moveOwner(owned({ owner: 'agent', assigneeId: 'ana' }), { kind: 'take-over', agentId: 'luis' })).toBeUndefined();
    expect(moveOwner(owned({ owner: 'none', state: 'closed' }), { kind: 'close' })).toBeUndefined();
    expect(moveOwner(owned({ owner: 'none', state: 'pending', handoffReason: 'a' }), { kind: 'handoff', reason: 'b' })).toBeUndefined();
  });
});

describe('making one conversation of two', () => {
  const thread = (fields: Partial<Thread> = {}): Thread => ({
    ...owned(),
    nextSeq: 4,
    unansweredFromSeq: 4,
    lastMessageAt: '2026-11-20T09:00:00.000Z',
    lastInboundAt: '2026-11-20T08:00:00.000Z',
    windowExpiresAt: '2026-11-21T08:00:00.000Z',
    ...fields,
  });

  it('keeps the seqs of the one that stays and puts the others behind them', () => {
    const merged = mergeThreads(thread(), thread({ nextSeq: 3, unansweredFromSeq: 2, epoch: 7 }));
    expect(merged).toMatchObject({ offset: 3, nextSeq: 6, unansweredFromSeq: 5, epoch: 8, asksForReply: true });
  });
  it('has the later times of both', () => {
    const later = { lastMessageAt: '2026-11-20T10:00:00.000Z', lastInboundAt: null, windowExpiresAt: null };
    expect(mergeThreads(thread(), thread(later))).toMatchObject({
      lastMessageAt: '2026-11-20T10:00:00.000Z',
      lastInboundAt: '2026-11-20T08:00:00.000Z',
      windowExpiresAt: '2026-11-21T08:00:00.000Z',
    });
  });
  it('leaves a person in charge who is in charge of either', () => {
    const agent = thread({ owner: 'agent', assigneeId: 'ana' });
    for (const merged of [mergeThreads(thread(), agent), mergeThreads(agent, thread({ unansweredFromSeq: 1 }))]) {
      expect(merged).toMatchObject({ owner: 'agent', assigneeId: 'ana', state: 'open', asksForReply: false });
    }
  });
  it('is open when either is', () => {
    expect(mergeThreads(thread({ state: 'closed', owner: 'none' }), thread())).toMatchObject({ state: 'open', owner: 'bot' });
  });
});
