/** Where Meta posts. */
export const WEBHOOK_URL = '/webhooks/whatsapp';
