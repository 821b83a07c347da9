import type { EventOf, paymentNoticeReceived } from '#contracts';

export interface StripeNotice {
  /** When Stripe made the event, in milliseconds of Unix time; 0 where it does not say. */
  createdMs: number;
  data: EventOf<typeof paymentNoticeReceived>['data'];
}

/**
 * What an event of Stripe is about. Of its object only names are read, which no version of their API has changed, so that any version and
 * both kinds of events (with the object inside, and "thin" ones that only name it) are taken.
 *
 * @param body the bytes that were signed @returns undefined for what is no event, or is about nothing that has an id
 */
export function readStripeNotice(body: Buffer): StripeNotice | undefined {
  const event = parse(body);
  const inside = event?.data?.object;
  const named = event?.related_object;
  const object = inside ? { type: inside.object, id: inside.id } : { type: named?.type?.replace(/^v1\./, ''), id: named?.id };
  const type = event?.type;
  if (!isName(event?.id) || !isName(type) || !isName(object.type) || !isName(object.id)) return undefined;
  const customer = inside?.customer;
  const customerId = object.type === 'customer' ? object.id : typeof customer === 'string' ? customer : customer?.id;
  return {
    createdMs: timeOf(event.created),
    data: {
      provider: 'stripe',
      noticeId: event.id,
      type: type.replace(/^v1\./, ''),
      object: { type: object.type, id: object.id },
      customerId: isName(customerId) ? customerId : null,
    },
  };
}

interface Event {
  id?: unknown;
  type?: unknown;
  /** Unix seconds; text in a thin event. */
  created?: unknown;
  data?: { object?: { object?: unknown; id?: unknown; customer?: string | { id?: unknown } | null } };
  related_object?: { type?: string; id?: unknown };
}

function parse(body: Buffer): Event | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 100;

/** @returns milliseconds; 0 where the event has no readable time */
function timeOf(created: unknown): number {
  const timeMs = typeof created === 'number' ? created * 1_000 : typeof created === 'string' ? Date.parse(created) : 0;
  return Number.isSafeInteger(timeMs) && timeMs >= 0 && timeMs < 2 ** 48 ? timeMs : 0;
}
