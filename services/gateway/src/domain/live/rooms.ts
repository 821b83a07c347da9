// The gateway names rooms: each belongs to one tenant, and client input in a name is always a checked UUID.

/** All sockets of a tenant that are up to date. */
export const tenantRoom = (tenantId: string): string => `${tenantId}`;
/** Sockets that follow typing and drafts of one conversation. */
export const conversationRoom = (tenantId: string, conversationId: string): string => `${tenantId}/conversation/${conversationId}`;
/** Sockets that never subscribed to a conversation: they hear typing and drafts of all. */
export const everyConversationRoom = (tenantId: string): string => `${tenantId}/conversations`;
/** All connections of one person. */
export const agentRoom = (tenantId: string, userId: string): string => `${tenantId}/agent/${userId}`;
