import { z } from 'zod';
import { ORDER_STATUSES } from '#contracts';

/** What a receiver is told. New optional fields may come; nothing is renamed or taken away. */
const contact = z.object({
  id: z.uuid(),
  /** Digits with the country code. */
  phone: z.string().optional(),
  /** WhatsApp's business-scoped id of somebody who hides their number. */
  userId: z.string().optional(),
  name: z.string().optional(),
});

const message = z.object({
  messageId: z.uuid(),
  conversationId: z.uuid(),
  outletId: z.uuid(),
  contact,
  /** Position in the conversation, from 1 on. */
  seq: z.number().int(),
  author: z.enum(['customer', 'bot', 'agent', 'api', 'system']),
  type: z.string(),
  /** The first 8,000 characters. */
  text: z.string().optional(),
  /** WhatsApp's own id of the message. */
  wamid: z.string().optional(),
  at: z.iso.datetime(),
});

const order = z.object({
  orderId: z.uuid(),
  orderNumber: z.string(),
  status: z.enum(ORDER_STATUSES),
  /** Who did it: a person, a program, the customer, the shop, or a time that has passed. */
  by: z.enum(['user', 'api-key', 'customer', 'shop', 'system']),
  /** ISO 4217 */
  currency: z.string(),
  /** In the smallest unit of the currency. */
  totalMinor: z.number().int(),
  externalPlatform: z.string().optional(),
  externalId: z.string().optional(),
  /** Absent while the customer is no contact. */
  contactId: z.uuid().optional(),
  at: z.iso.datetime(),
});

const template = {
  templateId: z.uuid(),
  /** WhatsApp's id of the account. */
  wabaId: z.string(),
  name: z.string(),
  language: z.string(),
};

const stop = {
  holdId: z.uuid(),
  /** What it is about: all numbers (`app`), an account (`waba`), a number, or a template. */
  scope: z.enum(['app', 'waba', 'number', 'template']),
  /** Of a number. */
  outletId: z.uuid().optional(),
  /** Of an account or a template. */
  wabaId: z.string().optional(),
  /** The template's name. */
  template: z.string().optional(),
  /** WhatsApp's code, or one of ours: token_missing, token_unreadable, request_not_valid. */
  code: z.string(),
  at: z.iso.datetime(),
};

const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
const CONVERSATION_ID = '0198c0de-0000-7000-8000-000000000010';
const OUTLET_ID = '0198c0de-0000-7000-8000-000000000001';
const MESSAGE_ID = '0198c0de-0000-7000-8000-000000000012';
const TEMPLATE = { templateId: '0198c0de-0000-7000-8000-0000000000d1', wabaId: '102290129340398', name: 'order_update', language: 'en_US' };

const ORDER = {
  orderId: '0198c0de-0000-7000-8000-0000000000e1',
  orderNumber: '1042',
  status: 'paid',
  by: 'shop',
  currency: 'PEN',
  totalMinor: 2_500,
  externalPlatform: 'woocommerce',
  externalId: '450789469',
  contactId: CONTACT_ID,
  at: '2026-11-20T09:00:00.000Z',
};

