/** Every deployable of the system. The name is also the folder under `services/`, the event producer and the host in `SERVICE_URLS`. */
export const SERVICES = [
  'tenant',
  'billing',
  'knowledge',
  'llm-orchestration',
  'conversation',
  'message-sender',
  'analytics',
  'outgoing-webhooks',
  'engagement',
  'commerce',
  'gateway',
  'whatsapp-simulator',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Postgres schema of a service: its name with underscores. */
export const schemaOf = (service: ServiceName): string => service.replaceAll('-', '_');
