// Rooms are the gateway's to name: always of one tenant, never with a word of the client's that was not checked to be a UUID.

/** Everybody of a tenant who is up to date. */
export const tenantRoom = (tenantId: string): string => `${tenantId}`;
/** Those who follow typing and drafts of one conversation. */
export const conversationRoom = (tenantId: string, conversationId: string): string => `${tenantId}/conversation/${conversationId}`;
/** Those who have never asked for one conversation, and hear typing and drafts of all. */
export const everyConversationRoom = (tenantId: string): string => `${tenantId}/conversations`;
/** All connections of one person. */
export const agentRoom = (tenantId: string, userId: string): string => `${tenantId}/agent/${userId}`;
