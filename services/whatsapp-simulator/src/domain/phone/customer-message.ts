import { z } from 'zod';
import { contactKey, isUserId } from './identity.js';

const mediaReference = z
  .object({
    id: z.string().optional(),
    /** Base64 of the file; instead of `id`. */
    data: z.string().min(1).optional(),
    mimeType: z.string().max(128).optional(),
    caption: z.string().max(4096).optional(),
    filename: z.string().max(240).optional(),
    voice: z.boolean().optional(),
  })
  .refine((media) => media.id === undefined || media.data === undefined, {
    message: 'give id (from POST /simulator/media) or data (base64), not both; without either a sample is sent',
  });

const reply = z.object({ id: z.string().min(1).max(256), title: z.string().min(1).max(64), description: z.string().max(256).optional() });
const anything = z.record(z.string(), z.unknown());

/** What a customer may write: one schema for each `type`; the body is in the field of that name. */
export const CUSTOMER_BODIES = {
  text: z.union([z.string().min(1).max(65_536), z.object({ body: z.string().min(1).max(65_536) }).transform((text) => text.body)]),
  image: mediaReference,
  video: mediaReference,
  audio: mediaReference,
  document: mediaReference,
  sticker: mediaReference,
  location: z.object({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().max(1000).optional(),
    address: z.string().max(1000).optional(),
    url: z.string().max(2000).optional(),
  }),
  contacts: z.array(anything).min(1).max(257),
  reaction: z.object({ wamid: z.string().min(1), emoji: z.string().max(16).default('') }),
  /** Meta reports both of numbers that also run the phone app (coexistence). */
  edit: z.object({ wamid: z.string().min(1), text: z.string().min(1).max(65_536) }),
  revoke: z.object({ wamid: z.string().min(1) }),
  button: z.object({ payload: z.string().max(512), text: z.string().min(1).max(256) }),
  button_reply: reply,
  list_reply: reply,
  interactive: anything,
  order: anything,
  system: anything,
  unsupported: z.object({ type: z.string().optional() }).default({}),
} as const;

export type CustomerType = keyof typeof CUSTOMER_BODIES;

export const customerMessageSchema = z
  .object({
    phoneNumberId: z.string().min(1),
    from: z.string().optional(),
    userId: z.string().refine(isUserId, 'a business-scoped user id such as US.13491208655302741918').optional(),
    name: z.string().min(1).max(128).optional(),
    username: z.string().min(1).max(64).optional(),
    type: z.string().regex(/^[a-z_]{1,40}$/, 'a message type such as text'),
    contextWamid: z.string().min(1).max(512).optional(),
    /** A group that the customer is in, in place of the business alone. */
    groupId: z.string().min(1).max(256).optional(),
    /** Click-to-WhatsApp advertisement, as Meta puts it into the webhook. */
    referral: anything.optional(),
  })
  .loose()
  .superRefine((message, context) => {
    if (message.from === undefined && message.userId === undefined) {
      context.addIssue({ code: 'custom', path: ['from'], message: 'from (a phone such as +491512345678) or userId is required' });
    } else if (message.from !== undefined && (contactKey(message.from) === undefined || isUserId(message.from))) {
      context.addIssue({ code: 'custom', path: ['from'], message: 'a phone number in the full international form such as +491512345678' });
    }
  });

export type CustomerMessage = z.infer<typeof customerMessageSchema>;

/** The schema of a body. A type that WhatsApp may add later is accepted as it is, if it has a body. */
export function customerBodySchema(type: string): z.ZodType {
  return CUSTOMER_BODIES[type as CustomerType] ?? anything;
}

/** The `<type>: body` pair of a webhook message, and its words. */
export interface WireBody {
  type: string;
  body: unknown;
  text?: string;
}

/**
 * Turns what the customer wrote into the form of a webhook message. Media bodies come ready from the media store.
 *
 * @param typeOf the type of an earlier message, where there is one
 */
export function wireBody(type: string, body: unknown, typeOf: (wamid: string) => string | undefined = () => undefined): WireBody {
  switch (type) {
    case 'text':
      return { type, body: { body }, text: body as string };
    case 'reaction': {
      const reaction = body as z.infer<typeof CUSTOMER_BODIES.reaction>;
      return { type, body: { message_id: reaction.wamid, emoji: reaction.emoji }, text: reaction.emoji };
    }
    case 'edit': {
      const { wamid, text } = body as z.infer<typeof CUSTOMER_BODIES.edit>;
      const edited = typeOf(wamid) ?? 'text';
      const message = { type: edited, [edited]: edited === 'text' ? { body: text } : { caption: text } };
      return { type, body: { original_message_id: wamid, message }, text };
    }
    case 'revoke':
      return { type, body: { original_message_id: (body as z.infer<typeof CUSTOMER_BODIES.revoke>).wamid } };
    case 'button_reply':
    case 'list_reply': {
      const choice = body as z.infer<typeof reply>;
      return { type: 'interactive', body: { type, [type]: choice }, text: choice.title };
    }
    case 'button':
      return { type, body, text: (body as { text: string }).text };
    default: {
      const caption = (body as { caption?: unknown }).caption;
      return { type, body, text: typeof caption === 'string' ? caption : undefined };
    }
  }
}