/** Statuses that are told; what only says how far our own queue is, is not. */
export const TOLD_STATUSES = ['accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'unknown', 'cancelled'] as const;

/** Every type of event, what it means, and what its `data` holds. docs/webhook-events.md is written from it. */
export const PUBLIC_EVENTS = {
  'message.received': {
    summary: 'A customer wrote.',
    data: message,
    example: {
      messageId: MESSAGE_ID,
      conversationId: CONVERSATION_ID,
      outletId: OUTLET_ID,
      contact: { id: CONTACT_ID, phone: '16505551234', name: 'Kerry Fisher' },
      seq: 1,
      author: 'customer',
      type: 'text',
      text: 'What are your opening hours?',
      wamid: 'wamid.HBgLMTY1',
      at: '2026-11-20T09:00:00.000Z',
    },
  },
  'message.sent': {
    summary:
      'The bot, a person or a program answered a customer: the message stands in the conversation. `message.status` tells how far it got.',
    data: message,
    example: {
      messageId: '0198c0de-0000-7000-8000-000000000013',
      conversationId: CONVERSATION_ID,
      outletId: OUTLET_ID,
      contact: { id: CONTACT_ID, phone: '16505551234' },
      seq: 2,
      author: 'bot',
      type: 'text',
      text: 'We are open from 9 to 18.',
      at: '2026-11-20T09:00:03.000Z',
    },
  },
  'message.status': {
    summary:
      'A message to a customer got further, failed, or was cancelled before it left. One that a program sent through the API has neither `conversationId` nor `wamid`: know it by `messageId`.',
    data: z.object({
      messageId: z.uuid(),
      /** Absent for a message that a program sent through the API. */
      conversationId: z.uuid().optional(),
      outletId: z.uuid(),
      status: z.enum(TOLD_STATUSES),
      /** Absent where the conversation is. */
      wamid: z.string().optional(),
      /** Why it failed, by WhatsApp's codes. */
      errors: z.array(z.object({ code: z.number(), title: z.string().optional(), details: z.string().optional() })),
      at: z.iso.datetime(),
    }),
    example: {
      messageId: '0198c0de-0000-7000-8000-000000000013',
      conversationId: CONVERSATION_ID,
      outletId: OUTLET_ID,
      status: 'delivered',
      wamid: 'wamid.HBgLMTY2',
      errors: [],
      at: '2026-11-20T09:00:04.000Z',
    },
  },
  'conversation.updated': {
    summary: 'A conversation began, passed to the bot, to a person or to nobody, was assigned, or was closed.',
    data: z.object({
      conversationId: z.uuid(),
      outletId: z.uuid(),
      change: z.enum(['created', 'handed_over', 'assigned', 'released', 'closed', 'changed']),
      /** Absent when it was created. */
      state: z.enum(['open', 'pending', 'snoozed', 'closed']).optional(),
      owner: z.enum(['bot', 'agent', 'none']).optional(),
      /** The person who has it now. */
      assigneeId: z.uuid().optional(),
      contactId: z.uuid().optional(),
    }),
    example: { conversationId: CONVERSATION_ID, outletId: OUTLET_ID, change: 'handed_over', state: 'pending', owner: 'none' },
  },
  'contact.updated': {
    summary:
      'A person or a program created a contact, changed what is known of it, or merged another one into it; or a customer stopped promotions, or wants them (`fields` is `consent`).',
    data: z.object({
      contactId: z.uuid(),
      change: z.enum(['created', 'changed', 'merged']),
      /** Names of what differs from before. */
      fields: z.array(z.string()),
      /** The contact that went into this one. */
      mergedId: z.uuid().optional(),
      contact: z.object({
        name: z.string().nullable(),
        phone: z.string().nullable(),
        userId: z.string().nullable(),
        email: z.string().nullable(),
        language: z.string().nullable(),
        tags: z.array(z.string()),
        attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        marketingConsent: z.string(),
      }),
      at: z.iso.datetime(),
    }),
    example: {
      contactId: CONTACT_ID,
      change: 'changed',
      fields: ['tags'],
      contact: {
        name: 'Kerry Fisher',
        phone: '16505551234',
        userId: null,
        email: null,
        language: 'en',
        tags: ['vip'],
        attributes: { city: 'Lima' },
        marketingConsent: 'granted',
      },
      at: '2026-11-20T09:00:00.000Z',
    },
  },
  'contact.erased': {
    summary: 'A customer was forgotten: erase what you have of this contact too.',
    data: z.object({ contactId: z.uuid() }),
    example: { contactId: CONTACT_ID },
  },
  'order.created': {
    summary: 'An order was made: by a shop, by the API, by a person, or by a customer in WhatsApp. `GET /orders/{id}` tells the rest.',
    data: order,
    example: ORDER,
  },
  'order.updated': {
    summary: 'An order moved on: `status` is where it stands now. `GET /orders/{id}` tells the rest.',
    data: order.extend({ previousStatus: z.enum(ORDER_STATUSES) }),
    example: { ...ORDER, status: 'shipped', previousStatus: 'packing', by: 'user' },
  },
  'template.status': {
    summary: 'WhatsApp approved, rejected, paused or disabled a message template, or its status changed otherwise.',
    data: z.object({
      ...template,
      /** By WhatsApp's words: APPROVED, REJECTED, PAUSED, DISABLED, PENDING, DELETED and others. */
      status: z.string(),
      previousStatus: z.string().nullable(),
      /** Why, where WhatsApp says it. */
      reason: z.string().optional(),
      at: z.iso.datetime(),
    }),
    example: { ...TEMPLATE, status: 'REJECTED', previousStatus: 'PENDING', reason: 'INVALID_FORMAT', at: '2026-11-20T09:00:00.000Z' },
  },
  'template.quality': {
    summary: 'Customers like a message template more or less than before: WhatsApp pauses one of low quality.',
    data: z.object({
      ...template,
      /** By WhatsApp's words: GREEN, YELLOW, RED, UNKNOWN. */
      quality: z.string(),
      previousQuality: z.string().nullable(),
      at: z.iso.datetime(),
    }),
    example: { ...TEMPLATE, quality: 'YELLOW', previousQuality: 'GREEN', at: '2026-11-20T09:00:00.000Z' },
  },
  'template.category': {
    summary:
      'WhatsApp moved a message template to another category, or announced that it will: its price changes, and whom it may reach. Route and count by `category`, and only once `state` is `changed`.',
    data: z.object({
      ...template,
      /** `announced`: `category` counts from `effectiveAt` on, until then `previousCategory`. */
      state: z.enum(['announced', 'changed']),
      /** By WhatsApp's words: MARKETING, UTILITY, AUTHENTICATION. */
      category: z.string(),
      previousCategory: z.string().nullable(),
      /** Of an announcement, where WhatsApp says it. */
      effectiveAt: z.iso.datetime().optional(),
      at: z.iso.datetime(),
    }),
    example: { ...TEMPLATE, state: 'changed', category: 'MARKETING', previousCategory: 'UTILITY', at: '2026-11-20T09:00:00.000Z' },
  },
  'number.stopped': {
    summary: 'WhatsApp has stopped a number, an account or a template: its messages wait, and somebody has to do something about it.',
    data: z.object({
      ...stop,
      /** auth: it goes on with another access token; stop: when somebody lifts the hold. */
      kind: z.enum(['auth', 'stop']),
      title: z.string(),
    }),
    example: {
      holdId: '0198c0de-0000-7000-8000-0000000000e1',
      scope: 'number',
      outletId: OUTLET_ID,
      kind: 'auth',
      code: '190',
      title: 'Access token expired',
      at: '2026-11-20T09:00:00.000Z',
    },
  },
  'number.resumed': {
    summary: 'What was stopped goes on: its messages leave again.',
    data: z.object(stop),
    example: {
      holdId: '0198c0de-0000-7000-8000-0000000000e1',
      scope: 'number',
      outletId: OUTLET_ID,
      code: '190',
      at: '2026-11-20T10:00:00.000Z',
    },
  },
  'quota.warned': {
    summary:
      'Your company has used 80 % or all of a limit of its plan. Once a meter, level and month (UTC), and anew when the limit changes.',
    data: z.object({
      /** What is limited. */
      meter: z.enum(['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents']),
      /** Percent of the limit: 80 or 100. */
      level: z.number().int(),
      limit: z.number().int(),
      /** When it was found. */
      used: z.number().int(),
      /** More is refused: the plan has no room, and the deposit does not pay for more. */
      stopped: z.boolean(),
      /** First and last day of the month. */
      period: z.object({ from: z.iso.date(), to: z.iso.date() }),
      at: z.iso.datetime(),
    }),
    example: {
      meter: 'messages',
      level: 80,
      limit: 1_000,
      used: 800,
      stopped: false,
      period: { from: '2026-11-01', to: '2026-11-30' },
      at: '2026-11-20T09:00:00.000Z',
    },
  },
} as const satisfies Record<string, { summary: string; data: z.ZodType; example: unknown }>;

export type PublicEventType = keyof typeof PUBLIC_EVENTS;
export const PUBLIC_EVENT_TYPES = Object.keys(PUBLIC_EVENTS) as PublicEventType[];

/** What an endpoint may ask for; `*` is everything, now and later. */
export const ASKABLE_EVENTS = [...PUBLIC_EVENT_TYPES, '*'] as const;

/** The event that a person asks for to try an endpoint. Nobody subscribes to it. */
export const TEST_EVENT = 'test';

export interface PublicEvent {
  /** The identity that a receiver knows it by, in every delivery. */
  id: string;
  type: PublicEventType;
  /** Events of one lane are delivered one after another: a conversation, a contact, a template, a hold, or the tenant itself. */
  lane: string;
  /** Whom it is about, where that is not the lane: a member of a group. */
  contactId?: string;
  /** The body as it travels. */
  body: string;
}

/** @returns the body of a webhook (Standard Webhooks, "Payload structure") */
export const bodyOf = (type: string, timestamp: string, data: unknown): string => JSON.stringify({ type, timestamp, data });
