import { z } from 'zod';
import { normalizeSeen, type Identity, type SeenContact } from './identity.js';

/** An id that Meta sends as a string, or, in old payloads, as a number. */
const id = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .optional()
  .catch(undefined);

const systemMessage = z.object({
  system: z.object({ type: z.string(), wa_id: id, new_wa_id: id, user_id: id, previous_user_id: id, parent_user_id: id, customer: id }),
});

export interface IdentityChange {
  /** Under which the contact is known so far. */
  previous: SeenContact;
  /** What they have now. */
  next: SeenContact;
}

/**
 * Reads `system` messages of the types user_changed_number and user_changed_user_id. Source: Meta, "System messages webhook"
 * (`wa_id`, formerly `new_wa_id`; `user_id` and `previous_user_id` since 2026-08).
 *
 * @param from the sender: who they were before, except for a user id that may already be the new one
 * @returns undefined for any other message, and for a change that names nothing new
 */
export function readIdentityChange(message: { type: string; raw?: unknown; from: Identity }): IdentityChange | undefined {
  if (message.type !== 'system') return undefined;
  const parsed = systemMessage.safeParse(message.raw);
  if (!parsed.success) return undefined;
  const { system } = parsed.data;
  if (system.type !== 'user_changed_number' && system.type !== 'user_changed_user_id') return undefined;
  const next = normalizeSeen({ phone: system.wa_id ?? system.new_wa_id, userId: system.user_id, parentUserId: system.parent_user_id });
  const sender = message.from.userId === next?.userId ? undefined : message.from.userId;
  const previous = normalizeSeen({ phone: message.from.phone || system.customer, userId: system.previous_user_id ?? sender });
  return next && previous ? { previous, next } : undefined;
}
