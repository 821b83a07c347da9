/** A conversation with something due, found over all tenants. */
export interface DueConversation {
  tenantId: string;
  conversationId: string;
}

/** An inbox in which something waits for a person. */
export interface WaitingInbox {
  tenantId: string;
  outletId: string;
}
