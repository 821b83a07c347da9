import type { Author } from './message.js';

export const STATES = ['open', 'pending', 'snoozed', 'closed'] as const;
export type State = (typeof STATES)[number];
export const OWNERS = ['bot', 'agent', 'none'] as const;
export type Owner = (typeof OWNERS)[number];

/** Who may speak, under which epoch. */
export interface Ownership {
  state: State;
  owner: Owner;
  assigneeId: string | null;
  handoffReason: string | null;
  epoch: number;
}

export type OwnerMove =
  /** An agent writes, and thereby takes the conversation over. `agentId` is absent for a program. */
  | { kind: 'take-over'; agentId?: string }
  | { kind: 'handoff'; reason: string }
  | { kind: 'assign'; userId: string }
  | { kind: 'release' }
  | { kind: 'close' };

/**
 * Applies a move. The epoch grows with every change of hands, so that an answer asked for before it is never spoken after it.
 *
 * @returns the ownership afterwards, or undefined when the move changes nothing
 */
export function moveOwner(from: Ownership, move: OwnerMove): Ownership | undefined {
  const to = target(from, move);
  const isSame = (['state', 'owner', 'assigneeId', 'handoffReason'] as const).every((key) => from[key] === to[key]);
  return isSame ? undefined : { ...to, epoch: from.epoch + 1 };
}

function target(from: Ownership, move: OwnerMove): Omit<Ownership, 'epoch'> {
  switch (move.kind) {
    case 'take-over':
      // A colleague who helps out does not take the conversation from the one it is assigned to.
      return { state: 'open', owner: 'agent', assigneeId: from.assigneeId ?? move.agentId ?? null, handoffReason: from.handoffReason };
    case 'assign':
      return { state: 'open', owner: 'agent', assigneeId: move.userId, handoffReason: from.handoffReason };
    case 'handoff':
      // Waiting for a person already: the first reason stands.
      if (from.owner === 'none' && from.state === 'pending') return from;
      return { state: 'pending', owner: 'none', assigneeId: null, handoffReason: move.reason };
    case 'release':
      return { state: 'open', owner: 'bot', assigneeId: null, handoffReason: null };
    case 'close':
      return { state: 'closed', owner: 'none', assigneeId: null, handoffReason: null };
  }
}

/** What of a conversation counts when two of the same customer become one. */
export interface Thread extends Ownership {
  nextSeq: number;
  /** Customer messages from this seq on have not been answered. */
  unansweredFromSeq: number;
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
  direction: 'inbound' | 'outbound';
  status: string;
  failed: boolean;
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
  createdAt: string;
}

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** In which order conversations are listed: the newest message first; who has waited longest first; the most urgent first. */
export const SORTS = ['newest', 'waiting', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

export interface ConversationFilter {
  state?: State;
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
  /** Answers under way for either half are void now, so the bot is to be asked again. */
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
  return {
    state: leading.state,
    owner: leading.owner,
    assigneeId: leading.assigneeId,
    handoffReason: leading.handoffReason,
    epoch: Math.max(stays.epoch, goes.epoch) + 1,
    nextSeq: stays.nextSeq + goes.nextSeq - 1,
    unansweredFromSeq: waits(stays) ? stays.unansweredFromSeq : goes.unansweredFromSeq + offset,
    lastMessageAt: later(stays.lastMessageAt, goes.lastMessageAt)!,
    lastInboundAt: later(stays.lastInboundAt, goes.lastInboundAt),
    windowExpiresAt: later(stays.windowExpiresAt, goes.windowExpiresAt),
    offset,
    asksForReply: leading.owner === 'bot' && (waits(stays) || waits(goes)),
  };
}
