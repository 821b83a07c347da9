import type { Author, ConversationState, Direction, Owner } from '#contracts';
import type { Group } from '../groups/group.js';

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Who may speak, under which epoch, and what people owe the customer. */
export interface Ownership {
  state: ConversationState;
  owner: Owner;
  assigneeId: string | null;
  handoffReason: string | null;
  epoch: number;
  /** Whose people it waits for; those of the inbox where it is null. */
  teamId: string | null;
  priority: Priority;
  snoozedUntil: string | null;
  /** By then a person is to have written. */
  responseDueAt: string | null;
  /** The promise was broken in this wait. A wait ends when a person writes, and when the bot or nobody has the conversation again. */
  escalatedAt: string | null;
  /** Who let the time pass: is not given it again by the system in this wait. */
  escalatedFrom: string | null;
  closedAt: string | null;
}

/** Of a conversation, only who may speak and what is owed. */
export const ownershipOf = (from: Ownership): Ownership => ({
  state: from.state,
  owner: from.owner,
  assigneeId: from.assigneeId,
  handoffReason: from.handoffReason,
  epoch: from.epoch,
  teamId: from.teamId,
  priority: from.priority,
  snoozedUntil: from.snoozedUntil,
  responseDueAt: from.responseDueAt,
  escalatedAt: from.escalatedAt,
  escalatedFrom: from.escalatedFrom,
  closedAt: from.closedAt,
});

export type OwnerMove =
  /** An agent takes the conversation, before writing anything. `agentId` is absent for a program. */
  | { kind: 'take-over'; agentId?: string }
  /** An agent writes, and thereby takes the conversation over. */
  | { kind: 'write'; agentId?: string }
  /** A person has answered on the business's phone, outside this program; nobody here has the conversation by that. */
  | { kind: 'write-on-phone' }
  /** It waits for a person, at the request of customer, keyword, model, failure or agent. */
  | { kind: 'handoff'; reason: string; dueAt: string | null }
  | { kind: 'assign'; userId: string }
  | { kind: 'assign-team'; teamId: string; dueAt: string | null }
  /** Nobody wrote in time. */
  | { kind: 'escalate'; at: string; teamId: string | null }
  | { kind: 'snooze'; until: string }
  | { kind: 'wake' }
  | { kind: 'reopen'; agentId?: string }
  | { kind: 'release' }
  | { kind: 'close'; at: string };

/** Two who take it at the same time: the second one learns that the first one has it. */
export const isTakenByAnother = (from: Ownership, agentId: string | undefined): boolean =>
  from.owner === 'agent' && from.assigneeId !== null && from.assigneeId !== agentId;

/**
 * Applies a move.
 *
 * The epoch grows with every change of hands: whenever owner or person change, with closing and reopening, and when it escalates. So an
 * answer asked for before is never spoken after it. Snoozing and waking are no change of hands: whoever had the floor keeps it, and an
 * answer of the bot that is under way is still spoken, because the customer waits for it. A snooze does not stop the response time
 * either: the promise is to the customer.
 *
 * @returns the ownership afterwards, or undefined when the move changes nothing
 */
export function moveOwner(from: Ownership, move: OwnerMove): Ownership | undefined {
  const to = target(from, move);
  const isSame = (Object.keys(to) as (keyof Ownership)[]).every((key) => from[key] === to[key]);
  if (isSame) return undefined;
  const isClosed = (ownership: Ownership): boolean => ownership.state === 'closed';
  const changesHands =
    from.owner !== to.owner || from.assigneeId !== to.assigneeId || isClosed(from) !== isClosed(to) || move.kind === 'escalate';
  return changesHands ? { ...to, epoch: from.epoch + 1 } : to;
}

/** Whether the bot starts afresh when it gets the conversation back, without what people wrote and without the request for a person. */
export const beginsAnew = (from: Ownership, to: Ownership): boolean =>
  from.epoch !== to.epoch && !(from.owner === 'bot' && to.state === 'closed');

