import { createService, openApiOf, type ServiceDefinition } from '#service-kit';
import type { ServiceName } from '#contracts';

/** Nothing is opened while a document is made; these only satisfy the schemas of the environment. */
const ENV: Record<string, string> = {
  DATABASE_URL: 'postgres://127.0.0.1:9/none',
  DATABASE_PASSWORD: 'not-used-0123456789',
  NATS_URL: 'nats://127.0.0.1:9',
  IDENTITY_KEY: 'not-used-0123456789-0123456789-0123456789',
  INTERNAL_SECRET: 'not-used-0123456789-0123456789-0123456789',
  MEDIA_LINK_SECRET: 'not-used-0123456789-0123456789-0123456789',
  REFUSAL_HASH_KEY: 'not-used-0123456789-0123456789-0123456789',
  AUTH_JWT_SECRET: 'not-used-0123456789-0123456789-0123456789',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  WEBHOOK_ENCRYPTION_KEYS: `w1:${Buffer.alloc(32, 1).toString('base64')}`,
  COMMERCE_ENCRYPTION_KEYS: `c1:${Buffer.alloc(32, 1).toString('base64')}`,
  OTP_PEPPER: 'not-used-0123456789-0123456789-0123456789',
  FLOW_CALL_KEY: 'not-used-0123456789-0123456789-0123456789',
  MODEL_ENCRYPTION_KEYS: `l1:${Buffer.alloc(32, 1).toString('base64')}`,
  MAIL_ENCRYPTION_KEYS: `m1:${Buffer.alloc(32, 1).toString('base64')}`,
  WHATSAPP_APP_SECRET: 'not-used',
  WHATSAPP_VERIFY_TOKEN: 'not-used',
  WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9',
  SERVICE_URLS: 'tenant=http://127.0.0.1:9',
  LOG_LEVEL: 'fatal',
};

/** The OpenAPI document of a service, from its controllers: docs/openapi/<service>.json. */
export async function apiDocument(name: ServiceName): Promise<object> {
  const { service } = (await import(`../../services/${name}/src/service.js`)) as { service: ServiceDefinition };
  const { app } = await createService(service, ENV);
  return openApiOf(app, service);
}
