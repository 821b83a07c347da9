import type {
  contactChanged,
  EventOf,
  holdEnded,
  holdPlaced,
  messageCancelled,
  messageRecorded,
  orderChanged,
  ownerChanged,
  quotaWarned,
  statusChanged,
  templateChanged,
} from '#contracts';
import { bodyOf, PUBLIC_EVENTS, TOLD_STATUSES, type PublicEvent, type PublicEventType } from './public-events.js';

type Envelope = Pick<EventOf<typeof messageRecorded>, 'id' | 'occurredAt'>;

/** Throws where a body would not be what is documented: a fault of ours that must not leave. */
function told(event: Envelope, type: PublicEventType, lane: string, data: unknown, contactId?: string): PublicEvent {
  const body = bodyOf(type, event.occurredAt, PUBLIC_EVENTS[type].data.parse(data));
  return { id: event.id, type, lane, body, ...(contactId ? { contactId } : {}) };
}

/** A second event that comes right before one: the id before its own, the same whenever it is worked out. Deliveries go by their ids. */
const idBefore = (id: string): string => id.slice(0, -12) + (BigInt(`0x${id.slice(-12)}`) - 1n).toString(16).padStart(12, '0');

export function ofMessage(event: EventOf<typeof messageRecorded>): PublicEvent[] {
  const { conversationId, outletId, contactId, contact, message } = event.data;
  const { id: messageId, seq, author, type, text, wamid, at, direction } = message;
  const data = { messageId, conversationId, outletId, contact: { id: contactId, ...contact }, seq, author, type, text, wamid, at };
  const own = told(event, direction === 'inbound' ? 'message.received' : 'message.sent', conversationId, data, contactId);
  if (seq !== 1) return [own];
  const created = { conversationId, outletId, change: 'created', contactId };
  return [told({ ...event, id: idBefore(event.id) }, 'conversation.updated', conversationId, created, contactId), own];
}

export function ofStatus(event: EventOf<typeof statusChanged>): PublicEvent[] {
  const { messageId, conversationId, outletId, status, wamid, errors, at } = event.data;
  if (!TOLD_STATUSES.some((each) => each === status)) return [];
  // A wamid holds the phone number. Without a conversation nothing else says whose message it was: an erasure could not find it.
  const data = { messageId, conversationId, outletId, status, ...(conversationId ? { wamid } : {}), errors, at };
  return [told(event, 'message.status', conversationId ?? messageId, data)];
}

export function ofCancelled(event: EventOf<typeof messageCancelled>): PublicEvent[] {
  const { messageId, conversationId, outletId, at } = event.data;
  return [
    told(event, 'message.status', conversationId ?? messageId, {
      messageId,
      conversationId,
      outletId,
      status: 'cancelled',
      errors: [],
      at,
    }),
  ];
}

/** Whether the lane of an event is a conversation or a contact, by which an erasure finds it. */
export const isReachedByErasure = ({ event, body }: { event: string; body: string }): boolean =>
  event !== ('message.status' satisfies PublicEventType) ||
  (JSON.parse(body) as { data: { conversationId?: string } }).data.conversationId !== undefined;

export function ofOwnerChange(event: EventOf<typeof ownerChanged>): PublicEvent[] {
  const { conversationId, outletId, state, owner, assigneeId } = event.data;
  const data = { conversationId, outletId, change: changeOf(event.data), state, owner, assigneeId };
  return [told(event, 'conversation.updated', conversationId, data)];
}

function changeOf({ state, owner, previousOwner, assigneeId }: EventOf<typeof ownerChanged>['data']): string {
  if (state === 'closed') return 'closed';
  if (owner === 'bot') return 'released';
  if (assigneeId) return 'assigned';
  return previousOwner === 'bot' ? 'handed_over' : 'changed';
}

export function ofContact(event: EventOf<typeof contactChanged>): PublicEvent[] {
  return [told(event, 'contact.updated', event.data.contactId, event.data)];
}

/** One order's in their order; an erasure finds them by the contact. */
export function ofOrder(event: EventOf<typeof orderChanged>): PublicEvent[] {
  // Milestones are for campaigns; whoever gets webhooks reads the statuses.
  const { milestones: _, ...data } = event.data;
  const { orderId, contactId, previousStatus } = data;
  return [told(event, previousStatus ? 'order.updated' : 'order.created', orderId, data, contactId)];
}

export function ofTemplate(event: EventOf<typeof templateChanged>): PublicEvent[] {
  const { templateId, wabaId, name, language, change, from, to, reason, effectiveAt, at } = event.data;
  const tell = (type: PublicEventType, data: object): PublicEvent[] => [
    told(event, type, templateId, { templateId, wabaId, name, language, ...data, at }),
  ];
  if (change === 'status') return tell('template.status', { status: to, previousStatus: from, ...(reason ? { reason } : {}) });
  if (change === 'quality') return tell('template.quality', { quality: to, previousQuality: from });
  const state = change === 'category' ? 'changed' : 'announced';
  return tell('template.category', { state, category: to, previousCategory: from, ...(effectiveAt ? { effectiveAt } : {}) });
}

export function ofHold(event: EventOf<typeof holdPlaced>): PublicEvent[] {
  return [told(event, 'number.stopped', event.data.holdId, event.data)];
}

export function ofEndedHold(event: EventOf<typeof holdEnded>): PublicEvent[] {
  return [told(event, 'number.resumed', event.data.holdId, event.data)];
}

export function ofQuotaWarning(event: EventOf<typeof quotaWarned>): PublicEvent[] {
  return [told(event, 'quota.warned', event.tenantId, event.data)];
}

/** @param id of the event: one for each contact that is gone */
export const ofErasure = (id: string, occurredAt: string, contactId: string): PublicEvent =>
  told({ id, occurredAt }, 'contact.erased', contactId, { contactId });
