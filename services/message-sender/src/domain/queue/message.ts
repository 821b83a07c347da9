import type { MessageStatus } from '#contracts';

/** Why a message did not go, or not yet: of the last refusal by Graph, or of a `failed` status. */
export interface MessageError {
  /** Meta's code; 0 where the answer had none. */
  code: number;
  title?: string;
  details?: string;
  advice?: string;
  [key: string]: unknown;
}

export interface Pricing {
  type?: string;
  category?: string;
  [key: string]: unknown;
}

export interface Recipient {
  /** Digits of the international number, without `+`. */
  phone?: string;
  /** Business-scoped user id. */
  userId?: string;
}

/** What changes in a message after it was requested. */
export interface MessageProgress {
  state: MessageStatus;
  /** WhatsApp reported `failed` at least once. Kept apart: with several devices `delivered` may come before or after it. */
  failed: boolean;
  wamid: string | null;
  /** Times that a dispatcher has taken it: tells the answer to the present attempt from that to an earlier one. */
  claim: number;
  /** Answers of class `retry` so far. */
  refusals: number;
  /** Answers of class `wait` so far. */
  waits: number;
  /** Times that it went back into the queue after `unknown`; at most one. */
  resends: number;
  errors: MessageError[];
  pricing: Pricing | null;
}

/**
 * How far a message is. `failed` is below `delivered`, which a later status may still bring, and above `sent`, which it undoes. So the
 * furthest state wins whatever the order in which the reports arrive.
 */
const RANK: Record<MessageStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
};

export const isFurther = (state: MessageStatus, than: MessageStatus): boolean => RANK[state] > RANK[than];

/** Statuses of webhooks that are a state; WhatsApp may send others, which are kept and change nothing. */
export const reportedState = (status: string): MessageStatus | undefined =>
  ['sent', 'delivered', 'read', 'played', 'failed'].includes(status) ? (status as MessageStatus) : undefined;

/** Messages of one lane leave one after another. The phone comes first, as at Meta, where `to` wins over `recipient`. */
export const laneOf = (outletId: string, to: Recipient): string => `${outletId}:${to.phone ?? to.userId ?? ''}`;

/** One writing of a phone number for all who ask: digits only. A user id stays as it is. */
export const normalRecipient = ({ phone, userId }: Recipient): Recipient => {
  const digits = phone?.replaceAll(/\D/g, '');
  return { ...(digits ? { phone: digits } : {}), ...(userId ? { userId } : {}) };
};
