// The words that events, queries, live events and REST share. Each list stands here once.

export const CONVERSATION_STATES = ['open', 'pending', 'snoozed', 'closed'] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

/** Who may speak in a conversation: the bot, a person, or nobody yet. */
export const OWNERS = ['bot', 'agent', 'none'] as const;
export type Owner = (typeof OWNERS)[number];

/** Who wrote a message. `api`: a program with an API key; `system`: a notice that neither the bot nor a person wrote. */
export const AUTHORS = ['customer', 'bot', 'agent', 'api', 'system'] as const;
export type Author = (typeof AUTHORS)[number];

export const DIRECTIONS = ['inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * How far an outbound message got, in order. `unknown` (the request left, no answer came back) is more than sending and less than
 * accepted.
 */
export const MESSAGE_PROGRESS = ['queued', 'sending', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played'] as const;
export type MessageProgress = (typeof MESSAGE_PROGRESS)[number];

/** `failed` stands beside the progress: a later status may still bring `delivered`. */
export const MESSAGE_STATUSES = [...MESSAGE_PROGRESS, 'failed'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Where a message may be for whoever sends it: before its turn, on its way, or taken back before it left. */
export const MESSAGE_STATES = ['scheduled', ...MESSAGE_STATUSES, 'cancelled'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Classes of messages, in the order in which a busy number serves them. */
export const SEND_CLASSES = ['otp', 'reply', 'reminder', 'drip', 'broadcast'] as const;
export type SendClass = (typeof SEND_CLASSES)[number];

/** What a person has set: whoever is away is given nothing new. */
export const AVAILABILITIES = ['online', 'away'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** Reason of `owner-changed` where a group is left to people because the bot does not speak there: it has handed nothing over. */
export const IN_GROUP = 'group';

/** Types of messages that are recorded and shown, but are nothing that a customer says: they ask for nothing and open no window. */
export const SILENT_TYPES = ['reaction', 'system', 'edit', 'revoke'] as const;
export const isSilent = (type: string): boolean => (SILENT_TYPES as readonly string[]).includes(type);

/** Where an order may stand, in the order of its life. */
export const ORDER_STATUSES = [
  'awaiting_confirmation',
  'pending',
  'confirmed',
  'paid',
  'packing',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
  'returned',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** What an order comes to that campaigns may begin or end by. */
export const ORDER_MILESTONES = ['created', 'paid'] as const;
export type OrderMilestone = (typeof ORDER_MILESTONES)[number];
