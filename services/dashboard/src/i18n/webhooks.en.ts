/** Webhooks to a company's own systems. */
export const webhooksEn = {
  'audit.target.webhook_endpoint': 'Webhook endpoint',
  'scope.webhooks:read': 'Read webhook endpoints and their deliveries',
  'scope.webhooks:write': 'Change and test webhook endpoints',
  'nav.webhooks': 'Webhooks',
} as const;
