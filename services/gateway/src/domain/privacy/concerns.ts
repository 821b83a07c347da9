interface Party {
  phone?: unknown;
  waId?: unknown;
  userId?: unknown;
  /** Of a status of a message into a group: a phone or a user id. */
  participantId?: unknown;
}

interface EventData {
  conversationId?: unknown;
  to?: Party;
  recipient?: Party;
  message?: { from?: Party; author?: unknown };
  question?: unknown;
  status?: { recipient?: Party };
}

/** A customer's identifiers in events. */
export interface Forgotten {
  phones: readonly string[];
  userIds: readonly string[];
  conversationIds: readonly string[];
  /** Of groups in which they wrote: what customers said there is not kept by the event, whoever of them it was. */
  groupConversationIds?: readonly string[] | undefined;
}

/** Whether an event of any producer is about this customer. @param envelope its JSON; false if it cannot be read */
export function concerns(envelope: string, { phones, userIds, conversationIds, groupConversationIds = [] }: Forgotten): boolean {
  let data: EventData | undefined;
  try {
    data = (JSON.parse(envelope) as { data?: EventData }).data;
  } catch {
    return false;
  }
  if (!data) return false;
  const parties = [data.to, data.recipient, data.message?.from, data.status?.recipient];
  const isSaid = data.question !== undefined || data.message?.author === 'customer';
  return (
    conversationIds.includes(data.conversationId as string) ||
    (isSaid && groupConversationIds.includes(data.conversationId as string)) ||
    parties.some(
      (party) =>
        [party?.phone, party?.waId, party?.participantId].some((phone) => phones.includes(phone as string)) ||
        [party?.userId, party?.participantId].some((id) => userIds.includes(id as string)),
    )
  );
}
