import type { DurableEvent } from '../../live/events';
import type { Message } from './contract';

/** What is loaded of a thread: its newest end, without holes. */
export interface ThreadData {
  /** Oldest first. */
  messages: Message[];
  /** From where to read on backwards; null at the beginning of the thread. */
  older: string | null;
}

const RANKS = ['received', 'queued', 'sending', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played', 'cancelled'];

/** Of two copies of one message the one that knows more of its delivery; as much known, the one that came later. */
function newer(before: Message, after: Message): Message {
  if (before.status === 'failed' && after.status !== 'failed')
    return RANKS.indexOf(after.status) >= RANKS.indexOf('delivered') ? after : before;
  if (after.status === 'failed') return after;
  return RANKS.indexOf(after.status) < RANKS.indexOf(before.status) ? before : after;
}

/** Where a message stands: at its seq, or right before another one where it came after newer ones. */
export const placeOf = ({ seq, beforeSeq }: Message): number => beforeSeq ?? seq;

/** The order of the thread, as the server has it. */
export const inThread = (one: Message, other: Message): number =>
  placeOf(one) - placeOf(other) ||
  Number(other.beforeSeq !== undefined) - Number(one.beforeSeq !== undefined) ||
  Date.parse(one.at) - Date.parse(other.at) ||
  one.seq - other.seq;

/** Each message once, in the order of the conversation. */
export function merged(messages: readonly Message[], more: readonly Message[]): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const message of more) {
    const before = byId.get(message.id);
    byId.set(message.id, before ? newer(before, message) : message);
  }
  return [...byId.values()].sort(inThread);
}

export const lastSeqOf = ({ messages }: ThreadData): number => messages.reduce((last, { seq }) => Math.max(last, seq), 0);

/** @returns the thread after an event, and whether messages before the event’s are missing */
export function threadAfter(data: ThreadData, conversationId: string, event: DurableEvent): { data: ThreadData; isHoled: boolean } {
  if ((event.kind !== 'message' && event.kind !== 'status') || event.conversationId !== conversationId) return { data, isHoled: false };
  const { message } = event;
  const last = lastSeqOf(data);
  if (event.kind === 'status' && !data.messages.some(({ id }) => id === message.id)) return { data, isHoled: message.seq > last };
  const first = data.messages[0] ? placeOf(data.messages[0]) : 0;
  // Above the part that is loaded: it comes when somebody reads up to there.
  if (placeOf(message) < first && data.older !== null) return { data, isHoled: false };
  return { data: { ...data, messages: merged(data.messages, [message]) }, isHoled: data.messages.length > 0 && message.seq > last + 1 };
}
