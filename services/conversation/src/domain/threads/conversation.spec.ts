import { beginsAnew, isTakenByAnother, mergeThreads, moveOwner, type OwnerMove, type Ownership, type Thread } from './conversation.js';

const owned = (fields: Partial<Ownership> = {}): Ownership => ({
  state: 'open',
  owner: 'bot',
  assigneeId: null,
  handoffReason: null,
  epoch: 3,
  teamId: null,
  priority: 'normal',
  snoozedUntil: null,
  responseDueAt: null,
  escalatedAt: null,
  escalatedFrom: null,
  closedAt: null,
  ...fields,
});
const AT = '2026-11-20T09:00:00.000Z';
const DUE = '2026-11-20T09:05:00.000Z';
const anas = (fields: Partial<Ownership> = {}): Ownership => owned({ owner: 'agent', assigneeId: 'ana', ...fields });
const waits = (fields: Partial<Ownership> = {}): Ownership => owned({ owner: 'none', state: 'pending', handoffReason: 'angry', ...fields });

describe('moving a conversation from hand to hand', () => {
  it('raises the epoch with every change of hands', () => {
    expect(moveOwner(owned(), { kind: 'take-over', agentId: 'ana' })).toEqual(anas({ epoch: 4 }));
    expect(moveOwner(owned(), { kind: 'write', agentId: 'ana' })).toEqual(anas({ epoch: 4 }));
    expect(moveOwner(owned(), { kind: 'handoff', reason: 'angry', dueAt: DUE })).toEqual(waits({ epoch: 4, responseDueAt: DUE }));
    expect(moveOwner(owned(), { kind: 'assign', userId: 'ana' })).toEqual(anas({ epoch: 4 }));
    expect(moveOwner(anas(), { kind: 'assign', userId: 'luis' })).toEqual(anas({ assigneeId: 'luis', epoch: 4 }));
    expect(moveOwner(owned(), { kind: 'assign-team', teamId: 't', dueAt: DUE })).toEqual(
      waits({ handoffReason: null, teamId: 't', epoch: 4, responseDueAt: DUE }),
    );
    expect(moveOwner(owned(), { kind: 'close', at: AT })).toEqual(owned({ state: 'closed', owner: 'none', epoch: 4, closedAt: AT }));
    expect(moveOwner(anas(), { kind: 'release' })).toEqual(owned({ epoch: 4 }));
    expect(moveOwner(owned({ state: 'closed', owner: 'none', closedAt: AT }), { kind: 'reopen', agentId: 'ana' })).toEqual(
      anas({ epoch: 4 }),
    );
    expect(moveOwner(owned({ state: 'closed', owner: 'none', closedAt: AT }), { kind: 'reopen' })).toEqual(owned({ epoch: 4 }));
  });
  it('is nothing when it is so already', () => {
    const nothing: [Ownership, OwnerMove][] = [
      [owned(), { kind: 'release' }],
      [anas(), { kind: 'take-over', agentId: 'ana' }],
      [anas(), { kind: 'write', agentId: 'luis' }],
      [owned({ owner: 'none', state: 'closed', closedAt: DUE }), { kind: 'close', at: AT }],
      [owned({ owner: 'none', state: 'closed', closedAt: DUE }), { kind: 'snooze', until: DUE }],
      [waits({ handoffReason: 'a' }), { kind: 'handoff', reason: 'b', dueAt: DUE }],
      [anas(), { kind: 'wake' }],
      [anas(), { kind: 'reopen', agentId: 'luis' }],
    ];
    for (const [from, move] of nothing) expect(moveOwner(from, move)).toBeUndefined();
  });
  it('leaves the epoch alone where the hands stay: snoozing, waking, another team', () => {
    const asleep = owned({ state: 'snoozed', snoozedUntil: DUE });
    expect(moveOwner(owned(), { kind: 'snooze', until: DUE })).toEqual(asleep);
    expect(moveOwner(asleep, { kind: 'wake' })).toEqual(owned());
    expect(moveOwner(asleep, { kind: 'reopen', agentId: 'ana' })).toEqual(owned());
    expect(moveOwner(waits({ state: 'snoozed', snoozedUntil: DUE }), { kind: 'wake' })).toEqual(waits());
    expect(moveOwner(waits(), { kind: 'assign-team', teamId: 't', dueAt: DUE })).toMatchObject({ epoch: 3, teamId: 't' });
    expect(moveOwner(anas({ state: 'snoozed', snoozedUntil: DUE }), { kind: 'write', agentId: 'ana' })).toEqual(anas());
  });
  it('takes nothing from a colleague who has it', () => {
    expect(isTakenByAnother(anas(), 'luis')).toBe(true);
    expect(isTakenByAnother(anas(), undefined)).toBe(true);
    expect(isTakenByAnother(anas(), 'ana')).toBe(false);
    for (const free of [owned(), waits(), owned({ owner: 'agent' })]) expect(isTakenByAnother(free, 'luis')).toBe(false);
  });
  it('shows the bot nothing of what was said with people, and all of what it said itself', () => {
    const after = (from: Ownership, move: OwnerMove) => beginsAnew(from, moveOwner(from, move)!);
    for (const from of [anas(), waits()]) {
      expect(after(from, { kind: 'release' })).toBe(true);
      expect(after(from, { kind: 'close', at: AT })).toBe(true);
    }
    expect(after(owned(), { kind: 'close', at: AT })).toBe(false);
    expect(after(owned(), { kind: 'snooze', until: DUE })).toBe(false);
  });
});

