import type { Author } from '#contracts';
import { PHONE_APP, type Ownership, type OwnerMove, type Priority } from '../threads/conversation.js';

/** What may happen to a conversation beside its messages. */
export const ACTIVITY_KINDS = [
  'handed_over',
  'taken_over',
  'assigned',
  'assigned_team',
  'escalated',
  'snoozed',
  'woken',
  'reopened',
  'released',
  'closed',
  'undone',
  'labelled',
  'priority_changed',
  'survey_answered',
  'opted_out',
  'opted_in',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** What belongs to a kind; everything else is absent. */
export interface ActivityDetail {
  /** Why a person is needed. */
  reason?: string;
  assigneeId?: string;
  /** null: that of the inbox. */
  teamId?: string | null;
  until?: string;
  priority?: Priority;
  /** What the customer chose, 1 to 5. */
  rating?: number;
  /** Names of labels, as they were called then: labels go away, and what was done stays readable. */
  added?: string[];
  removed?: string[];
}

/** Who did it: people and programs by their id. */
export interface ActivityActor {
  author: Author;
  id?: string;
}
export const BY_SYSTEM: ActivityActor = { author: 'system' };

/** How a conversation stood before a move that can be undone. */
export interface Undo {
  ownership: Ownership;
  unansweredFromSeq: number;
  botFromSeq: number;
}

export interface NewActivity {
  conversationId: string;
  /** seq of the message before it; 0: before the first one. */
  afterSeq: number;
  kind: ActivityKind;
  by: ActivityActor;
  detail?: ActivityDetail;
  /** Set where it can be undone: the epoch after it, and what stood before it. */
  undo?: { epoch: number; before: Undo };
}

/** A line of the thread. */
export interface Activity {
  id: string;
  conversationId: string;
  afterSeq: number;
  kind: ActivityKind;
  author: Author;
  actorId: string | null;
  detail: ActivityDetail;
  at: string;
}

/**
 * What people read about a move of a conversation.
 *
 * @param ends whether hands have changed @returns undefined where there is nothing to read: an agent who has the conversation writes on
 */
export function activityOf(
  from: Ownership,
  to: Ownership,
  move: OwnerMove,
  ends: boolean,
): { kind: ActivityKind; detail?: ActivityDetail } | undefined {
  switch (move.kind) {
    case 'take-over':
    case 'write':
      return ends ? { kind: 'taken_over' } : undefined;
    case 'handoff':
      return { kind: 'handed_over', detail: { reason: move.reason } };
    case 'write-on-phone':
      return ends ? { kind: 'handed_over', detail: { reason: PHONE_APP } } : undefined;
    case 'assign':
      return { kind: 'assigned', detail: { assigneeId: move.userId } };
    case 'assign-team':
      return { kind: 'assigned_team', detail: { teamId: move.teamId } };
    case 'escalate':
      return { kind: 'escalated' };
    case 'snooze':
      return { kind: 'snoozed', detail: { until: move.until } };
    case 'wake':
      return { kind: 'woken' };
    case 'reopen':
      return { kind: from.state === 'closed' ? 'reopened' : 'woken' };
    case 'release':
      return ends ? { kind: 'released' } : undefined;
    case 'close':
      return to.state === from.state ? undefined : { kind: 'closed' };
  }
}

const UNDOABLE: Partial<Record<OwnerMove['kind'], true>> = { 'take-over': true, release: true, close: true };
export const canUndo = (move: OwnerMove): boolean => UNDOABLE[move.kind] === true;

/** For so long a person may undo what they have done. */
export const UNDO_MS = 60_000;

/** Whether a conversation still stands as the move left it. Its epoch says nothing about sleep, which is no change of hands. */
export function standsAsLeft(present: Ownership, kind: ActivityKind): boolean {
  if (kind === 'closed') return present.state === 'closed';
  return present.state === 'open' && present.owner === (kind === 'released' ? 'bot' : 'agent');
}
