/** Something that is to be seen to now, found over all tenants. */
export interface DueConversation {
  tenantId: string;
  conversationId: string;
}

/** An inbox in which something waits for a person. */
export interface WaitingInbox {
  tenantId: string;
  outletId: string;
}
