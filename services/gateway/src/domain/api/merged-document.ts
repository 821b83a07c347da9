import { isDeepStrictEqual } from 'node:util';
import { API_PREFIX, type ApiDocument } from './route-table.js';

type Json = Record<string, unknown>;
type Sections = Record<string, Record<string, unknown>>;

const DESCRIPTION = `Everything is under \`/api/v1\`. Bodies are JSON, times ISO 8601 in UTC, ids UUIDs.

**Who calls**: a person with \`Authorization: Bearer\` from \`POST /api/v1/auth/login\`, or a program with \`X-API-Key\`. \`X-Tenant-ID\` names the
tenant where there are several.

**Errors** are problem details (RFC 9457, \`application/problem+json\`) with a stable \`code\` and a \`detail\` that says what would be right.

**Lists** take \`limit\` and \`cursor\` and answer \`{ items, nextCursor }\`; the last page has \`nextCursor: null\`.

**Rate limits**: every answer to an API key has \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` (seconds); beyond the limit
429 with \`Retry-After\`.

**Again without harm**: creates take \`Idempotency-Key\`, changes take \`If-Match\` with the \`ETag\` that was read, where the route says so.
`;

/** `MessageSender_StatusDto`: the underscore keeps it apart from every class name. */
const qualified = (service: string, name: string): string =>
  `${service.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}_${name}`;

/**
 * The public API as one OpenAPI 3.1 document: the paths of all services, their tags grouped by service, and their components.
 * A component that services define alike is taken once. Where they differ under one name, each is renamed after its service
 * (`StatusDto` becomes `Tenant_StatusDto` and `Billing_StatusDto`), so that no description shows another service's shape.
 */
export function mergedDocument(documents: ReadonlyMap<string, ApiDocument>): Json {
  const services = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  const conflicting = conflictingComponents(services);
  const paths: Record<string, Json> = {};
  const components: Sections = {};
  const tags = new Map<string, Json>();
  const groups: { name: string; tags: string[] }[] = [];
  const operationIds = new Set<string>();
  for (const [service, document] of services) {
    const renamed = renameComponents(document, service, conflicting) as ApiDocument;
    const own = Object.entries(renamed.paths ?? {}).filter(([path]) => path.startsWith(API_PREFIX));
    if (own.length === 0) continue;
    const used = new Set<string>();
    for (const [path, operations] of own) {
      const target = (paths[path] ??= {});
      for (const [key, operation] of Object.entries(operations)) target[key] = describe(operation, service, operationIds, used);
    }
    const summary = (renamed.info as Json | undefined)?.description;
    const described = new Map(((renamed.tags ?? []) as { name: string; description?: string }[]).map((tag) => [tag.name, tag.description]));
    for (const name of [...used].sort())
      tags.set(name, { name, description: tags.get(name)?.description ?? described.get(name) ?? summary });
    groups.push({ name: service, tags: [...used].sort() });
    for (const [section, entries] of Object.entries((renamed.components ?? {}) as Sections))
      Object.assign((components[section] ??= {}), entries);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chasqui',
      summary: 'The open, multi-tenant WhatsApp customer-engagement platform',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This installation' }],
    tags: [...tags.values()],
    // For the reference page: which service answers what.
    'x-tagGroups': uniqueGroups(groups),
    paths,
    components,
  };
}

/** A tag that several services share stands in the first one's group. */
function uniqueGroups(groups: readonly { name: string; tags: string[] }[]): { name: string; tags: string[] }[] {
  const seen = new Set<string>();
  return groups
    .map(({ name, tags }) => ({ name, tags: tags.filter((tag) => !seen.has(tag) && seen.add(tag)) }))
    .filter(({ tags }) => tags.length > 0);
}

function describe(operation: unknown, service: string, operationIds: Set<string>, used: Set<string>): unknown {
  // Parameters and the like stand beside the methods and are arrays or texts.
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) return operation;
  const { operationId, tags, ...rest } = operation as { operationId?: string; tags?: string[] };
  const id = operationId !== undefined && operationIds.has(operationId) ? qualified(service, operationId) : operationId;
  if (id !== undefined) operationIds.add(id);
  const own = tags?.length ? tags : [service];
  for (const tag of own) used.add(tag);
  return { tags: own, ...(id === undefined ? {} : { operationId: id }), ...rest };
}

/** `<section>/<name>` of components that two services define differently. */
function conflictingComponents(services: readonly (readonly [string, ApiDocument])[]): Set<string> {
  const first = new Map<string, unknown>();
  const conflicting = new Set<string>();
  for (const [, document] of services) {
    for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
      for (const [name, definition] of Object.entries(entries)) {
        const key = `${section}/${name}`;
        if (!first.has(key)) first.set(key, definition);
        else if (!isDeepStrictEqual(first.get(key), definition)) conflicting.add(key);
      }
    }
  }
  // What refers to a component that differs differs itself, though it reads the same.
  for (let grown = true; grown;) {
    grown = false;
    for (const [, document] of services) {
      for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
        for (const [name, definition] of Object.entries(entries)) {
          const key = `${section}/${name}`;
          if (conflicting.has(key) || !refersTo(definition, conflicting)) continue;
          conflicting.add(key);
          grown = true;
        }
      }
    }
  }
  return conflicting;
}

const REFERENCE = '#/components/';

function refersTo(value: unknown, components: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const reference = (value as { $ref?: unknown }).$ref;
  if (typeof reference === 'string' && components.has(reference.slice(REFERENCE.length))) return true;
  return Object.values(value).some((inner) => refersTo(inner, components));
}

function renameComponents(document: ApiDocument, service: string, conflicting: ReadonlySet<string>): unknown {
  const nameOf = (section: string, name: string): string => (conflicting.has(`${section}/${name}`) ? qualified(service, name) : name);
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value === 'string' && value.startsWith(REFERENCE)) {
      const [section = '', name = ''] = value.slice(REFERENCE.length).split('/');
      return `${REFERENCE}${section}/${nameOf(section, name)}`;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
  };
  const components: Sections = {};
  for (const [section, entries] of Object.entries((document.components ?? {}) as Sections)) {
    components[section] = Object.fromEntries(
      Object.entries(entries).map(([name, definition]) => [nameOf(section, name), rewrite(definition)]),
    );
  }
  return { ...(rewrite({ ...document, components: undefined }) as Json), components };
}