/** Why the bot is silent, where somebody answers on the phone app of the business. */
export const PHONE_APP = 'phone_app';

const NOTHING_OWED = { responseDueAt: null, escalatedAt: null, escalatedFrom: null } as const;

function target(from: Ownership, move: OwnerMove): Ownership {
  const awake = { ...from, snoozedUntil: null, closedAt: null };
  // What escalation made urgent is so until the wait is over.
  const priority = from.escalatedAt ? 'normal' : from.priority;
  switch (move.kind) {
    case 'take-over':
    case 'write': {
      // A colleague who helps out does not take the conversation from the one it is assigned to.
      const to: Ownership = { ...awake, state: 'open', owner: 'agent', assigneeId: from.assigneeId ?? move.agentId ?? null };
      return move.kind === 'write' ? { ...to, ...NOTHING_OWED, priority } : to;
    }
    case 'write-on-phone':
      // Whoever has it keeps it, and the reason for which they got it.
      return { ...target(from, { kind: 'write' }), handoffReason: from.assigneeId ? from.handoffReason : PHONE_APP };
    case 'assign':
      return { ...awake, state: 'open', owner: 'agent', assigneeId: move.userId };
    case 'assign-team':
      return { ...waiting(from, move.dueAt), teamId: move.teamId };
    case 'handoff':
      // Waiting for a person already: the first reason stands.
      if (from.owner === 'none' && from.state === 'pending') return from;
      return { ...waiting(from, move.dueAt), handoffReason: move.reason };
    case 'escalate':
      return {
        ...waiting(from, null),
        handoffReason: from.handoffReason ?? 'sla_missed',
        teamId: move.teamId ?? from.teamId,
        priority: 'urgent',
        responseDueAt: null,
        escalatedAt: move.at,
        escalatedFrom: from.assigneeId,
      };
    case 'snooze':
      return from.state === 'closed' ? from : { ...from, state: 'snoozed', snoozedUntil: move.until };
    case 'wake':
      return from.state === 'snoozed' ? { ...awake, state: awakeState(from.owner) } : from;
    case 'reopen':
      if (from.state !== 'closed') return target(from, { kind: 'wake' });
      return { ...awake, state: 'open', owner: move.agentId ? 'agent' : 'bot', assigneeId: move.agentId ?? null };
    case 'release':
      return { ...awake, ...NOTHING_OWED, priority, state: 'open', owner: 'bot', assigneeId: null, handoffReason: null, teamId: null };
    case 'close':
      return {
        ...from,
        ...NOTHING_OWED,
        priority,
        state: 'closed',
        owner: 'none',
        assigneeId: null,
        handoffReason: null,
        teamId: null,
        snoozedUntil: null,
        closedAt: from.closedAt ?? move.at,
      };
  }
}

/** A conversation without an owner waits; any other is open again. */
export const awakeState = (owner: Owner): ConversationState => (owner === 'none' ? 'pending' : 'open');

/** The promise of a wait that has begun already stands; one that was broken is not made again. */
const waiting = (from: Ownership, dueAt: string | null): Ownership => ({
  ...from,
  state: 'pending',
  owner: 'none',
  assigneeId: null,
  snoozedUntil: null,
  closedAt: null,
  responseDueAt: from.responseDueAt ?? (from.escalatedAt ? null : dueAt),
});

/** What of a conversation counts when two of the same customer become one. */
export interface Thread extends Ownership {
  nextSeq: number;
  /** Customer messages from this seq on have not been answered. */
  unansweredFromSeq: number;
  /** What stands before it the bot is not shown. */
  botFromSeq: number;
  unreadCount: number;
  /** When the customer was last told that nobody is there. */
  awayToldAt: string | null;
  lastMessageAt: string;
  lastInboundAt: string | null;
  windowExpiresAt: string | null;
}

export interface StoredThread extends Thread {
  id: string;
  outletId: string;
  contactId: string;
}