describe('a promised response time', () => {
  it('stands until a person writes, or nobody waits any more', () => {
    const due = { responseDueAt: DUE };
    expect(moveOwner(waits(due), { kind: 'take-over', agentId: 'ana' })).toMatchObject(due);
    expect(moveOwner(anas(due), { kind: 'assign', userId: 'luis' })).toMatchObject(due);
    expect(moveOwner(anas(due), { kind: 'snooze', until: AT })).toMatchObject(due);
    expect(moveOwner(anas(due), { kind: 'handoff', reason: 'x', dueAt: AT })).toMatchObject(due);
    const ends: OwnerMove[] = [{ kind: 'write', agentId: 'ana' }, { kind: 'release' }, { kind: 'close', at: AT }];
    for (const end of ends) expect(moveOwner(anas(due), end)).toMatchObject({ responseDueAt: null });
  });
  it('that is broken makes it urgent and takes it from who was silent, once in this wait', () => {
    const escalated = moveOwner(anas({ responseDueAt: DUE, teamId: 'a' }), { kind: 'escalate', at: AT, teamId: 'leads' })!;
    const broken = { responseDueAt: null, escalatedAt: AT, escalatedFrom: 'ana', priority: 'urgent', teamId: 'leads' } as const;
    expect(escalated).toEqual(waits({ ...broken, handoffReason: 'sla_missed', epoch: 4 }));
    const again = moveOwner(escalated, { kind: 'assign', userId: 'luis' })!;
    expect(moveOwner(again, { kind: 'handoff', reason: 'x', dueAt: DUE })).toMatchObject({ responseDueAt: null, escalatedAt: AT });
    for (const end of [{ kind: 'write', agentId: 'luis' }, { kind: 'release' }] as const) {
      expect(moveOwner(again, end)).toMatchObject({ escalatedAt: null, escalatedFrom: null, priority: 'normal' });
    }
    expect(moveOwner(waits(), { kind: 'escalate', at: AT, teamId: null })).toMatchObject({
      epoch: 4,
      teamId: null,
      handoffReason: 'angry',
    });
  });
  it('leaves alone a priority that people have set', () => {
    expect(moveOwner(anas({ priority: 'high' }), { kind: 'release' })).toMatchObject({ priority: 'high' });
  });
});

describe('making one conversation of two', () => {
  const thread = (fields: Partial<Thread> = {}): Thread => ({
    ...owned(),
    nextSeq: 4,
    unansweredFromSeq: 4,
    botFromSeq: 1,
    unreadCount: 1,
    awayToldAt: null,
    lastMessageAt: '2026-11-20T09:00:00.000Z',
    lastInboundAt: '2026-11-20T08:00:00.000Z',
    windowExpiresAt: '2026-11-21T08:00:00.000Z',
    ...fields,
  });

  it('keeps the seqs of the one that stays and puts the others behind them', () => {
    const merged = mergeThreads(thread(), thread({ nextSeq: 3, unansweredFromSeq: 2, epoch: 7 }));
    expect(merged).toMatchObject({ offset: 3, nextSeq: 6, unansweredFromSeq: 5, epoch: 8, asksForReply: true });
  });
  it('shows the bot what waits for its answer, also before what it is not shown of the other', () => {
    const merged = mergeThreads(thread({ unansweredFromSeq: 3 }), thread({ botFromSeq: 3, unansweredFromSeq: 4 }));
    expect(merged).toMatchObject({ unansweredFromSeq: 3, botFromSeq: 3, asksForReply: true });
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
  it('has not read what either half has not read, and shows the bot nothing of what either half said with people', () => {
    const merged = mergeThreads(thread({ botFromSeq: 2, awayToldAt: DUE }), thread({ unreadCount: 2 }));
    expect(merged).toMatchObject({ unreadCount: 3, botFromSeq: 2, awayToldAt: DUE });
    expect(mergeThreads(thread(), thread({ botFromSeq: 2 }))).toMatchObject({ botFromSeq: 5 });
  });
  it('is open when either is', () => {
    expect(mergeThreads(thread({ state: 'closed', owner: 'none' }), thread())).toMatchObject({ state: 'open', owner: 'bot' });
  });
});
