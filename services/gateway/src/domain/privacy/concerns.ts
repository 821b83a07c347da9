interface Party {
  phone?: unknown;
  userId?: unknown;
}

interface EventData {
  conversationId?: unknown;
  to?: Party;
  message?: { from?: Party };
  status?: { recipient?: Party };
}

/** A customer's identifiers in events. */
export interface Forgotten {
  phones: readonly string[];
  userIds: readonly string[];
  conversationIds: readonly string[];
}

/** Whether an event of any producer is about this customer. @param envelope its JSON; false if it cannot be read */
export function concerns(envelope: string, { phones, userIds, conversationIds }: Forgotten): boolean {
  let data: EventData | undefined;
  try {
    data = (JSON.parse(envelope) as { data?: EventData }).data;
  } catch {
    return false;
  }
  if (!data) return false;
  const parties = [data.to, data.message?.from, data.status?.recipient];
  return (
    conversationIds.includes(data.conversationId as string) ||
    parties.some((party) => phones.includes(party?.phone as string) || userIds.includes(party?.userId as string))
  );
}
