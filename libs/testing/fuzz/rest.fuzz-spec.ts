import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { fuzz, hostileJson, hostileText } from './fuzz.js';
import { MODULES } from '../../../deploy/migrations.js';
import { service as analytics } from '../../../services/analytics/src/service.js';
import { service as engagement } from '../../../services/engagement/src/service.js';
import { service as commerce } from '../../../services/commerce/src/service.js';
import { service as outgoingWebhooks } from '../../../services/outgoing-webhooks/src/service.js';
import { service as billing } from '../../../services/billing/src/service.js';
import { service as conversation } from '../../../services/conversation/src/service.js';
import { service as knowledge } from '../../../services/knowledge/src/service.js';
import { service as messageSender } from '../../../services/message-sender/src/service.js';
import { service as tenant } from '../../../services/tenant/src/service.js';

const SERVICES = {
  conversation,
  tenant,
  billing,
  analytics,
  knowledge,
  'message-sender': messageSender,
  engagement,
  commerce,
  'outgoing-webhooks': outgoingWebhooks,
};

interface Operation {
  service: string;
  method: string;
  path: string;
  query: string[];
  /** What a good body looks like, where the route takes one. */
  example: unknown;
}

/** Every route of these services as their documents have it, but those that take files. */
const OPERATIONS: Operation[] = Object.keys(SERVICES).flatMap((service) => {
  const document = JSON.parse(readFileSync(`docs/openapi/${service}.json`, 'utf8'));
  return Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods)
      .filter(([, { requestBody }]) => !requestBody || requestBody.content['application/json'])
      .map(([method, { parameters = [], requestBody }]) => ({
        service,
        method,
        path,
        query: parameters.filter((parameter: any) => parameter.in === 'query').map(({ name }: any) => name),
        example: exampleOf(document, requestBody?.content['application/json'].schema),
      })),
  );
});

function exampleOf(document: any, schema: any): unknown {
  if (!schema) return undefined;
  if (schema.$ref) return exampleOf(document, document.components.schemas[schema.$ref.split('/').at(-1)]);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.allOf ?? schema.oneOf ?? schema.anyOf) return exampleOf(document, (schema.allOf ?? schema.oneOf ?? schema.anyOf)[0]);
  if (schema.type === 'array') return [exampleOf(document, schema.items)];
  if (schema.type === 'object')
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(document, property)]));
  return { string: 'a', number: 1, integer: 1, boolean: true }[schema.type as string] ?? null;
}

const cursor = fc
  .array(
    fc.oneof(
      hostileText,
      fc.double(),
      fc.constantFrom('infinity', '-infinity', '+275760-09-13T00:00:00Z', '-000001-01-01', v7(), '0', '1e309'),
    ),
    { maxLength: 4 },
  )
  .map((keys) => Buffer.from(JSON.stringify(keys)).toString('base64url'));
const value = fc.oneof(
  hostileText,
  cursor,
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'true',
    'null',
    'NaN',
    '2026-02-30',
    '0000-01-01',
    '9999-12-31',
    '+10000-01-01',
    v7(),
    `${v7()}\0`,
    '[]',
    '{}',
  ),
);

/** A good body with one value of it, however deep, replaced. */
function spoiled(example: unknown, at: number, by: unknown): unknown {
  const places: { holder: any; key: string }[] = [];
  const copy = structuredClone({ body: example });
  const walk = (holder: any): void => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      if (typeof holder[key] === 'object' && holder[key] !== null) walk(holder[key]);
    }
  };
  walk(copy);
  const place = places[Math.floor(at * places.length)]!;
  place.holder[place.key] = by;
  return copy.body;
}

describe('the REST surface of the services', () => {
  let infra: Infrastructure;
  const running: Record<string, RunningService> = {};
  const tenantId = v7();

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    await infra.nats();
    for (const [name, service] of Object.entries(SERVICES)) running[name] = await startService(infra, service);
    await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, 'Fuzzed')`, [tenantId, `t-${tenantId}`]);
  }, 120_000);
  afterAll(async () => {
    for (const service of Object.values(running)) await service.close();
    await infra?.stop();
  }, 60_000);

  const request = fc.record({
    operation: fc.constantFrom(...OPERATIONS),
    ids: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(tenantId, v7()) }, { weight: 1, arbitrary: value }), {
      minLength: 4,
      maxLength: 4,
    }),
    values: fc.array(value, { minLength: 14, maxLength: 14 }),
    chosen: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    by: fc.oneof(hostileJson, value, fc.double({ noNaN: true, noDefaultInfinity: true })),
  });

  it('has routes to try', () => {
    expect(new Set(OPERATIONS.map(({ service }) => service)).size).toBe(Object.keys(SERVICES).length);
    expect(OPERATIONS.length).toBeGreaterThan(60);
  });

  fuzz('answers whatever comes with a reason, and never fails', request, async ({ operation, ids, values, chosen, at, by }) => {
    const { service, method, path, query, example } = operation;
    let named = 0;
    const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(ids[named++]!)) || '%20');
    const asked = new URLSearchParams(
      query.flatMap((name, index) => (chosen[index] ? [[name, wellFormed(values[index]!)] as [string, string]] : [])),
    );
    const response = await fetch(`${running[service]!.url}${filled}?${asked}`, {
      method: method.toUpperCase(),
      headers: {
        ...asMember(infra, tenantId),
        ...(example === undefined ? {} : { 'content-type': 'application/json' }),
        ...(chosen[13] ? { 'idempotency-key': v7() } : {}),
      },
      ...(example === undefined ? {} : { body: JSON.stringify(spoiled(example, at, by)) ?? '' }),
    });
    const text = await response.text();
    // 503: what it would ask for is away here (Graph, another service).
    if (response.status >= 500 && response.status !== 503) throw new Error(`${method} ${filled}?${asked}: ${response.status} ${text}`);
  });
});

const wellFormed = (text: string): string => text.toWellFormed();
