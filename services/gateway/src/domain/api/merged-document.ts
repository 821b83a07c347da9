import { isDeepStrictEqual } from 'node:util';
import { API_PREFIX, type ApiDocument } from './route-table.js';

type Json = Record<string, unknown>;
type Sections = Record<string, Record<string, unknown>>;

/** Groups of tags, in the order in which a newcomer needs them. */
const GROUPS: readonly (readonly [name: string, tags: readonly string[]])[] = [
  ['Messages and conversations', ['Messages', 'Templates', 'Conversations', 'Media', 'Inbox', 'Inboxes', 'Presence']],
  ['Contacts', ['Contacts', 'Leads', 'Privacy']],
  ['Knowledge and answers', ['Knowledge', 'Answers', 'Help for agents']],
  ['Reaching customers', ['Segments', 'Campaigns', 'Flows', 'One-time codes']],
  ['Orders and shops', ['Orders', 'Invoices', 'Shops']],
  ['Webhooks', ['Webhooks']],
  ['Figures', ['Analytics', 'Billing']],
  ['Company', ['Outlets', 'Team', 'API keys', 'Branding', 'Tenants', 'Audit']],
  ['Account', ['Sign-in']],
  ['Installation', ['Operations', 'Demo']],
];
const OTHERS = 'More';

const DESCRIPTION = `# Quick start

The calls work against the demo that \`npm start\` brings up, from the folder of the repository.

**1. Get a key.** In the dashboard: API keys, Create. The demo has one for its first company:

\`\`\`sh
URL=http://localhost:3000
KEY=$(node -p "require('./.data/demo.json').tenants[0].apiKey")
OUTLET=$(node -p "require('./.data/demo.json').tenants[0].outlets[0].id")
\`\`\`

**2. Receive a webhook.** WhatsApp delivers what customers write to \`POST /webhooks/whatsapp\`; in the demo the phone at port 3900 plays
WhatsApp. Let a customer write, and ask for the conversation until it is there:

\`\`\`sh
PHONE=http://localhost:3900
NUMBER=$(node -p "require('./.data/demo.json').tenants[0].outlets[0].phoneNumberId")
curl -sf $PHONE/simulator/messages -H 'Content-Type: application/json' \\
  -d "{\\"phoneNumberId\\":\\"$NUMBER\\",\\"from\\":\\"51987654321\\",\\"type\\":\\"text\\",\\"text\\":\\"Hello\\"}"
until curl -sf $URL/api/v1/conversations -H "X-API-Key: $KEY" | grep 51987654321; do sleep 0.2; done
\`\`\`

What happens from then on comes live over Socket.IO at \`/live\`: its document is \`/api/live-docs-json\` (AsyncAPI).

**3. Send a message.** Plain text may go to a customer who wrote within the last 24 hours; after that it takes a template. The answer has
the id under which \`GET /api/v1/messages/{id}\` tells what became of it. The same \`Idempotency-Key\` again sends nothing twice.

\`\`\`sh
curl -sf $URL/api/v1/messages -H "X-API-Key: $KEY" -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first-message' \\
  -d "{\\"outletId\\":\\"$OUTLET\\",\\"to\\":\\"+51987654321\\",\\"type\\":\\"text\\",\\"text\\":{\\"body\\":\\"Hello from the API\\"}}"
\`\`\`

# What all calls have in common

Everything is under \`/api/v1\`. Bodies are JSON, times ISO 8601 in UTC, ids UUIDs.

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
 * The public API as one OpenAPI 3.1 document: the paths of all services, their tags in groups, and their components.
 * A component that services define alike is taken once. Where they differ under one name, each is renamed after its service
 * (`StatusDto` becomes `Tenant_StatusDto` and `Billing_StatusDto`), so that no description shows another service's shape.
 */
export function mergedDocument(documents: ReadonlyMap<string, ApiDocument>): Json {
  const services = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  const conflicting = conflictingComponents(services);
  const paths: Record<string, Json> = {};
  const components: Sections = {};
  const tags = new Map<string, Json>();
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
    // For the reference page: by what its readers know, and not by the service that answers.
    'x-tagGroups': groupsOf([...tags.keys()]),
    paths,
    components,
  };
}

/** The groups that have some of these tags, each tag once. */
function groupsOf(tags: readonly string[]): { name: string; tags: string[] }[] {
  const known = new Set(GROUPS.flatMap(([, of]) => of));
  const groups = [...GROUPS, [OTHERS, tags.filter((tag) => !known.has(tag))] as const];
  return groups.map(([name, of]) => ({ name, tags: of.filter((tag) => tags.includes(tag)) })).filter((group) => group.tags.length > 0);
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
