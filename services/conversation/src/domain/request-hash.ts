import { createHash } from 'node:crypto';

/** The same for two requests to write the same text to the same conversation. */
export const requestHash = (conversationId: string, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([conversationId.toLowerCase(), text]))
    .digest('hex');
