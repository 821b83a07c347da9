import type { Pricing, PricingCategory } from '../webhooks/pricing.js';
import type { OutboundStatus } from '../webhooks/status-script.js';
import type { WebhookError } from '../graph/graph-error.js';

/** `pending`: not offered yet; `sent`: offered to the webhook; `retrying`: refused so far; `delivered`: answered 200; `read`: the business read it; `lost`: given up. */
export type InboundStatus = 'pending' | 'sent' | 'retrying' | 'delivered' | 'read' | 'lost';

/** How the webhook took a customer's message so far. */
export interface DeliveryTrouble {
  attempts: number;
  reason: string;
  /** ISO 8601; absent when there will be no further attempt. */
  nextAttemptAt?: string;
}

interface ThreadMessageBase {
  wamid: string;
  phoneNumberId: string;
  /** The thread: phone digits or business-scoped user id of the customer, or the id of a group. */
  contact: string;
  /** In a group: the member who wrote. */
  sender?: { key: string; name: string };
  type: string;
  text?: string;
  /** Epoch milliseconds on the simulated clock. */
  at: number;
  contextWamid?: string;
  content: unknown;
}

export interface InboundMessage extends ThreadMessageBase {
  direction: 'inbound';
  status: InboundStatus;
  trouble?: DeliveryTrouble;
}

export interface OutboundMessage extends ThreadMessageBase {
  direction: 'outbound';
  status: OutboundStatus;
  callbackData?: string;
  category: PricingCategory;
  windowOpen: boolean;
  freeEntryPoint: boolean;
  serviceMessagesBefore: number;
  /** Under a max price: what it costs once it is delivered. */
  price?: Pricing['price'];
  error?: WebhookError;
  /** In a group: how far it is with each member, by key. */
  members?: Record<string, 'delivered' | 'read'>;
}

/** One message as the simulator keeps it. Inbound and outbound are named from the business's side: inbound = the customer wrote. */
export type ThreadMessage = InboundMessage | OutboundMessage;

export interface Contact {
  phoneNumberId: string;
  /** Phone digits or business-scoped user id: the key of the thread. */
  key: string;
  phone?: string;
  userId: string;
  name: string;
  username?: string;
  /** Reads whatever arrives, as if the thread were always open. */
  autoRead: boolean;
  /** Epoch milliseconds of the customer's last message. */
  lastInboundAt?: number;
  adClickAt?: number;
  freeEntryUntil?: number;
}

/** A message as `GET /simulator/messages` and the live feed show it. */
export interface ThreadItem {
  wamid: string;
  direction: 'inbound' | 'outbound';
  contact: string;
  sender?: { key: string; name: string };
  type: string;
  text?: string;
  at: string;
  status: string;
  callbackData?: string;
  contextWamid?: string;
  error?: WebhookError;
  trouble?: DeliveryTrouble;
  content: unknown;
}

export function threadItem(message: ThreadMessage): ThreadItem {
  return {
    wamid: message.wamid,
    direction: message.direction,
    contact: message.contact,
    ...(message.sender ? { sender: message.sender } : {}),
    type: message.type,
    text: message.text,
    at: new Date(message.at).toISOString(),
    status: message.status,
    contextWamid: message.contextWamid,
    ...(message.direction === 'outbound' ? { callbackData: message.callbackData, error: message.error } : { trouble: message.trouble }),
    content: message.content,
  };
}
