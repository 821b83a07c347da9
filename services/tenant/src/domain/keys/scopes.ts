/** All scopes of API keys: the names that routes give to `@Allow`. A spec fails for a route that names another. */
export const SCOPES = {
  '*': 'Everything that any scope allows, now and later',
  'analytics:read': 'Read figures and reports',
  'audit:read': 'Read and export the audit log',
  'billing:read': 'Read plan, quota, usage and invoices',
  'billing:write': 'Buy plans and deposits, and open the page of the payment method',
  'codes:write': 'Send and verify one-time codes, and change their settings',
  'campaigns:read': 'Read segments, campaigns, flows, leads and unsubscribers',
  'campaigns:write': 'Change segments, campaigns, flows and leads, and start and stop campaigns',
  'contacts:read': 'Read contacts and what is known of them',
  'contacts:write': 'Change, merge and erase contacts',
  'conversations:read': 'Read contacts, conversations and messages',
  'conversations:write': 'Answer, assign, hand over and close conversations',
  'inbox:manage': 'Change how an inbox is worked on: assignment, response times, teams, labels, canned replies',
  'knowledge:read': 'Read and search knowledge bases',
  'knowledge:write': 'Change and publish knowledge bases',
  'messages:read': 'Read what was sent and its delivery',
  'messages:write': 'Send messages',
  'orders:read': 'Read orders',
  'orders:write': 'Create, pack and move orders',
  'outlets:read': 'Read WhatsApp numbers',
  'outlets:write': 'Connect, change, validate and disconnect WhatsApp numbers',
  'templates:write': 'Create, change, delete and synchronise message templates',
  'tenant:read': 'Read the tenant, its settings, branding and API keys',
  'tenant:write': 'Change the tenant, its settings, branding and API keys',
  'users:read': 'Read the team and its invitations',
  'webhooks:read': 'Read webhook endpoints and the log of deliveries, with what customers wrote',
  'webhooks:write': 'Change and test webhook endpoints, and deliver again',
  'users:write': 'Change roles and remove people; only a person can invite or add somebody',
} as const;

export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
