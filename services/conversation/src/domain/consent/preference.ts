/** What a customer set for a business's promotions in WhatsApp itself. */
export interface Preference {
  waId?: string;
  userId?: string;
  value: 'stop' | 'resume';
  /** ISO 8601 */
  at: string;
}

/**
 * Meta, webhook field `user_preferences`: `value` is stop or resume, for the category `marketing_messages`; `timestamp` is a number of
 * seconds. What is not readable is left out: the webhook stays in the journal.
 *
 * @param change what the gateway tells of a webhook's field @param receivedAt stands in for a time that is missing
 */
export function preferencesOf(change: { field: string; value: unknown }, receivedAt: string): Preference[] {
  if (change.field !== 'user_preferences') return [];
  const { user_preferences: given } = (change.value ?? {}) as { user_preferences?: unknown };
  return Array.isArray(given) ? given.flatMap((one) => preferenceOf(one, receivedAt) ?? []) : [];
}

function preferenceOf(given: unknown, receivedAt: string): Preference | undefined {
  const { wa_id: waId, user_id: userId, category = 'marketing_messages', value, timestamp } = (given ?? {}) as Record<string, unknown>;
  if (category !== 'marketing_messages' || (value !== 'stop' && value !== 'resume')) return undefined;
  const who = {
    ...(typeof waId === 'string' && waId !== '' ? { waId } : {}),
    ...(typeof userId === 'string' && userId !== '' ? { userId } : {}),
  };
  if (Object.keys(who).length === 0) return undefined;
  const seconds = Number(timestamp);
  const isTime = timestamp !== undefined && Number.isFinite(seconds) && seconds > 0 && seconds < 1e11;
  return { ...who, value, at: isTime ? new Date(seconds * 1000).toISOString() : receivedAt };
}