export interface LastMessage {
  type: string;
  /** The beginning of it. */
  text: string | null;
  author: Author;
  direction: Direction;
  status: string;
  failed: boolean;
  /** The customer took it back. */
  deleted: boolean;
  /** Who wrote it into a group. */
  sender: string | null;
  at: string;
}

/** A conversation with its contact, as people see it. */
export interface Conversation extends StoredThread {
  labelIds: string[];
  lastMessage: LastMessage | null;
  contactName: string | null;
  contactUsername: string | null;
  phone: string | null;
  userId: string | null;
  groupId: string | null;
  /** Of a thread with a group. */
  group: Group | null;
  /** The customer's messages that nobody of the team has looked at. */
  unreadCount: number;
  createdAt: string;
}

/** In which order conversations are listed: the newest message first; who has waited longest first; the most urgent first. */
export const SORTS = ['newest', 'waiting', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

export interface ConversationFilter {
  state?: ConversationState;
  owner?: Owner;
  outletId?: string;
  phone?: string;
  contactId?: string;
  /** null: nobody's. */
  assigneeId?: string | null;
  teamId?: string;
  labelId?: string;
  priority?: Priority;
  unread?: boolean;
  /** Part of the contact's name, username or phone. */
  q?: string;
}

/** Where a page of a list ended. */
export interface ListPosition {
  rank: number;
  lastMessageAt: string;
  id: string;
}

/** Of conversations that are not closed. */
export interface ConversationCounts {
  open: number;
  pending: number;
  snoozed: number;
  mine: number;
  unassigned: number;
  unread: number;
  escalated: number;
}

export interface MergedThread extends Thread {
  /** Added to the seq of every message that moves over: they come after the ones that stay, in their own order. */
  offset: number;
  /** Answers under way for either conversation are now void, so the bot must be asked again. */
  asksForReply: boolean;
}

/**
 * Makes one conversation of two. The seqs of the one that stays do not change: whoever has seen it up to a seq has missed exactly
 * what is above it. A person who owns either half owns the whole; an open half keeps it open.
 */
export function mergeThreads(stays: Thread, goes: Thread): MergedThread {
  const weight = (thread: Thread): number => (thread.state === 'closed' ? 0 : { bot: 1, none: 2, agent: 3 }[thread.owner]);
  const leading = weight(goes) > weight(stays) ? goes : stays;
  const offset = stays.nextSeq - 1;
  const waits = (thread: Thread): boolean => thread.unansweredFromSeq < thread.nextSeq;
  const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
  const unansweredFromSeq = waits(stays) ? stays.unansweredFromSeq : goes.unansweredFromSeq + offset;
  return {
    state: leading.state,
    owner: leading.owner,
    assigneeId: leading.assigneeId,
    handoffReason: leading.handoffReason,
    teamId: leading.teamId,
    priority: leading.priority,
    snoozedUntil: leading.snoozedUntil,
    responseDueAt: leading.responseDueAt,
    escalatedAt: leading.escalatedAt,
    escalatedFrom: leading.escalatedFrom,
    closedAt: leading.closedAt,
    // What waits for an answer the bot is shown, wherever it stands.
    botFromSeq: Math.min(goes.botFromSeq > 1 ? goes.botFromSeq + offset : stays.botFromSeq, unansweredFromSeq),
    unreadCount: stays.unreadCount + goes.unreadCount,
    awayToldAt: later(stays.awayToldAt, goes.awayToldAt),
    epoch: Math.max(stays.epoch, goes.epoch) + 1,
    nextSeq: stays.nextSeq + goes.nextSeq - 1,
    unansweredFromSeq,
    lastMessageAt: later(stays.lastMessageAt, goes.lastMessageAt)!,
    lastInboundAt: later(stays.lastInboundAt, goes.lastInboundAt),
    windowExpiresAt: later(stays.windowExpiresAt, goes.windowExpiresAt),
    offset,
    asksForReply: leading.owner === 'bot' && (waits(stays) || waits(goes)),
  };
}
